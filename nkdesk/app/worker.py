"""One thread for slow work; its results come back to the window's thread."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

from PySide6.QtCore import QObject, Qt, Signal

_Result = TypeVar("_Result")


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
        future = self._threads.submit(work)
        future.add_done_callback(lambda done: self._finished.emit((then, done)))

    def stop(self) -> None:
        """Wait for the work in hand, take no more and bring no results any more."""
        self._stopped = True
        self._threads.shutdown(wait=True, cancel_futures=True)

    def _deliver(self, parcel: tuple[Callable[[object], None], object]) -> None:
        if not self._stopped:
            then, done = parcel
            then(done)
