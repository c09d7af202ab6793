"""One search for a placement, running elsewhere: how far it is, and how it is stopped."""

from collections.abc import Callable
from functools import partial
from threading import Event
from typing import TYPE_CHECKING

from PySide6.QtCore import QElapsedTimer

from nkdesk.scheduler.ward import Progress
from nkdesk.services.ward_replacing import ReplacementAnswer, ReplacementQuestion, solve
from nkdesk.ui.common.slow_work import SlowWork

if TYPE_CHECKING:
    from concurrent.futures import Future

LIMIT_S = 60
"""So long is searched at most; what is known then is shown with how good it could be at best."""
_MS = 1000

Then = Callable[[ReplacementAnswer], None]


class Search:
    """``progress`` is the newest word of the search; a stopped search still brings its best."""

    def __init__(self, worker: SlowWork, question: ReplacementQuestion, then: Then) -> None:
        self.progress: Progress | None = None
        self._then: Then | None = then
        self._stop = Event()
        self._since = QElapsedTimer()
        self._since.start()
        worker.run(partial(solve, question, self._keep_going), self._bring)

    @property
    def seconds(self) -> int:
        """For how long it has been running."""
        return self._since.elapsed() // _MS

    @property
    def stopped(self) -> bool:
        """Whether a person stopped it."""
        return self._stop.is_set()

    def stop(self) -> None:
        """Search no further; the best found comes as the answer."""
        self._stop.set()

    def forget(self) -> None:
        """Search no further, and bring nothing."""
        self._then = None
        self._stop.set()

    def _keep_going(self, progress: Progress) -> bool:
        """Take note of how far the search is. Called on the worker's thread."""
        self.progress = progress
        return not self._stop.is_set() and self._since.elapsed() < LIMIT_S * _MS

    def _bring(self, done: "Future[ReplacementAnswer]") -> None:
        if self._then is not None:
            self._then(done.result())
