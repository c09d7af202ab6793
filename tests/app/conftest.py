"""The window's start: names remembered in a file of the test's own, one sample ward to copy."""

import logging
import os
import shutil
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings

from nkdesk.app.arguments import Asked
from nkdesk.app.opening import Opening
from nkdesk.ui.main_window.window import MainWindow
from tests.ui.wards import sample_folder, text_size

__all__ = ["sample_folder", "text_size"]


def log_files():
    """Return the files the program's log goes to now."""
    kept = logging.getLogger("nkdesk").handlers
    return [Path(one.baseFilename) for one in kept if isinstance(one, logging.FileHandler)]


@pytest.fixture(autouse=True)
def nothing_stays(monkeypatch, tmp_path):
    """Wards and settings of this computer are left alone; threads, handlers and hooks go."""
    settings = str(tmp_path / "names.ini")
    monkeypatch.setenv("NKDESK_DATA_DIR", str(tmp_path / "this computer's"))
    monkeypatch.delenv("NKDESK_BENCH", raising=False)
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(
        "nkdesk.app.opening.QSettings",
        lambda *_: QSettings(settings, QSettings.Format.IniFormat),
    )
    yield
    assert log_files() == []
    assert [one.name for one in threading.enumerate() if one.name.startswith("nkdesk")] == []


@pytest.fixture
def ward(sample_folder, tmp_path):
    """This test's own copy of the sample ward."""
    return shutil.copytree(sample_folder, tmp_path / "отделение")


@pytest.fixture
def start(qtbot, text_size):
    """Make a frame and what opens a ward in it; everything is closed again."""
    made = []

    def make(data_dir=None, *, demo=False):
        window = MainWindow(text_size)
        qtbot.addWidget(window)
        window.show()
        made.append(Opening(window, Asked(data_dir, demo)))
        return made[-1]

    yield make
    for opening in made:
        if opening.view is not None:
            opening.view.stop()
        opening.close()


@pytest.fixture
def run_python():
    """Run a few lines in a Python of their own and return what they print."""

    def run(lines):
        place = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
        words = [sys.executable, "-c", lines]
        ended = subprocess.run(  # noqa: S603 -- our own words
            words, env=place, capture_output=True, text=True, timeout=60, check=True
        )
        return ended.stdout

    return run
