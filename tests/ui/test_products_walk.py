"""The products screen and every form of it are walked like all other windows."""

import pytest

from tests.ui.product_screens import PRODUCT_SCREENS
from tests.ui.window_rules import check_window


@pytest.fixture(params=PRODUCT_SCREENS, ids=lambda make: make.__name__)
def shown(request, view, qtbot):
    made = request.param(view)
    qtbot.waitUntil(lambda: view.board.rows.complete)
    qtbot.waitExposed(made)
    return made


def test_every_window_keeps_what_all_windows_keep(shown, view, request, tmp_path):
    check_window(shown, view, request, tmp_path)
