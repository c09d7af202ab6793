"""Opening a ward to work in it, with a clock that a test sets."""

from contextlib import contextmanager

from nkdesk.services.ward import open_ward
from tests.services.conftest import FixedClock


@contextmanager
def working(folder, actor="Anna"):
    """Somebody at work in a ward on Thu 12-Mar-2026 at 09:30."""
    opened = open_ward(folder, lambda _zone, _day: FixedClock(), actor)
    with opened.store:
        yield opened
