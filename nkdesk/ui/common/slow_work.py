"""What the screens know of slow work: somebody runs it elsewhere and brings the answer back."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol, TypeVar

if TYPE_CHECKING:
    from concurrent.futures import Future

Result = TypeVar("Result")


class SlowWork(Protocol):
    """Runs work on a thread of its own; the answer comes on the window's thread."""

    def run(self, work: Callable[[], Result], then: Callable[["Future[Result]"], None]) -> None:
        """Run ``work`` elsewhere, then ``then`` with its future here."""
        ...
