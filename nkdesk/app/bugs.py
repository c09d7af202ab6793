"""Whatever nobody expected: logged, reported without patient data, never swallowed.

A report holds types, files, lines and function names. Messages and values are left out: they
could carry a name (safety hazard H41).
"""

import logging
import sys
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from nkdesk import __version__

_LOG_BYTES = 2_000_000
_LOGS_KEPT = 5
_PACKAGE = Path(__file__).resolve().parent.parent


def bug_report(failure: BaseException) -> str:
    """Return what failed and where, without any message or value."""
    import platform  # noqa: PLC0415 -- only when something failed
    import traceback  # noqa: PLC0415 -- only when something failed

    frames = traceback.extract_tb(failure.__traceback__)
    places = [f"  {_short(frame.filename)}:{frame.lineno} {frame.name}" for frame in frames]
    versions = f"nkdesk {__version__}, Python {platform.python_version()}, {platform.system()}"
    return "\n".join([versions, type(failure).__qualname__, *places])


def _short(filename: str) -> str:
    """Return a file's place inside the program: a full path could name a person."""
    path = Path(filename)
    inside = path.is_relative_to(_PACKAGE)
    return path.relative_to(_PACKAGE.parent).as_posix() if inside else path.name


def open_log(folder: Path) -> logging.Logger:
    """Return the program's log in a folder: five files of 2 MB at most, no patient data."""
    from logging.handlers import RotatingFileHandler  # noqa: PLC0415 -- brings sockets along

    log = logging.getLogger("nkdesk")
    close_log()
    folder.mkdir(parents=True, exist_ok=True)
    kept = RotatingFileHandler(
        folder / "nkdesk.log", maxBytes=_LOG_BYTES, backupCount=_LOGS_KEPT - 1, encoding="utf-8"
    )
    kept.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    log.addHandler(kept)
    log.propagate = False
    return log


def close_log() -> None:
    """Let the log's file go."""
    log = logging.getLogger("nkdesk")
    for kept in tuple(log.handlers):
        log.removeHandler(kept)
        kept.close()


class BugCatcher:
    """Takes the place of Python's own excepthook while the window is open."""

    def __init__(self, show: Callable[[str], object]) -> None:
        self._show = show
        self._showing = False

    def install(self) -> None:
        """Catch every exception nobody caught."""
        sys.excepthook = self.catch

    def remove(self) -> None:
        """Give Python its own excepthook back."""
        sys.excepthook = sys.__excepthook__

    def catch(
        self, _kind: type[BaseException], failure: BaseException, _trace: TracebackType | None
    ) -> None:
        """Log a failure and show it, one dialog at a time."""
        report = bug_report(failure)
        logging.getLogger("nkdesk").error("%s", report)
        if self._showing:
            return
        self._showing = True
        try:
            self._show(report)
        finally:
            self._showing = False
