"""What a protocol says of its cell product: dose range, release tests, the plan at the bed.

Source: ``[product]`` of the protocol file. Nothing of it is published for NCT05272293; every
number of the shipped file is marked as an example.
"""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from nkdesk.model.words import Words


class Limit(StrEnum):
    """How a result is held against the bound of its test."""

    BELOW = "below"
    AT_MOST = "at_most"
    ABOVE = "above"
    AT_LEAST = "at_least"


@dataclass(frozen=True, slots=True)
class ReleaseTest:
    """One test of a lot.

    A measured one has ``limit`` and ``bound`` in ``unit``; ``per_kg`` says that the result counts
    millions of cells in one dose and the bound stands in millions per kg of the recipient. A told
    one names the code that ``passes`` (``negative``) among ``answers``. ``at_release`` False: its
    result comes after release (sterility), so that it is open on every release.
    """

    id: str
    title: Words
    unit: str = ""
    limit: Limit | None = None
    bound: Decimal | None = None
    per_kg: bool = False
    passes: str = ""
    answers: tuple[str, ...] = ()
    at_release: bool = True
    example: bool = False


class Vital(StrEnum):
    """What is measured at the bed."""

    TEMPERATURE = "temperature"
    HEART_RATE = "heart_rate"
    RESP_RATE = "resp_rate"
    SYSTOLIC = "systolic"
    DIASTOLIC = "diastolic"
    SPO2 = "spo2"


@dataclass(frozen=True, slots=True)
class VitalLimit:
    """Below ``low`` or above ``high`` is out of what is usual at an age, in completed months."""

    vital: Vital
    from_months: int
    below_months: int | None
    low: Decimal | None
    high: Decimal | None
    example: bool = False


@dataclass(frozen=True, slots=True)
class ProductRules:
    """``[product]``. Cells in millions per kg; times in minutes.

    ``weight_days``: how old a weight may be on the day. ``weight_change_percent``: a larger change
    of the weight since the order asks. ``label_percent``: a label further from the order asks.
    ``vitals`` are minutes after the start (0: before it), ``after_end`` after the end; a
    measurement is late ``late_minutes`` after its time. ``observe_minutes`` from the end.
    ``thawed_minutes``: how long a thawed bag may wait (None: not stated).
    """

    title: Words
    dose_min: Decimal
    dose_max: Decimal
    weight_days: int
    weight_change_percent: int
    label_percent: int
    steroids_barred: bool
    premedication_minutes: int | None
    vitals: tuple[int, ...]
    after_end: tuple[int, ...]
    late_minutes: int
    observe_minutes: int
    thawed_minutes: int | None
    tests: tuple[ReleaseTest, ...]
    limits: tuple[VitalLimit, ...]
    example: bool = False

    def test(self, test_id: str) -> ReleaseTest:
        """Return the test of an id; KeyError when the protocol has none."""
        for test in self.tests:
            if test.id == test_id:
                return test
        raise KeyError(test_id)
