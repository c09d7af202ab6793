"""The window's life: frame first, then a ward, then what can wait."""

import sys
from functools import partial

from PySide6.QtWidgets import QApplication

from nkdesk.app.arguments import Asked
from nkdesk.app.bugs import BugCatcher
from nkdesk.app.first_paint import FirstPaint
from nkdesk.app.opening import Again, Opening
from nkdesk.app.timing import tell_times
from nkdesk.ui.common.text_size import TextSize
from nkdesk.ui.main_window.window import MainWindow
from nkdesk.ui.run import make_application, show_frame


def run_window(asked: Asked) -> int:
    """Show the window and return the exit code once it is closed."""
    application, text_size = make_application(sys.argv[:1])
    code, again = _one_window(application, text_size, asked)
    while again is not None:
        code, again = _one_window(application, text_size, asked, again)
    return code


def _one_window(
    application: QApplication, text_size: TextSize, asked: Asked, again: Again | None = None
) -> tuple[int, Again | None]:
    """Live through one window; return the exit code and how another is to be opened, if so."""
    window = show_frame(text_size)
    catcher = BugCatcher(lambda report: show_report(window, report))
    catcher.install()
    opening = Opening(window, asked)
    painted = FirstPaint(window)
    tell_times(painted, opening)
    begin = opening.begin if again is None else partial(opening.begin_restoring, again)
    painted.done.connect(begin)
    try:
        return application.exec(), opening.again
    finally:
        opening.close()
        catcher.remove()


def show_report(window: MainWindow, report: str) -> None:
    """Show what failed over the window; the person goes on from there."""
    from nkdesk.ui.bug.dialog import BugDialog  # noqa: PLC0415 -- only when something failed

    BugDialog(window, report).exec()
