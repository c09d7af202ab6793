"""What the calendar and the month say of products: GO or not in the next days, and the donors."""

from datetime import timedelta

from nkdesk.model.cycle import ItemState
from nkdesk.model.protocol import ItemKind
from nkdesk.services.eligibility_models import DonorForm
from nkdesk.services.evidence import save_donor
from nkdesk.services.product import open_lot, readiness
from nkdesk.services.product_forms import LotForm
from nkdesk.services.ward_calendar import ward_calendar
from nkdesk.services.ward_month import ward_month
from nkdesk.services.ward_products import DAYS_AHEAD
from nkdesk.store import cycles, patients
from nkdesk.store.day_items import items_named
from tests.services.conftest import TODAY


def infusions(desk):
    return [
        entry
        for patient in patients.all_patients(desk.store)
        for entry in cycles.patient_items(desk.store, patient.id)
        if entry.item.kind is ItemKind.INFUSION
    ]


def cells_of(desk):
    calendar = ward_calendar(desk, TODAY - timedelta(days=60), 180)
    return {cell.item_id: cell for row in calendar.rows for cell in row.cells}


def test_open_infusions_of_the_next_days_and_overdue_ones_are_judged_and_no_others(desk):
    cells = cells_of(desk)
    last = TODAY + timedelta(days=DAYS_AHEAD)
    judged = set()
    for entry in infusions(desk):
        soon = entry.item.state is ItemState.PLANNED and entry.item.planned <= last
        expected = readiness(desk, entry.item_id) if soon else None
        assert cells[entry.item_id].go == (None if expected is None else expected.go)
        judged |= {entry.item_id} if soon else set()
    assert judged
    assert judged < {entry.item_id for entry in infusions(desk)}


def test_the_month_marks_the_same(desk):
    cells = cells_of(desk)
    month = ward_month(desk, TODAY.year, TODAY.month)
    shown = {one.item_id: one.go for day in month.days for one in day.entries}
    assert any(shown.values())
    assert shown == {item_id: cells[item_id].go for item_id in shown}


def test_a_donors_line_names_the_relation_and_every_lot(desk):
    known = {row.line.patient.id: row.donor for row in ward_calendar(desk, TODAY, 1).rows}
    patient_id = next(one for one, donor in known.items() if donor is None)
    form = DonorForm(patient_id, "Придуманная", "Нина", "01.02.1985", "f", "mother")
    save_donor(desk, form)
    open_lot(desk, LotForm(patient_id, "L-900"))
    shown = {row.line.patient.id: row.donor for row in ward_calendar(desk, TODAY, 1).rows}
    assert shown[patient_id].relation == "mother"
    assert [number for number, _ in shown[patient_id].lots] == ["L-900"]


def test_items_are_read_by_their_numbers(desk):
    wanted = [entry.item_id for entry in infusions(desk)[:3]]
    assert [one.item_id for one in items_named(desk.store, wanted)] == sorted(wanted)
    assert items_named(desk.store, []) == ()
