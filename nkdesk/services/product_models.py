"""What the products screen, the lists and the sheets show of donors, lots, doses and holds.

What is typed stands in ``product_forms``.
"""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from nkdesk.model.eligibility import Outcome
from nkdesk.model.evidence import Donor
from nkdesk.model.patient import Weight
from nkdesk.model.product import (
    CellOrder,
    DonorFacts,
    DoseMove,
    Hold,
    Lot,
    LotMove,
    LotState,
    ProductDose,
    TestResult,
)
from nkdesk.model.product_rules import ProductRules, ReleaseTest
from nkdesk.model.readiness import Readiness
from nkdesk.model.words import Words
from nkdesk.services.read_models import PatientLine


@dataclass(frozen=True, slots=True)
class DonorLine:
    """A donor and the recipient. ``check`` is how the donor criteria stand.

    ``check_on`` is the day they were judged on: of the collection once known, else planned, else
    today. ``consent`` is the day the donor signed, None while nobody entered it. ``collection`` is
    the planned day of the protocol's collection item, ``collected`` the actual one.
    """

    donor: Donor
    line: PatientLine
    facts: DonorFacts
    check: Outcome
    check_on: date
    consent: date | None
    collection: date | None
    collection_item: int | None
    collected: date | None


@dataclass(frozen=True, slots=True)
class TestLine:
    """A test of a lot's protocol with its newest result; ``passed`` None while there is none."""

    __test__ = False

    test: ReleaseTest
    result: TestResult | None
    passed: bool | None
    per_kg: Decimal | None = None


@dataclass(frozen=True, slots=True)
class DoseView:
    """A dose with what was ordered, by which weight, and whether it may be given.

    ``item_id`` is the infusion it is reserved for, ``nth`` which one of the cycle that is,
    ``planned`` its day. ``readiness`` None: it is reserved for none. ``weight`` is what cells per
    kg are counted by: the order's, else the newest.
    """

    dose: ProductDose
    order: CellOrder | None
    item_id: int | None
    nth: tuple[int, int] | None
    planned: date | None
    readiness: Readiness | None
    moves: tuple[DoseMove, ...] = ()
    weight: Weight | None = None


@dataclass(frozen=True, slots=True)
class LotView:
    """A lot with everything of it: tests, moves, doses, holds on it, and where it may go now."""

    lot: Lot
    line: PatientLine
    donor: Donor
    rules: ProductRules
    tests: tuple[TestLine, ...]
    moves: tuple[LotMove, ...]
    doses: tuple[DoseView, ...]
    holds: tuple[Hold, ...]
    next_states: tuple[LotState, ...]
    results: tuple[TestResult, ...] = ()

    @property
    def failed_late(self) -> bool:
        """Whether a test failed although the lot is out: its state alone would deceive."""
        out = self.lot.state in (LotState.RELEASED, LotState.CONDITIONAL)
        return out and any(line.passed is False for line in self.tests)


@dataclass(frozen=True, slots=True)
class RecipientProducts:
    """One patient's row of the products screen: donor, lots, holds; ``rules`` None: no product."""

    line: PatientLine
    donor: DonorLine | None
    rules: ProductRules | None
    lots: tuple[LotView, ...]
    holds: tuple[Hold, ...]


@dataclass(frozen=True, slots=True)
class ProductsBoard:
    """All patients, those with something to decide first; ``revision`` it was read at."""

    recipients: tuple[RecipientProducts, ...]
    sample: bool
    as_of: datetime
    revision: int


@dataclass(frozen=True, slots=True)
class HoldKindLine:
    """A kind of hold as the form offers it; ``limit`` is the site's threshold with its unit.

    ``example``: the limit is the shipped example, the site has not entered its own.
    """

    kind: str
    title: Words
    limit: str
    example: bool


@dataclass(frozen=True, slots=True)
class ProductAlarm:
    """A late result that failed: who received the lot, and which doses are held now.

    ``received`` are the infusions already given of it, ``held`` the doses that are left.
    """

    id: int
    line: PatientLine
    lot: Lot
    test: Words
    value: str
    at: datetime
    received: tuple[tuple[PatientLine, str, date], ...]
    held: tuple[ProductDose, ...]


@dataclass(frozen=True, slots=True)
class ProductEffect:
    """What a change of dates does to one infusion's product: before and after, at the new day."""

    address: str
    before: Readiness | None
    after: Readiness | None
    expires: datetime | None
    new_day: date
