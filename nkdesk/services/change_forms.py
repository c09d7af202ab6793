"""Changes to a plan as typed, and what a person sees before any of them is saved."""

from dataclasses import dataclass
from datetime import date

from nkdesk.model.cycle import CycleItem
from nkdesk.model.eligibility import GateClosed
from nkdesk.model.refusal import BrokenRule, Refused
from nkdesk.model.words import Words
from nkdesk.model.work_calendar import Closure
from nkdesk.services.forms import FieldProblem
from nkdesk.services.product_models import ProductEffect


@dataclass(frozen=True, slots=True)
class CauseForm:
    """Why a plan is changed, as chosen and typed: codes, a grade "1" to "5" or "", a note."""

    reason: str = ""
    factor: str = ""
    grade: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class MoveForm:
    """An item to be moved. ``scope`` is "" until a person has chosen one.

    ``deviation`` says that a physician, named in ``physician``, accepts what the move breaks.
    """

    item_id: int
    to: str = ""
    scope: str = ""
    cause: CauseForm = CauseForm()
    deviation: bool = False
    physician: str = ""


@dataclass(frozen=True, slots=True)
class CeaseForm:
    """An item from which on treatment of the cycle is given up."""

    item_id: int
    cause: CauseForm = CauseForm()


@dataclass(frozen=True, slots=True)
class OffStudyForm:
    """A patient who leaves the study on a day."""

    patient_id: int
    on: str = ""
    cause: CauseForm = CauseForm()


@dataclass(frozen=True, slots=True)
class CorrectionForm:
    """A fact of care put right: given on another day or at another time, or not given at all.

    ``on`` is "" when the item was not given after all, then ``cause.reason`` says why not.
    ``why`` says, in words of one's own, what was wrong about the entry.
    """

    item_id: int
    on: str = ""
    time: str = ""
    cause: CauseForm = CauseForm()
    why: str = ""


@dataclass(frozen=True, slots=True)
class SettleForm:
    """A cycle whose open infusions are to be placed anew because a fact broke a rule."""

    patient_id: int
    cycle: int
    cause: CauseForm = CauseForm()


@dataclass(frozen=True, slots=True)
class ChangeReason:
    """One reason for a change; ``kinds`` are the changes it may be given for.

    ``asks_factor`` and ``asks_grade`` ask for a clinical factor and a toxicity grade,
    ``needs_note`` for words of one's own. Shape: SACT data set v4.
    """

    code: str
    title: Words
    kinds: frozenset[str]
    asks_factor: bool = False
    asks_grade: bool = False
    needs_note: bool = False


@dataclass(frozen=True, slots=True)
class ClinicalFactor:
    """One clinical factor a reason may ask for."""

    code: str
    title: Words


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One item before and after; ``moved`` says that its planned date differs.

    ``shift`` is in days. ``closure`` says why the new day is closed, ``used`` and ``limit``
    count the infusions of its calendar that day over all patients, this one included (None: no
    limit). ``breaks`` are the rules the new date breaks. ``nth`` counts infusions: (2, 3).
    """

    item_id: int
    title: Words
    nth: tuple[int, int] | None
    before: CycleItem
    after: CycleItem
    closure: Closure | None = None
    used: int | None = None
    limit: int | None = None
    breaks: tuple[BrokenRule, ...] = ()

    @property
    def shift(self) -> int:
        """How many days the item moves, forward counted positive."""
        return (self.after.planned - self.before.planned).days

    @property
    def changed(self) -> bool:
        """Whether anything of the item changes."""
        return self.before != self.after


@dataclass(frozen=True, slots=True)
class Choice:
    """A date that would do where the one asked for does not, and what it asks for.

    ``to`` is the date of the item asked about, ``scope`` the reach with which it holds,
    ``breaks`` the one rule it would break, None when it breaks none.
    """

    to: date
    scope: str
    breaks: BrokenRule | None


@dataclass(frozen=True, slots=True)
class LeavingCycle:
    """A cycle that leaves every list with a change, because its check closes: why.

    ``valid_until`` is the last day the check lets the cycle begin, None for no limit.
    """

    number: int
    why: GateClosed
    valid_until: date | None


@dataclass(frozen=True, slots=True)
class ChangePreview:
    """Everything a change would do. Nothing is saved by asking.

    ``read_at`` is the revision it was computed on: saving on any other is refused. ``rows`` are
    all items of the cycles concerned, in plan order; empty when ``problems`` or ``refused`` say
    why there is no change. ``deviations`` are the rules it breaks, with a physician's consent.
    ``unsettled`` are the rules that open infusions break because of it. ``forecast_before`` and
    ``forecast_after`` are the first days of the next cycle's forecast, None where there is none.
    ``leaves`` are the cycles that saving takes off every list. ``products`` is what becomes of the
    doses reserved for infusions that move or are given up.
    """

    read_at: int
    problems: tuple[FieldProblem, ...] = ()
    refused: Refused | None = None
    choices: tuple[Choice, ...] = ()
    rows: tuple[ChangeRow, ...] = ()
    deviations: tuple[BrokenRule, ...] = ()
    unsettled: tuple[BrokenRule, ...] = ()
    forecast_before: date | None = None
    forecast_after: date | None = None
    holidays_version: str = ""
    leaves: tuple[LeavingCycle, ...] = ()
    products: tuple[ProductEffect, ...] = ()

    @property
    def changed(self) -> tuple[ChangeRow, ...]:
        """The rows of which anything changes."""
        return tuple(row for row in self.rows if row.changed)
