"""The cell product: its lots and their tests, doses and bags, orders, and what holds a dose back.

States: clinical facts §4. Cells are whole thousands, weights whole grams, volumes whole
microlitres; times are aware, in the site's time zone. Product numbers are opaque text.
"""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from nkdesk.model.cycle import Address
from nkdesk.model.patient import Weight


class LotState(StrEnum):
    """How far one manufactured batch has come."""

    NOT_STARTED = "not_started"
    COLLECTED = "collected"
    EXPANDING = "expanding"
    HARVESTED = "harvested"
    IN_TEST = "in_test"
    RELEASED = "released"
    CONDITIONAL = "conditional"
    REJECTED = "rejected"


class DoseState(StrEnum):
    """Where one dose of a lot is."""

    PREPARED = "prepared"
    ISSUED = "issued"
    INFUSED = "infused"
    RETURNED = "returned"
    DISCARDED = "discarded"


class DoseForm(StrEnum):
    """How a dose leaves the laboratory."""

    FRESH = "fresh"
    FROZEN = "frozen"


@dataclass(frozen=True, slots=True)
class Lot:
    """One batch, bound to one donor and one recipient for ever. ``number`` is the laboratory's."""

    id: int
    patient_id: int
    donor_id: int
    cycle: int
    number: str
    state: LotState = LotState.NOT_STARTED
    note: str = ""


@dataclass(frozen=True, slots=True)
class LotMove:
    """One change of a lot's state: when it happened, who did it, and why.

    ``open_tests`` are the ids of the tests without a result on a conditional release; ``weight``
    is what limits per kilogram were judged by on a release.
    """

    lot_id: int
    was: LotState
    becomes: LotState
    at: datetime
    person: str
    reason: str = ""
    note: str = ""
    open_tests: tuple[str, ...] = ()
    weight: Weight | None = None
    entered_by: str = ""
    id: int = 0


@dataclass(frozen=True, slots=True)
class TestResult:
    """One result of a test of a lot; a later row corrects it, it is never overwritten.

    ``value`` is a Decimal in the test's unit, or a code (``negative``). ``at`` is when the
    laboratory said so. ``weight`` is the dated weight a limit per kilogram was judged by.
    """

    __test__ = False  # a laboratory's test, not one of pytest's

    lot_id: int
    test: str
    value: Decimal | str
    at: datetime
    person: str
    weight: Weight | None = None
    corrects: int | None = None
    why: str = ""
    entered_by: str = ""
    note: str = ""
    id: int = 0


@dataclass(frozen=True, slots=True)
class Bag:
    """One bag of a dose, with what its label says.

    ``cells`` are thousands of viable NK cells as labelled, ``volume`` microlitres, ``viability``
    per mille (None: not on the label). It may be infused until ``expires``, a minute that no
    longer counts; a frozen bag may not be thawed before ``thaw_from``.
    """

    id: int
    dose_id: int
    number: str
    nth: int
    volume: int
    cells: int
    expires: datetime
    viability: int | None = None
    thaw_from: datetime | None = None


@dataclass(frozen=True, slots=True)
class ProductDose:
    """One dose of a lot, reserved for one infusion (``address``) or for none yet."""

    id: int
    lot_id: int
    patient_id: int
    form: DoseForm
    bags: tuple[Bag, ...]
    state: DoseState = DoseState.PREPARED
    address: Address | None = None

    @property
    def cells(self) -> int:
        """Thousands of cells on the labels of all its bags."""
        return sum(bag.cells for bag in self.bags)

    @property
    def volume(self) -> int:
        """Microlitres in all its bags."""
        return sum(bag.volume for bag in self.bags)

    @property
    def expires(self) -> datetime:
        """The minute from which the first of its bags may not be given."""
        return min(bag.expires for bag in self.bags)


@dataclass(frozen=True, slots=True)
class DoseMove:
    """One change of a dose's state or reservation: when, who, why."""

    dose_id: int
    was: DoseState
    becomes: DoseState
    at: datetime
    person: str
    reason: str = ""
    note: str = ""
    entered_by: str = ""
    id: int = 0


@dataclass(frozen=True, slots=True)
class CellOrder:
    """What a physician ordered for one infusion: thousands of cells per kg and in total.

    ``weight`` is the dated weight it was ordered by. The newest order of an infusion counts.
    """

    patient_id: int
    address: Address
    per_kg: int
    total: int
    weight: Weight
    physician: str
    at: datetime
    entered_by: str = ""
    id: int = 0


class HoldKind(StrEnum):
    """Why a dose is held back. Source: clinical facts §5, proposal; thresholds are the site's."""

    FEVER = "fever"
    OXYGEN = "oxygen"
    INFECTION = "infection"
    STEROIDS = "steroids"
    GVHD = "gvhd"
    REACTION = "reaction"
    PRODUCT = "product"
    CONSENT = "consent"
    STERILITY = "sterility"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Hold:
    """Something that holds infusions back: who said so, why, until when.

    It holds every infusion of the patient, or only doses of a lot where ``lot_id`` is set.
    ``until`` None: until somebody lifts it; past it, it holds no longer. ``value`` is what was
    measured, as typed with its unit. A hold the program placed has ``who`` "" and its cause in
    ``why`` (the id of a test). ``lifted`` is when somebody lifted it.
    """

    patient_id: int
    kind: HoldKind
    since: datetime
    who: str
    why: str
    until: datetime | None = None
    lot_id: int | None = None
    value: str = ""
    lifted: datetime | None = None
    lifted_by: str = ""
    lifted_why: str = ""
    id: int = 0

    def holds_at(self, moment: datetime) -> bool:
        """Whether it holds at a moment."""
        if self.lifted is not None and self.lifted <= moment:
            return False
        return self.since <= moment and (self.until is None or moment < self.until)


@dataclass(frozen=True, slots=True)
class DonorFacts:
    """What is known of a donor beside the person: typing, collection and its day.

    ``typing`` names the laboratory's report on the haploidentical typing.
    """

    donor_id: int
    typing: str = ""
    collected: date | None = None
