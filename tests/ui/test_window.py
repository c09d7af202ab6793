import subprocess
import sys

from nkdesk.ui.main_window.window import SMALLEST
from tests.ui.wards import SMALL_SCREEN

NOT_BEFORE_THE_FIRST_PAINT = (
    *("sqlite_utils", "sqlcipher3", "holidays", "pydantic", "PySide6.QtPrintSupport"),
    *("PySide6.QtNetwork", "nkdesk.services.day_list", "nkdesk.sheets.wording", "nkdesk.store"),
    *("nkdesk.ui.today.board", "nkdesk.ui.enrol.dialog", "nkdesk.ui.main_window.frame"),
)


def test_an_empty_window_imports_nothing_it_does_not_show():
    code = "import sys, nkdesk.ui.run; print(*sys.modules)"
    loaded = subprocess.run(  # noqa: S603 -- our own code
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout.split()
    assert "nkdesk.ui.main_window.window" in loaded
    assert set(loaded) & set(NOT_BEFORE_THE_FIRST_PAINT) == set()


def test_the_window_may_be_as_small_as_a_wards_screen(window):
    assert SMALLEST[0] <= SMALL_SCREEN[0]
    assert SMALLEST[1] <= SMALL_SCREEN[1]
    assert (window.width(), window.height()) == SMALL_SCREEN


def test_the_window_is_furnished_once(window):
    assert window.furnish() is window.furnish()
    assert not window.windowIcon().isNull()


def test_the_title_says_no_more_than_the_program_before_a_ward_is_open(window):
    assert window.windowTitle() == "nkdesk"
