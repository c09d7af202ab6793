"""The sample ward: the same on every machine, every state in it, and never part of a real ward."""

import inspect
import re
from dataclasses import replace
from datetime import date, datetime, time
from importlib import import_module
from pkgutil import iter_modules

import pytest

import nkdesk.services
from nkdesk.model.cycle import ItemState
from nkdesk.model.readiness import Go
from nkdesk.model.refusal import RuleCode
from nkdesk.services import sample_ward
from nkdesk.services.calendar_models import LabDayForm
from nkdesk.services.forms import Saved
from nkdesk.services.lab_days import lab_day_conflicts, lab_days
from nkdesk.services.patient_page import find_patients, patient_page
from nkdesk.services.product import enter_test, products_board, unseen_product_alarms
from nkdesk.services.product_forms import TestForm
from nkdesk.services.read_models import DayStatus, PatientStatus
from nkdesk.services.sample_ward import (
    SampleScriptError,
    StoryClock,
    create_sample_ward,
    sample_script,
)
from nkdesk.services.ward import ward_faults, ward_site
from nkdesk.store.changes import deviations, plan_changes
from nkdesk.store.connection import is_open_here
from nkdesk.store.lots import lot_by_number
from nkdesk.store.patients import all_patients
from nkdesk.store.rows import TABLES
from nkdesk.store.site import site
from nkdesk.store.store import StoreError, StoreProblem
from tests.services.conftest import TODAY, ZONE, sources

NK1_DAY = date(2026, 2, 11)
LATE = {
    "on": date(2026, 2, 20),
    "kind": "move",
    "item": "C1/NK3",
    "scope": "only",
    "reason": "infection",
}


def everything(desk):
    """Return every row of every table, the journal and its seals among them."""
    tables = sorted({*TABLES, "step", "journal"})
    return {table: [*map(tuple, desk.store.read(_all_of(table)))] for table in tables}


def _all_of(table):
    return f"SELECT * FROM {table} ORDER BY 1, 2, 3"  # noqa: S608 -- a name from our own list


def rows_of(desk):
    for one in find_patients(desk).rows:
        page = patient_page(desk, one.line.patient.id)
        for cycle in page.cycles:
            yield from cycle.rows


def test_two_sample_wards_are_the_same_to_the_last_seal(desk, tmp_path):
    again = create_sample_ward(tmp_path / "again", sources())
    with again.store:
        assert everything(again) == everything(desk)
    steps = everything(desk)["step"]
    assert len(steps) > 100
    assert len({row[-1] for row in steps}) == len(steps)


def test_the_order_of_the_protocol_files_is_the_only_other_thing_that_counts(tmp_path):
    with create_sample_ward(tmp_path / "turned", reversed(sources())).store as store:
        assert site(store).uuid == str(sample_ward.SAMPLE_ID)


def test_every_state_an_item_can_be_in_is_there(desk):
    rows = list(rows_of(desk))
    assert {row.item.state for row in rows} == {
        ItemState.PLANNED,
        ItemState.PARTLY_GIVEN,
        ItemState.GIVEN,
        ItemState.OMITTED,
        ItemState.CEASED,
        ItemState.CANCELLED,
    }
    assert {row.status for row in rows} == set(DayStatus)
    statuses = {row.status for row in find_patients(desk).rows}
    assert statuses | {PatientStatus.OFF_STUDY} == set(PatientStatus)


def test_both_arms_and_all_allergy_states_are_there(desk):
    patients = [row.line.patient for row in find_patients(desk).rows]
    assert {one.arm for one in patients} == {"flag", "hdac_ida"}
    assert {one.allergy_state.value for one in patients} == {
        "known",
        "none_known",
        "not_recorded",
        "unavailable",
    }
    assert len(patients) == 12


def test_what_the_script_says_went_otherwise_did(desk):
    found = {}
    for one in find_patients(desk).rows:
        for cycle in patient_page(desk, one.line.patient.id).cycles:
            found |= {(one.line.patient.trial_number, str(r.item.address)): r for r in cycle.rows}
    late = found["NK-002", "C1/NK2"].item
    assert (late.actual, late.parts[0].at) == (date(2026, 3, 5), "11:20")
    assert found["NK-006", "C1/GCSF@4"].item.parts[0].at == "08:10"
    assert found["NK-007", "C1/GCSF@1"].item.parts[0].at == "08:15"
    half = found["NK-005", "C1/CYTHD@3"].item
    assert [part.done is not None for part in half.parts] == [True, False]
    assert found["NK-008", "C1/NK2"].reason == "infection"
    omitted = found["NK-012", "C1/CYT@5"]
    assert (omitted.reason, omitted.note) == ("organ_function", "АЛТ растёт")
    assert found["NK-003", "C1/NK1"].status is DayStatus.OVERDUE


def test_every_kind_of_change_to_a_plan_is_there_with_its_reason(desk):
    said = {one.trial_number: one.id for one in all_patients(desk.store)}
    told = {}
    for number in ("NK-002", "NK-008", "NK-012"):
        told[number] = {
            (change.kind.value, change.item, change.cause.reason, change.physician)
            for change in plan_changes(desk.store, said[number])
        }
    assert told == {
        "NK-002": {
            ("move", "C1/NK3", "family_request", "Dr A. Orlova"),
            ("off_study", "", "progression", ""),
        },
        "NK-008": {("move", "C1/NK3", "infection", "")},
        "NK-012": {("cease", "C1/NK2", "toxicity", "")},
    }
    broken = deviations(desk.store, said["NK-002"])
    assert {one.rule.code for one in broken} == {RuleCode.OUTSIDE_WINDOW, RuleCode.GAP_TOO_SHORT}
    assert {one.accepted_by for one in broken} == {"Dr A. Orlova"}


def test_the_laboratory_is_closed_on_a_day_ahead_that_infusions_stand_on(desk):
    [closed] = lab_days(desk).days
    assert (closed.calendar, closed.day, closed.is_open) == ("nk_lab", date(2026, 3, 24), False)
    form = LabDayForm("nk_lab", closed.day.isoformat(), "closed")
    assert lab_day_conflicts(desk, form) == 2


def test_nothing_in_the_story_lies_after_its_day_nor_goes_back_in_time(desk):
    moments = [datetime.fromisoformat(row[2]) for row in everything(desk)["step"]]
    assert moments == sorted(moments)
    assert moments[-1].date() == TODAY
    assert ward_faults(desk) == ()


def test_it_is_a_sample_for_ever(desk):
    founded = ward_site(desk)
    assert (founded.sample, founded.sample_today) == (True, TODAY)
    assert "invented" in founded.ward
    with pytest.raises(StoreError) as refused, desk.store.step(actor="Anna", what="site") as step:
        step.update("site", (1,), {"sample": 0, "sample_today": None})
    assert refused.value.problem is StoreProblem.RULE


def test_no_service_can_take_a_patient_from_one_ward_into_another():
    """Each service works at one desk; two wards never meet in one call."""
    wards = re.compile(r"\b(Desk|Store|Path)\b")
    for module in iter_modules(nkdesk.services.__path__):
        for name, service in vars(import_module(f"nkdesk.services.{module.name}")).items():
            if inspect.isfunction(service):
                taken = inspect.signature(service).parameters.values()
                marked = [inspect.formatannotation(one.annotation) for one in taken]
                assert sum(bool(wards.search(one)) for one in marked) <= 1, name


def test_a_folder_that_has_a_ward_gets_no_sample_ward(sample_folder):
    before = (sample_folder / "ward.nkdesk").read_bytes()
    with pytest.raises(StoreError) as refused:
        create_sample_ward(sample_folder, sources())
    assert refused.value.problem is StoreProblem.EXISTS
    assert (sample_folder / "ward.nkdesk").read_bytes() == before


@pytest.fixture
def told(monkeypatch, tmp_path):
    """Tell the story of the first patient with a change to the script."""

    def tell(**changes):
        script = sample_script()
        script["patient"] = [{**script["patient"][0], **changes}]
        script["product"] = changes.get("product", [])
        monkeypatch.setattr(sample_ward, "sample_script", lambda: script)
        return create_sample_ward(tmp_path / "told", sources())

    return tell


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        ({"born": "2027-01-01"}, "NK-001: .*IN_FUTURE"),
        ({"exception": [{"item": "C1/NK1", "given": NK1_DAY, "reason": "x"}]}, "NK-001 C1/NK1"),
        ({"exception": [{"item": "C1/NK1", "given": NK1_DAY, "part": 9}]}, "NK-001 C1/NK1"),
        ({"change": [{**LATE, "to": date(2026, 3, 27)}]}, "NK-001 C1/NK3: .*OUTSIDE_WINDOW"),
        ({"change": [{**LATE, "to": date(2026, 2, 26), "reason": ""}]}, "NK-001 C1/NK3: .*reason"),
        (
            {"product": [{"on": NK1_DAY, "patient": "NK-001", "kind": "lot", "number": "EX-1"}]},
            "NK-001 lot: .*NO_DONOR",
        ),
    ],
)
def test_a_script_the_rules_refuse_is_a_mistake_that_is_named(told, changes, where, tmp_path):
    with pytest.raises(SampleScriptError, match=where):
        told(**changes)
    assert not is_open_here(tmp_path / "told" / "ward.nkdesk")


def test_the_storys_clock_ticks_and_never_goes_back():
    clock = StoryClock(datetime(2026, 3, 5, 9, 0, tzinfo=ZONE))
    assert clock.now() < clock.now()
    clock.turn_to(date(2026, 3, 5), time(8, 0))
    assert clock.moment.time() == time(9, 2)
    clock.turn_to(date(2026, 3, 6))
    assert (clock.today(), clock.moment.time()) == (date(2026, 3, 6), time(9, 0))
    assert replace(clock).today() == clock.today()


def test_products_of_every_kind_are_there(desk):
    board = products_board(desk)
    views = {view.lot.number: view for one in board.recipients for view in one.lots}
    assert {number: view.lot.state.value for number, view in views.items()} == {
        "EX-0301": "conditional",
        "EX-0402": "released",
        "EX-0601": "in_test",
        "EX-0801": "conditional",
    }
    forms = {dose.dose.form.value for view in views.values() for dose in view.doses}
    assert forms == {"fresh", "frozen"}
    judged = {number: view.doses[0].readiness.go for number, view in views.items() if view.doses}
    assert judged == {"EX-0301": Go.HOLD, "EX-0402": Go.GO, "EX-0801": Go.NO_GO}


def test_the_lot_in_use_waits_for_the_result_that_would_hold_the_rest_of_it(desk):
    lot = lot_by_number(desk.store, "EX-0402")
    form = TestForm(lot.id, "sterility", "positive", TODAY.isoformat(), "09:00", "Laboratory B")
    assert unseen_product_alarms(desk) == ()
    assert isinstance(enter_test(desk, form), Saved)
    (alarm,) = unseen_product_alarms(desk)
    assert [dose.bags[0].number for dose in alarm.held] == ["EX-0402-1", "EX-0402-3"]
