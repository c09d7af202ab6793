"""A patient whose protocol says nothing of a product: refused beside the reason, shown without."""

from datetime import date

from nkdesk.services import product
from nkdesk.services.day_list import day_rows
from nkdesk.services.forms import FieldCode
from nkdesk.services.product_forms import LotForm
from nkdesk.services.protocols import protocol_list
from tests.services.product import life


def enrolled(desk):
    """A patient of a shipped protocol without a product."""
    used = next(one for one in protocol_list(desk) if desk.protocol(one.hash).product is None)
    group = desk.protocol(used.hash).arms[0].disease_groups[0]
    patient_id = life.enrolled(desk, used.hash, 2, disease_group=group)
    found = [one for one in life.items(desk, patient_id) if one.item.kind == "infusion"]
    return patient_id, found[0]


def test_nothing_of_a_product_is_entered_for_it(planned):
    patient_id, infusion = enrolled(planned)
    (problem,) = product.open_lot(planned, LotForm(patient_id, "L-2")).problems
    assert (problem.field, problem.code) == ("patient_id", FieldCode.NO_PRODUCT_RULES)
    assert life.problems(life.ordered(planned, infusion.item_id)) == {
        ("patient_id", "no_product_rules")
    }


def test_its_infusions_have_no_readiness_and_its_row_no_lots(planned):
    patient_id, infusion = enrolled(planned)
    assert product.readiness(planned, infusion.item_id) is None
    planned.clock.turn_to(date(2026, 3, 1))
    (row,) = [
        one for one in day_rows(planned, infusion.item.planned) if one.item_id == infusion.item_id
    ]
    assert (row.product, row.readiness) == (None, None)
    board = product.products_board(planned)
    found = next(one for one in board.recipients if one.line.patient.id == patient_id)
    assert (found.rules, found.lots) == (None, ())


def test_a_weight_is_entered_without_being_asked_about(planned):
    patient_id, _ = enrolled(planned)
    life.saved(life.weighed(planned, patient_id, "50"))
