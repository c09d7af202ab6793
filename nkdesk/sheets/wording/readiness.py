"""GO, HOLD or NO-GO in words: a shape, a word, every reason as a sentence, and what would help.

The shape says it without colour: a disc, a diamond, a square (safety hazard H39).
"""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import assert_never

from nkdesk.model.product import HoldKind, LotState
from nkdesk.model.readiness import Go, GoCode, GoReason, Readiness
from nkdesk.model.refusal import RuleCode
from nkdesk.sheets.wording.dates import day_clock_text, day_text
from nkdesk.sheets.wording.go_helps import go_help
from nkdesk.sheets.wording.go_sentences import go_sentence
from nkdesk.sheets.wording.holds import hold_kind_text, hold_text
from nkdesk.sheets.wording.products import lot_state_text
from nkdesk.sheets.wording.rules import rule_name_text
from nkdesk.sheets.wording.translation import translate

_NO_TITLES: Mapping[str, str] = MappingProxyType({})
_HOLD_KINDS = frozenset(kind.value for kind in HoldKind)
_LOT_STATES = frozenset(state.value for state in LotState)
_RULES = frozenset(code.value for code in RuleCode)


def go_symbol(go: Go) -> str:
    """Return the shape: a disc, a diamond or a square, all filled."""
    match go:
        case Go.GO:
            symbol = "●"
        case Go.HOLD:
            symbol = "◆"
        case Go.NO_GO:
            symbol = "■"
        case _:
            assert_never(go)
    return symbol


def go_text(go: Go) -> str:
    """Write the word beside the shape."""
    match go:
        case Go.GO:
            text = translate("wording", "GO")
        case Go.HOLD:
            text = translate("wording", "HOLD")
        case Go.NO_GO:
            text = translate("wording", "NO-GO")
        case _:
            assert_never(go)
    return text


def readiness_reasons(
    readiness: Readiness, titles: Mapping[str, str] = _NO_TITLES
) -> tuple[str, ...]:
    """Return every reason as a sentence, the worst first; a repeated one stands once.

    ``titles`` name tests by their id; one that is not there keeps its id.
    """
    on = readiness.at.date()
    return tuple(dict.fromkeys(go_reason_text(one, titles, on) for one in readiness.reasons))


def readiness_text(readiness: Readiness, titles: Mapping[str, str] = _NO_TITLES) -> str:
    """Write it in one line: ``NO-GO: Expired Thu 12-Mar-2026 14:30, bag A1; No weight``."""
    reasons = "; ".join(readiness_reasons(readiness, titles))
    word = go_text(readiness.go)
    return f"{word}: {reasons}" if reasons else word


def go_reason_text(
    reason: GoReason, titles: Mapping[str, str] = _NO_TITLES, on: date | None = None
) -> str:
    """Write one reason as a sentence with its day and minute, and whether it must be answered.

    Of a hold, a time of day ``on`` stands without its date.
    """
    words = _sentence(reason, titles, on)
    if not reason.asks:
        return words
    return translate("wording", "{reason} (to be answered at the start)").format(reason=words)


def _sentence(reason: GoReason, titles: Mapping[str, str], on: date | None) -> str:
    if reason.hold is not None:
        return hold_text(reason.hold, on)
    return go_sentence(reason).format_map(_words(reason, titles))


def go_help_text(reason: GoReason) -> str:
    """Say what would make the infusion possible, or what to keep in mind where it is."""
    return go_help(reason.code)


def _words(reason: GoReason, titles: Mapping[str, str]) -> dict[str, str]:
    at = reason.at
    return {
        "detail": _detail(reason, titles),
        "at": "" if at is None else day_clock_text(at),
        "day": "" if at is None else day_text(at.date()),
    }


def _detail(reason: GoReason, titles: Mapping[str, str]) -> str:
    """Write what a reason is about: a hold, a rule and a state by name, a test by its title."""
    detail = reason.detail
    if reason.code is GoCode.ON_HOLD and detail in _HOLD_KINDS:
        return hold_kind_text(HoldKind(detail))
    if reason.code is GoCode.RULE_BROKEN and detail in _RULES:
        return rule_name_text(RuleCode(detail))
    if reason.code is GoCode.NOT_RELEASED and detail in _LOT_STATES:
        return lot_state_text(LotState(detail)).lower()
    if reason.code in (GoCode.TEST_FAILED, GoCode.TEST_OPEN):
        return titles.get(detail, detail.replace("_", " "))
    return detail
