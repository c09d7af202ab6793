"""The scheduler's rules by name, where a whole sentence with its dates would be too long."""

from typing import Literal, assert_never

from nkdesk.model.refusal import RuleCode
from nkdesk.sheets.wording.translation import translate

_DayRule = Literal[
    RuleCode.OUTSIDE_WINDOW,
    RuleCode.CLOSED_DAY,
    RuleCode.OVER_CAPACITY,
    RuleCode.IN_FUTURE,
    RuleCode.ALREADY_CLOSED,
]
_PairRule = Literal[
    RuleCode.GAP_TOO_SHORT, RuleCode.GAP_TOO_LONG, RuleCode.SAME_DAY, RuleCode.ORDER
]
_CourseRule = Literal[
    RuleCode.CYCLE_NOT_OPEN, RuleCode.UNKNOWN_ITEM, RuleCode.NOT_APPROVED, RuleCode.OFF_STUDY
]


def rule_name_text(code: RuleCode) -> str:
    """Name a rule as it stands within a sentence: ``too few days between``."""
    match code:
        case (
            RuleCode.OUTSIDE_WINDOW
            | RuleCode.CLOSED_DAY
            | RuleCode.OVER_CAPACITY
            | RuleCode.IN_FUTURE
            | RuleCode.ALREADY_CLOSED
        ):
            text = _day_rule(code)
        case RuleCode.GAP_TOO_SHORT | RuleCode.GAP_TOO_LONG | RuleCode.SAME_DAY | RuleCode.ORDER:
            text = _pair_rule(code)
        case (
            RuleCode.CYCLE_NOT_OPEN
            | RuleCode.UNKNOWN_ITEM
            | RuleCode.NOT_APPROVED
            | RuleCode.OFF_STUDY
        ):
            text = _course_rule(code)
        case _:
            assert_never(code)
    return text


def _day_rule(code: _DayRule) -> str:
    match code:
        case RuleCode.OUTSIDE_WINDOW:
            text = translate("wording", "outside its window")
        case RuleCode.CLOSED_DAY:
            text = translate("wording", "on a closed day")
        case RuleCode.OVER_CAPACITY:
            text = translate("wording", "more infusions than the day can hold")
        case RuleCode.IN_FUTURE:
            text = translate("wording", "in the future")
        case RuleCode.ALREADY_CLOSED:
            text = translate("wording", "recorded already")
        case _:
            assert_never(code)
    return text


def _pair_rule(code: _PairRule) -> str:
    match code:
        case RuleCode.GAP_TOO_SHORT:
            text = translate("wording", "too few days between")
        case RuleCode.GAP_TOO_LONG:
            text = translate("wording", "too many days between")
        case RuleCode.SAME_DAY:
            text = translate("wording", "two infusions on one day")
        case RuleCode.ORDER:
            text = translate("wording", "out of order")
        case _:
            assert_never(code)
    return text


def _course_rule(code: _CourseRule) -> str:
    match code:
        case RuleCode.CYCLE_NOT_OPEN:
            text = translate("wording", "cycle not open")
        case RuleCode.UNKNOWN_ITEM:
            text = translate("wording", "not in the plan")
        case RuleCode.NOT_APPROVED:
            text = translate("wording", "protocol not approved")
        case RuleCode.OFF_STUDY:
            text = translate("wording", "off study")
        case _:
            assert_never(code)
    return text
