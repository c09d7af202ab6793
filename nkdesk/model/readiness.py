"""GO, HOLD or NO-GO: whether an infusion may begin, with every reason."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from nkdesk.model.product import Hold


class Go(StrEnum):
    """The worst reason decides. GO with reasons left is GO with remarks."""

    GO = "go"
    HOLD = "hold"
    NO_GO = "no_go"


class GoCode(StrEnum):
    """Why an infusion is not simply GO; what each forces stands in ``bedside.go``."""

    CYCLE_NOT_OPEN = "cycle_not_open"
    OFF_STUDY = "off_study"
    NO_DONOR = "no_donor"
    DONOR_NOT_ELIGIBLE = "donor_not_eligible"
    DONOR_INCOMPLETE = "donor_incomplete"
    NO_PRODUCT = "no_product"
    OTHER_DONOR = "other_donor"
    NOT_RELEASED = "not_released"
    CONDITIONAL = "conditional"
    REJECTED = "rejected"
    TEST_FAILED = "test_failed"
    TEST_OPEN = "test_open"
    EXPIRED = "expired"
    EXPIRES_BEFORE = "expires_before"
    NOT_THAWED_YET = "not_thawed_yet"
    RETURNED = "returned"
    DISCARDED = "discarded"
    NOT_ISSUED = "not_issued"
    ALREADY_INFUSED = "already_infused"
    ON_HOLD = "on_hold"
    NOT_THIS_DAY = "not_this_day"
    EARLIER_OPEN = "earlier_open"
    RULE_BROKEN = "rule_broken"
    NO_ORDER = "no_order"
    NO_WEIGHT = "no_weight"
    WEIGHT_OLD = "weight_old"
    WEIGHT_CHANGED = "weight_changed"
    DOSE_OUT_OF_RANGE = "dose_out_of_range"
    LABEL_UNLIKE_ORDER = "label_unlike_order"


@dataclass(frozen=True, slots=True)
class GoReason:
    """One reason. ``detail`` is the test, hold kind, bag number or rule concerned.

    ``at`` is the moment it is about: an expiry, the end of a hold, the day of a weight.
    ``asks``: a person may answer it at the start with a reason; nothing else lifts it then.
    ``hold`` is the hold that holds it.
    """

    code: GoCode
    level: Go
    detail: str = ""
    at: datetime | None = None
    asks: bool = False
    hold: Hold | None = None


@dataclass(frozen=True, slots=True)
class Readiness:
    """Whether an infusion may begin at ``at``, every reason, the worst first.

    Two that say the same are equal, whenever they were judged: a minute that passes is no change.
    """

    go: Go
    reasons: tuple[GoReason, ...]
    at: datetime = field(compare=False)

    @property
    def asks(self) -> tuple[GoReason, ...]:
        """The reasons a person must answer at the start."""
        return tuple(reason for reason in self.reasons if reason.asks)
