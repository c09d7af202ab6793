"""The record at the bed and every form over it is walked like all other windows."""

import pytest

from tests.ui import bedside_wards
from tests.ui.bedside_screens import BEDSIDE_SCREENS
from tests.ui.window_rules import check_window

enrolled_ward, bed_ward = bedside_wards.enrolled_ward, bedside_wards.bed_ward
ready, desk = bedside_wards.ready, bedside_wards.desk


@pytest.fixture(params=BEDSIDE_SCREENS, ids=lambda make: make.__name__)
def shown(request, view, ready, qtbot):
    made = request.param(view, ready)
    qtbot.waitUntil(lambda: view.board.rows.complete)
    qtbot.waitExposed(made)
    return made


def test_every_window_at_the_bed_is_fit_for_its_place(shown, view, request, tmp_path):
    check_window(shown, view, request, tmp_path)
