"""The record at the bed and every form over it is walked like all other windows."""

import pytest

from tests.ui import bedside_wards, test_walk
from tests.ui.bedside_screens import BEDSIDE_SCREENS

enrolled_ward, bed_ward = bedside_wards.enrolled_ward, bedside_wards.bed_ward
ready, desk = bedside_wards.ready, bedside_wards.desk


@pytest.fixture(params=BEDSIDE_SCREENS, ids=lambda make: make.__name__)
def shown(request, view, ready, qtbot):
    made = request.param(view, ready)
    qtbot.waitUntil(lambda: view.board.rows.complete)
    qtbot.waitExposed(made)
    return made


def test_every_window_at_the_bed_is_fit_for_its_place(shown, view, request, tmp_path):
    """All that is asked of any window, at once: bringing one up takes longer than looking at it."""
    test_walk.test_everything_that_acts_is_large_enough_for_a_gloved_hand(shown)
    test_walk.test_everything_that_takes_the_focus_has_a_name(shown)
    test_walk.test_no_label_ever_reads_markup(shown)
    test_walk.test_every_window_fits_the_smallest_screen(shown)
    test_walk.test_no_button_lies_outside_its_window_or_is_cut(shown)
    test_walk.test_no_page_has_to_be_scrolled_sideways(shown)
    test_walk.test_the_title_bar_never_holds_a_name(shown, view)
    test_walk.test_every_window_can_be_looked_at(shown, request, tmp_path)
