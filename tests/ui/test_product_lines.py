"""What rows say of an infusion's product, wherever an infusion stands."""

from dataclasses import replace
from datetime import timedelta

import pytest

from nkdesk.model.cycle import ItemState
from nkdesk.model.infusion import Infusion, InfusionState
from nkdesk.model.product import Lot, LotState
from nkdesk.model.protocol import ItemKind
from nkdesk.model.readiness import Go, GoCode, GoReason
from nkdesk.services.patient_page import patient_page
from nkdesk.services.row_products import ProductLine, RunningLine
from nkdesk.ui.common.item_words import marked_dose
from nkdesk.ui.common.product_lines import (
    product_runs,
    product_summary,
    product_texts,
    shown_dose,
)
from nkdesk.ui.common.ward_panel import item_paragraphs
from nkdesk.ui.patient.columns import item_lines
from nkdesk.ui.today.row import DayRowWidget
from tests.sheets.builders import line
from tests.ui.product_models import NOW, WEIGHT, dose, order, ready

EXPIRED = GoReason(GoCode.EXPIRED, Go.NO_GO, "=W0001 26 000001-1", NOW - timedelta(minutes=1))
CONDITIONAL = GoReason(GoCode.CONDITIONAL, Go.GO)


@pytest.fixture
def infusion_row(desk):
    pages = [patient_page(desk, number) for number in range(1, 13)]
    rows = [row for page in pages if page for cycle in page.cycles for row in cycle.rows]
    found = next(
        row
        for row in rows
        if row.item.kind is ItemKind.INFUSION and row.item.state is ItemState.PLANNED
    )
    return replace(found, product=None, readiness=None, running=None)


def product(row):
    lot = Lot(1, 1, 1, 1, "L-1", LotState.RELEASED)
    return ProductLine(dose(1, lot), lot, None, WEIGHT)


def running(state, since=NOW):
    infusion = Infusion(1, 1, 1, 1, state, WEIGHT)
    return RunningLine(infusion, since, "Nurse A", NOW + timedelta(minutes=15))


def test_a_row_without_a_product_says_nothing_of_one(infusion_row):
    assert product_texts(infusion_row) == []


def test_a_row_names_product_expiry_and_every_reason(infusion_row):
    row = replace(
        infusion_row, product=product(infusion_row), readiness=ready(Go.NO_GO, EXPIRED, CONDITIONAL)
    )
    first, *reasons = product_texts(row)
    assert first.startswith("■ NO-GO")
    assert "=W0001 26 000001-1, =W0001 26 000001-2" in first
    assert "Thu 12-Mar-2026 14:30" in first
    assert any("Thu 12-Mar-2026 09:29" in words for words in reasons)
    assert len(reasons) == 2


def test_an_infusion_under_way_is_not_asked_whether_it_may_begin(infusion_row):
    row = replace(
        infusion_row,
        product=product(infusion_row),
        readiness=ready(Go.NO_GO, EXPIRED),
        running=running(InfusionState.RUNNING),
    )
    words = "\n".join(product_texts(row))
    assert "since 09:30" in words
    assert "Vital signs due Thu 12-Mar-2026 09:45" in words
    assert "NO-GO" not in words
    assert "=W0001 26 000001-1" in words


def test_an_infusion_being_checked_still_shows_whether_it_may_begin(infusion_row):
    row = replace(
        infusion_row,
        readiness=ready(Go.HOLD, replace(EXPIRED, code=GoCode.NO_WEIGHT, level=Go.HOLD)),
        running=replace(running(InfusionState.CHECKING, None), next_vitals=None),
    )
    first, second, *_ = product_texts(row)
    assert "since" not in first
    assert second == "◆ HOLD"


def test_board_panel_and_page_show_the_same_words(infusion_row, board):
    row = board.list.rows[0]
    readiness = ready(Go.NO_GO, EXPIRED)
    shown = replace(row, product=product(row), readiness=readiness, running=None)
    words = product_texts(shown)
    assert set(words) <= set(item_paragraphs(shown))
    spoken = DayRowWidget(shown, board.list.today, {}).accessibleName()
    assert all(one in spoken for one in words)
    on_page = replace(infusion_row, product=shown.product, readiness=readiness)
    lines = ["".join(run.text for run in runs).strip() for runs in item_lines(on_page)]
    assert set(words) <= set(lines)


def test_a_minute_that_passes_is_no_change_of_readiness():
    earlier = ready(Go.GO, CONDITIONAL)
    assert earlier == replace(earlier, at=NOW + timedelta(minutes=1))


@pytest.fixture
def board(view):
    return view.board


def test_a_summary_joins_stops_in_one_line_and_remarks_in_another(infusion_row):
    no_weight = GoReason(GoCode.NO_WEIGHT, Go.HOLD)
    test_open = GoReason(GoCode.TEST_OPEN, Go.GO, "sterility")
    readiness = ready(Go.NO_GO, EXPIRED, no_weight, CONDITIONAL, test_open)
    row = replace(infusion_row, product=product(infusion_row), readiness=readiness)
    lines = ["".join(run.text for run in runs) for runs in product_summary(row)]
    assert len(lines) == 3
    long = ["".join(run.text for run in runs) for runs in product_runs(row)]
    assert [one for line in lines[1:] for one in line.split("  ·  ")] == long[1:]
    assert lines[1].startswith("■")
    assert "■" not in lines[2]
    under_way = replace(row, running=running(InfusionState.RUNNING))
    assert product_summary(under_way) == product_runs(under_way)


def test_the_cells_ordered_stand_where_the_protocol_states_no_dose(infusion_row):
    assert shown_dose(infusion_row) == marked_dose(infusion_row.dose)
    ordered = replace(product(infusion_row), order=order(line(1)))
    words = shown_dose(replace(infusion_row, product=ordered))
    assert words.startswith("ordered 40 ×10⁶/kg · 1,520 ×10⁶ in all")
