"""Why the ward's rules say no: values, every reason at once, with what would be possible."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from nkdesk.model.scope import Scope


class RuleCode(StrEnum):
    """The rules of the scheduler. Source: the protocol format, refusal codes."""

    OUTSIDE_WINDOW = "outside_window"
    GAP_TOO_SHORT = "gap_too_short"
    GAP_TOO_LONG = "gap_too_long"
    CLOSED_DAY = "closed_day"
    OVER_CAPACITY = "over_capacity"
    SAME_DAY = "same_day"
    ORDER = "order"
    ALREADY_CLOSED = "already_closed"
    IN_FUTURE = "in_future"
    CYCLE_NOT_OPEN = "cycle_not_open"
    UNKNOWN_ITEM = "unknown_item"
    NOT_APPROVED = "not_approved"
    OFF_STUDY = "off_study"


@dataclass(frozen=True, slots=True)
class BrokenRule:
    """One rule that says no.

    ``item`` and ``other`` are addresses or gap ends as text; ``day`` is the date that breaks the
    rule, or None when the rule as such cannot hold; ``limit`` is the bound in days (gaps) or
    infusions (capacity); ``calendar`` the resource concerned.
    """

    code: RuleCode
    item: str = ""
    other: str = ""
    day: date | None = None
    limit: int | None = None
    calendar: str = ""


@dataclass(frozen=True, slots=True)
class Alternative:
    """Dates that would do. ``dates`` maps address to date, that of the item asked about first.

    ``breaks`` is the one rule they break, None where they break none: for a move then
    ``scope`` is the reach with which they would do, None for the one that was asked.
    """

    dates: tuple[tuple[str, date], ...]
    breaks: BrokenRule | None
    scope: Scope | None = None


@dataclass(frozen=True, slots=True)
class Refused:
    """A no: all broken rules (a smallest set, when placing) and up to three alternatives."""

    broken: tuple[BrokenRule, ...]
    alternatives: tuple[Alternative, ...] = ()

    @property
    def codes(self) -> list[str]:
        """The distinct codes, sorted."""
        return sorted({rule.code.value for rule in self.broken})
