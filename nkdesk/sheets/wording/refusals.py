"""Every no of the ward's rules as a sentence that says what would make it possible."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal, assert_never

from nkdesk.model.cycle import Address
from nkdesk.model.refusal import BrokenRule, RuleCode
from nkdesk.scheduler.finding import GIVEN_UP
from nkdesk.scheduler.refusing import TODAY
from nkdesk.sheets.wording.calendars import calendar_text
from nkdesk.sheets.wording.dates import day_text
from nkdesk.sheets.wording.translation import translate

_NO_TITLES: Mapping[str, str] = MappingProxyType({})

_DayRule = Literal[RuleCode.CLOSED_DAY, RuleCode.OVER_CAPACITY, RuleCode.OUTSIDE_WINDOW]
_PairRule = Literal[
    RuleCode.GAP_TOO_SHORT, RuleCode.GAP_TOO_LONG, RuleCode.SAME_DAY, RuleCode.ORDER
]
_StateRule = Literal[
    RuleCode.ALREADY_CLOSED,
    RuleCode.IN_FUTURE,
    RuleCode.CYCLE_NOT_OPEN,
    RuleCode.UNKNOWN_ITEM,
    RuleCode.NOT_APPROVED,
    RuleCode.OFF_STUDY,
]


def broken_rule_text(rule: BrokenRule, titles: Mapping[str, str] = _NO_TITLES) -> str:
    """Say which rule says no and what would do.

    ``titles`` maps addresses, item codes and gap ends to the words they go by; what it does not
    hold is written as it stands in the protocol.
    """
    words = {
        "item": item_text(rule.item, titles),
        "other": item_text(rule.other, titles),
        "day": day_text(rule.day) if rule.day else translate("wording", "every possible day"),
        "limit": "" if rule.limit is None else str(rule.limit),
        "calendar": calendar_text(rule.calendar),
    }
    return (_special(rule) or _template(rule.code)).format_map(words)


def item_text(written: str, titles: Mapping[str, str] = _NO_TITLES) -> str:
    """Write an address or the end of a gap in words.

    Where rules are about several patients a trial number stands before it: ``NK-003 C1/NK2``.
    """
    if written in titles:
        return titles[written]
    whose, _, own = written.rpartition(" ")
    if whose:
        return f"{whose}, {item_text(own, titles)}"
    address = Address.parse(written)
    if address is not None and address.code in titles:
        return f"{titles[address.code]} ({written})"
    return _gap_ends().get(written) or written


def _gap_ends() -> dict[str, str]:
    return {
        "chemo.first": translate("wording", "the first chemotherapy day"),
        "chemo.last": translate("wording", "the last chemotherapy day"),
        "previous.chemo.first": translate(
            "wording", "the first chemotherapy day of the cycle before"
        ),
        "previous.infusion.last": translate("wording", "the last infusion of the cycle before"),
    }


def _special(rule: BrokenRule) -> str:
    """Return the words of a rule that says more or less than its code alone, else ""."""
    if rule.other in (TODAY, GIVEN_UP):
        return _marked(rule)
    if rule.code is RuleCode.ORDER and not rule.other:
        return translate(
            "wording",
            "{item}: an earlier infusion is still open, or was given on or after that day. "
            "Record the earlier one first.",
        )
    if rule.code is RuleCode.UNKNOWN_ITEM and rule.day is not None:
        return translate(
            "wording", "{item}: nothing is recorded yet of {day}. Record it first, as given or not."
        )
    if rule.code is RuleCode.IN_FUTURE and rule.day is None:
        return translate(
            "wording", "{item}: the day lies in the future. Record it on the day it is given."
        )
    return ""


def _marked(rule: BrokenRule) -> str:
    """Return the words of a rule whose ``other`` is no item but a mark."""
    if rule.other == GIVEN_UP:
        return translate(
            "wording",
            "{item} was given up with the cycle or the study. If it was given all the same, "
            "correct it on the patient's page; whoever stopped it can undo that while it is their "
            "newest change.",
        )
    if rule.limit is not None:
        return translate(
            "wording",
            "{item}: no day from {day} on lies within {limit} days of its target. "
            "Choose a later start.",
        )
    return translate(
        "wording", "{item}: {day} lies before today. Choose a later day, or a later start."
    )


def _template(code: RuleCode) -> str:
    match code:
        case RuleCode.CLOSED_DAY | RuleCode.OVER_CAPACITY | RuleCode.OUTSIDE_WINDOW:
            text = _day_rule(code)
        case RuleCode.GAP_TOO_SHORT | RuleCode.GAP_TOO_LONG | RuleCode.SAME_DAY | RuleCode.ORDER:
            text = _pair_rule(code)
        case (
            RuleCode.ALREADY_CLOSED
            | RuleCode.IN_FUTURE
            | RuleCode.CYCLE_NOT_OPEN
            | RuleCode.UNKNOWN_ITEM
            | RuleCode.NOT_APPROVED
            | RuleCode.OFF_STUDY
        ):
            text = _state_rule(code)
        case _:
            assert_never(code)
    return text


def _day_rule(code: _DayRule) -> str:
    match code:
        case RuleCode.OUTSIDE_WINDOW:
            text = translate(
                "wording", "{item}: {day} lies outside its window. Choose a day inside the window."
            )
        case RuleCode.CLOSED_DAY:
            text = translate(
                "wording",
                "{item}: {calendar} is closed on {day}. Choose a day it is open, "
                "or have the site open that day.",
            )
        case RuleCode.OVER_CAPACITY:
            text = translate(
                "wording",
                "{item}: {calendar} is full on {day}, {limit} infusions a day. "
                "Choose another day, or have the site raise the limit of that day.",
            )
        case _:
            assert_never(code)
    return text


def _pair_rule(code: _PairRule) -> str:
    match code:
        case RuleCode.GAP_TOO_SHORT:
            text = translate(
                "wording",
                "{item} and {other}: on {day} they are fewer than {limit} days apart. "
                "Leave at least {limit} days between them.",
            )
        case RuleCode.GAP_TOO_LONG:
            text = translate(
                "wording",
                "{item} and {other}: on {day} they are more than {limit} days apart. "
                "Leave at most {limit} days between them.",
            )
        case RuleCode.SAME_DAY:
            text = translate(
                "wording",
                "{item} and {other} would fall on one day ({day}). "
                "Give each infusion a day of its own.",
            )
        case RuleCode.ORDER:
            text = translate(
                "wording",
                "{item} on {day} is out of order with {other}. "
                "Record or place the earlier one first, on an earlier day.",
            )
        case _:
            assert_never(code)
    return text


def _state_rule(code: _StateRule) -> str:
    match code:
        case RuleCode.ALREADY_CLOSED:
            text = translate(
                "wording", "{item} is closed already. A closed record is corrected, not moved."
            )
        case RuleCode.IN_FUTURE:
            text = translate(
                "wording", "{item}: {day} lies in the future. Record it on the day it is given."
            )
        case RuleCode.CYCLE_NOT_OPEN:
            text = translate(
                "wording", "{item}: its cycle is not open yet. Plan or open the cycle first."
            )
        case RuleCode.UNKNOWN_ITEM:
            text = translate(
                "wording", "{item} is not in this patient's plan. Choose one the plan holds."
            )
        case RuleCode.NOT_APPROVED:
            text = translate(
                "wording",
                "The protocol is not approved for this ward. "
                "A physician and a second person approve it first.",
            )
        case RuleCode.OFF_STUDY:
            text = translate(
                "wording",
                "The patient is off study: nothing is planned or moved any more. "
                "What was done can still be recorded or corrected.",
            )
        case _:
            assert_never(code)
    return text
