"""One thread for slow work; its results come back to the window's thread."""

import gc
import sys
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

from PySide6.QtCore import QObject, Qt, Signal

_Result = TypeVar("_Result")


SWITCH_S = 0.0005
"""How long the worker's thread may keep the window's waiting for its turn; Python says 5 ms.

Measured while 200 patients were placed anew on two busy cores: of the waits of a 5 ms timer one
in a hundred was longer than 44 ms with Python's own value, than 23 ms with this one.
"""


class Worker(QObject):
    """Runs one piece of work after another, never two at once."""

    _finished = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._threads = ThreadPoolExecutor(1, thread_name_prefix="nkdesk-worker")
        self._stopped = False
        # Queued, so that no result comes before ``run`` has returned, however quick the work.
        self._finished.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def run(self, work: Callable[[], _Result], then: Callable[["Future[_Result]"], None]) -> None:
        """Run ``work`` on the thread, then ``then`` with its future on the window's thread."""
        future = self._threads.submit(_unnoticed, work)
        future.add_done_callback(lambda done: self._finished.emit((then, done)))

    def stop(self) -> None:
        """Wait for the work in hand, take no more and bring no results any more."""
        self._stopped = True
        self._threads.shutdown(wait=True, cancel_futures=True)

    def _deliver(self, parcel: tuple[Callable[[object], None], object]) -> None:
        if not self._stopped:
            then, done = parcel
            then(done)


def _unnoticed(work: Callable[[], _Result]) -> _Result:
    """Work so that the window stays quick: short turns, and no long clearing of memory.

    Python would otherwise look through everything the window holds again and again, measured at
    160 ms each, because the work makes so much that is new. What stood before is left out.
    """
    before = sys.getswitchinterval()
    sys.setswitchinterval(SWITCH_S)
    gc.freeze()
    try:
        return work()
    finally:
        gc.unfreeze()
        sys.setswitchinterval(before)
