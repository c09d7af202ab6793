"""The products screen and every form of it are walked like all other windows."""

import pytest

from tests.ui import test_walk
from tests.ui.product_screens import PRODUCT_SCREENS

KEPT = (
    test_walk.test_everything_that_acts_is_large_enough_for_a_gloved_hand,
    test_walk.test_everything_that_takes_the_focus_has_a_name,
    test_walk.test_no_label_ever_reads_markup,
    test_walk.test_every_window_fits_the_smallest_screen,
    test_walk.test_no_button_lies_outside_its_window_or_is_cut,
    test_walk.test_no_page_has_to_be_scrolled_sideways,
)


@pytest.fixture(params=PRODUCT_SCREENS, ids=lambda make: make.__name__)
def shown(request, view, qtbot):
    made = request.param(view)
    qtbot.waitUntil(lambda: view.board.rows.complete)
    qtbot.waitExposed(made)
    return made


def test_every_window_keeps_what_all_windows_keep(shown, view, request, tmp_path):
    for keeps in KEPT:
        keeps(shown)
    test_walk.test_the_title_bar_never_holds_a_name(shown, view)
    test_walk.test_every_window_can_be_looked_at(shown, request, tmp_path)
