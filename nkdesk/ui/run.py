"""What the program's start calls: application, frame, start page, ward view, in this order.

Nothing imported here needs the store, so the frame is painted before the store is even imported.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication

from nkdesk.ui.common.text_size import TextSize
from nkdesk.ui.main_window.window import MainWindow

if TYPE_CHECKING:
    from nkdesk.services.desk import Desk
    from nkdesk.ui.common.slow_work import SlowWork
    from nkdesk.ui.main_window.acts import ReadProtocol
    from nkdesk.ui.main_window.ward_view import WardView
    from nkdesk.ui.start.page import StartPage


def make_application(arguments: Sequence[str]) -> tuple[QApplication, TextSize]:
    """Return the application in the ward's own colours, and the size of its text."""
    application = QApplication(list(arguments))
    application.setApplicationName("nkdesk")
    application.setDesktopFileName("by.nkdesk.Nkdesk")
    return application, TextSize(application)


def show_frame(text_size: TextSize) -> MainWindow:
    """Show the window, still empty; return it."""
    window = MainWindow(text_size)
    window.show()
    return window


def show_start_page(window: MainWindow, names: list[str], folder: Path) -> "StartPage":
    """Ask who is working and which ward; connect ``chosen``, answer a no with ``refuse``."""
    from nkdesk.ui.start.page import StartPage  # noqa: PLC0415 -- a known ward needs none

    frame = window.furnish()
    page = StartPage(names, folder, ward_there=(folder / "ward.nkdesk").exists())
    frame.show_page(page)
    page.setFocus()
    return page


def show_ward(
    window: MainWindow, desk: "Desk", read_protocol: "ReadProtocol", worker: "SlowWork"
) -> "WardView":
    """Show an open ward; ``read_protocol`` reads a protocol file or returns all its errors.

    ``worker`` runs what would keep the window waiting.
    """
    from nkdesk.ui.common.wheel_guard import WheelGuard  # noqa: PLC0415 -- no field before
    from nkdesk.ui.main_window.ward_view import WardView  # noqa: PLC0415 -- after the first paint

    application = QApplication.instance()
    if isinstance(application, QApplication) and application.findChild(WheelGuard) is None:
        WheelGuard(application)
    return WardView(window, desk, read_protocol, worker)
