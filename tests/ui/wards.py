"""Windows for tests: the sample ward made once and copied, in the ward's own look."""

import shutil
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import QCoreApplication, QEvent

from nkdesk.app.worker import Worker
from nkdesk.exchange.protocol_file import shipped_protocols
from nkdesk.services.sample_ward import create_sample_ward
from nkdesk.services.ward import ProtocolSource, open_ward
from nkdesk.ui.common.text_size import TextSize
from nkdesk.ui.common.wheel_guard import WheelGuard
from nkdesk.ui.main_window.window import MainWindow
from nkdesk.ui.run import show_ward

SMALL_SCREEN = (1093, 574)
ZONE = ZoneInfo("Europe/Minsk")


@dataclass
class TurnableClock:
    """A clock that stands at 09:30 of the sample day until a test turns it."""

    moment: datetime = datetime(2026, 3, 12, 9, 30, tzinfo=ZONE)

    def now(self):
        return self.moment

    def today(self):
        return self.moment.date()

    def turn(self, **on):
        self.moment += timedelta(**on)


@pytest.fixture(scope="session")
def sample_folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("ui-sample") / "ward"
    sources = [ProtocolSource(protocol, text) for _, protocol, text in shipped_protocols()]
    create_sample_ward(folder, sources).store.close()
    return folder


@pytest.fixture(scope="session")
def text_size(qapp):
    WheelGuard(qapp)
    size = TextSize(qapp)
    size.wear()
    return size


@pytest.fixture
def turned_clock():
    return TurnableClock()


@pytest.fixture
def desk(sample_folder, tmp_path, turned_clock):
    """The sample ward, this test's own copy, with Anna at work."""
    folder = tmp_path / "ward"
    shutil.copytree(sample_folder, folder)
    opened = open_ward(folder, lambda _zone, _day: turned_clock, "Anna")
    with opened.store:
        yield opened


@pytest.fixture
def window(qtbot, text_size):
    """An empty frame at the size of a ward's screen; gone with its test, however many follow."""
    made = MainWindow(text_size)
    qtbot.addWidget(made)
    made.resize(*SMALL_SCREEN)
    made.show()
    yield made
    made.close()
    made.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def view(window, desk):
    """The sample ward in the window."""
    worker = Worker()
    shown = show_ward(window, desk, lambda _path: (), worker)
    yield shown
    shown.stop()
    worker.stop()
