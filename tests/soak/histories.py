"""Random histories of one cycle, many: each change holds every rule or is refused."""

import random

from tests.scheduler.checked_histories import checked_history, checked_shift
from tests.soak.watching import Call

HISTORIES = 10_000
ROUNDS = 100


def histories(wanted: int) -> Call:
    """Live a hundredth of so many histories, and move as much there and back; at least one."""

    def call(turn: int) -> None:
        source = random.Random(turn)  # noqa: S311 -- histories to try, no secrets
        for _ in range(max(wanted // ROUNDS, 1)):
            checked_history(source)
            checked_shift(source)

    return call
