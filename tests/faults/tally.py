"""Counting the faults that a run of the tests put into the store, by kind.

A fault that cannot be made on a machine is skipped with its reason; a run in which none was made
has shown nothing, and fails. A test marked ``makes_faults`` counts what it made by
``record_property("faults: kind", number)``.
"""

from collections import Counter
from collections.abc import Iterable

MARK = "faults: "


class Tally:
    """The faults of one run, whatever process they were made in."""

    def __init__(self) -> None:
        self.kinds: Counter[str] = Counter()
        self.ran = False

    def add(self, properties: Iterable[tuple[str, object]]) -> None:
        """Count what one test marked ``makes_faults`` recorded; nothing when it was skipped."""
        self.ran = True
        for name, number in properties:
            if name.startswith(MARK) and isinstance(number, int):
                self.kinds[name.removeprefix(MARK)] += number

    @property
    def none_was_made(self) -> bool:
        """Whether tests of faults ran and not one fault was made."""
        return self.ran and not self.kinds.total()

    @property
    def words(self) -> str:
        """Return the closing line; "" when no test of faults ran."""
        if not self.ran:
            return ""
        if self.none_was_made:
            return (
                "faults: NONE could be made on this machine; the store's promises were not tested"
            )
        told = ", ".join(f"{number:,} {kind}" for kind, number in sorted(self.kinds.items()))
        return f"faults: {self.kinds.total():,} made and survived as promised or told: {told}"
