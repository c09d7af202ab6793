"""What a change of dates does to a product, and what a problem of products is about, in words."""

from datetime import date, datetime

import pytest
from PySide6.QtWidgets import QLabel

from nkdesk.model.cycle import Address
from nkdesk.model.readiness import Go, GoCode, GoReason, Readiness
from nkdesk.model.words import Words
from nkdesk.services.calendar_models import WardMoveRow, WardMovesOf
from nkdesk.services.forms import FieldCode, FieldProblem
from nkdesk.services.product_models import ProductEffect
from nkdesk.ui.common.change_table import FACTS
from nkdesk.ui.common.field_words import problem_words
from nkdesk.ui.common.product_effect_words import effect_words
from nkdesk.ui.replace.proposal_page import PatientMoves
from tests.ui import product_screens as screens
from tests.ui.changing import page_of
from tests.ui.wards import ZONE

NOW = datetime(2026, 3, 12, 9, 30, tzinfo=ZONE)
EXPIRES = datetime(2026, 3, 13, 14, 30, tzinfo=ZONE)
HELD = GoReason(GoCode.ON_HOLD, Go.HOLD, "fever")
EXPIRED = GoReason(GoCode.EXPIRES_BEFORE, Go.NO_GO, "", EXPIRES)


def effect(before, after, expires=EXPIRES):
    return ProductEffect("C1/NK1", before, after, expires, date(2026, 3, 14))


def ready(go, *reasons):
    return Readiness(go, reasons, NOW)


@pytest.mark.parametrize(
    ("found", "words", "wrong"),
    [
        (effect(None, None), "its product is left over, expires Fri 13-Mar-2026 14:30", True),
        (effect(None, None, None), "its product is left over, without an expiry", True),
        (
            effect(ready(Go.GO), ready(Go.GO)),
            "product: ● GO that day, expires Fri 13-Mar-2026 14:30",
            False,
        ),
        (effect(ready(Go.HOLD, HELD), ready(Go.HOLD, HELD)), "product: ◆ HOLD, as before", True),
    ],
)
def test_the_effect_on_a_product_is_said(found, words, wrong):
    assert effect_words(found) == (words, wrong)


def test_only_what_is_new_on_the_new_day_is_named():
    words, wrong = effect_words(effect(ready(Go.HOLD, HELD), ready(Go.NO_GO, EXPIRED, HELD)))
    assert words.startswith("product: ■ NO-GO that day. Expires Fri 13-Mar-2026 14:30")
    assert "fever" not in words
    assert wrong


def test_a_deferral_past_the_expiry_says_so_above_and_in_the_row(view):
    dialog = screens.defer_past_expiry(view)
    assert "NK dose 1 of 3: product: ■ NO-GO that day." in dialog.panel.warnings.text()
    model = dialog.panel.table.model
    facts = [model.columns[FACTS].text(row) for row in model.rows]
    assert any("product: ■ NO-GO that day." in one for one in facts)


def test_a_placing_of_the_whole_ward_names_the_products_it_would_lose(view, qtbot):
    line = page_of(view.desk, "NK-007").line
    address = Address(1, "NK1")
    row = WardMoveRow(1, address, Words("NK cells"), (1, 3), date(2026, 3, 12), date(2026, 3, 14))
    lost = effect(ready(Go.GO), ready(Go.NO_GO, EXPIRED))
    made = PatientMoves(WardMovesOf(line, (row,), (lost,)))
    qtbot.addWidget(made)
    texts = [label.text() for label in made.findChildren(QLabel)]
    assert any(one.startswith("▲ NK dose 1 of 3: product: ■ NO-GO") for one in texts)


@pytest.mark.parametrize(
    ("code", "detail", "words"),
    [
        (FieldCode.AMOUNTS_DISAGREE, "3220 tenfold_more", "3,220 ×10⁶ (Ten times too much?)"),
        (FieldCode.UNLIKE_LABEL, "1520", "1,520 ×10⁶"),
        (FieldCode.UNLIKE_PREVIOUS, "40", "40 ×10⁶/kg"),
        (FieldCode.DOSE_OUT_OF_RANGE, "30-100", "30 ×10⁶/kg to 100 ×10⁶/kg"),
        (FieldCode.WEIGHT_OLD, "80.5 kg 2026-03-02", "80.5 kg on 02-Mar-2026"),
        (FieldCode.WEIGHT_CHANGED, "80.5 kg 2026-03-02 pounds", "(Pounds instead of kilograms?)"),
        (FieldCode.EXPIRED, "2026-03-12 09:29", "Thu 12-Mar-2026 09:29"),
        (FieldCode.ON_HOLD, "fever, gvhd", "fever, graft-versus-host disease"),
        (FieldCode.NOT_FROM_HERE, "in_test, rejected", "In test, Rejected"),
        (FieldCode.NOT_FROM_HERE, "issued", "Issued to the ward"),
        (FieldCode.NOT_FROM_HERE, "", "nothing"),
        (FieldCode.TEST_FAILED, "gram_stain", "gram stain"),
        (FieldCode.EXPIRED, "some day", "some day"),
    ],
)
def test_what_a_problem_is_about_is_said_as_a_person_reads_it(code, detail, words):
    assert words in problem_words(FieldProblem("x", code, detail))
