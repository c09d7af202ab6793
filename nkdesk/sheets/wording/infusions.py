"""Infusions in words: where one stands, what was done, how each point of a check came out.

Every state is a shape and a word, so that it survives greyscale print (safety hazard H39).
"""

from typing import Literal, assert_never

from nkdesk.model.infusion import Infusion, InfusionAct, InfusionEvent, InfusionState, Outcome
from nkdesk.services.row_products import RunningLine
from nkdesk.sheets.wording.dates import clock_text, day_clock_text
from nkdesk.sheets.wording.products import millilitres_text
from nkdesk.sheets.wording.translation import translate

_BeforeInfusionAct = Literal[
    InfusionAct.CHECK,
    InfusionAct.PREMEDICATE,
    InfusionAct.THAW,
    InfusionAct.START,
    InfusionAct.ABANDON,
]
_DuringInfusionAct = Literal[
    InfusionAct.RATE, InfusionAct.PAUSE, InfusionAct.RESUME, InfusionAct.NEXT_BAG, InfusionAct.END
]
_BesideInfusionAct = Literal[
    InfusionAct.VITALS,
    InfusionAct.REACTION,
    InfusionAct.CALL,
    InfusionAct.NOTE,
    InfusionAct.COMPLETE,
]


def infusion_symbol(state: InfusionState) -> str:
    """Return the shape of an infusion's state: half while it is under way."""
    match state:
        case InfusionState.CHECKING | InfusionState.CHECKED:
            symbol = "○"
        case InfusionState.RUNNING:
            symbol = "▶"
        case InfusionState.PAUSED:
            symbol = "⏸"
        case InfusionState.OBSERVING:
            symbol = "◐"
        case InfusionState.COMPLETE:
            symbol = "●"
        case InfusionState.ABANDONED:
            symbol = "✕"
        case _:
            assert_never(state)
    return symbol


def infusion_state_text(state: InfusionState) -> str:
    """Write where an infusion stands."""
    match state:
        case InfusionState.CHECKING:
            text = translate("wording", "Being checked")
        case InfusionState.CHECKED:
            text = translate("wording", "Checked by two")
        case InfusionState.RUNNING:
            text = translate("wording", "Running")
        case InfusionState.PAUSED:
            text = translate("wording", "Paused")
        case InfusionState.OBSERVING:
            text = translate("wording", "Under observation")
        case InfusionState.COMPLETE:
            text = translate("wording", "Complete")
        case InfusionState.ABANDONED:
            text = translate("wording", "Given up before the start")
        case _:
            assert_never(state)
    return text


def outcome_text(outcome: Outcome) -> str:
    """Write how an infusion ended."""
    match outcome:
        case Outcome.WHOLE:
            text = translate("wording", "given whole")
        case Outcome.PART:
            text = translate("wording", "given in part")
        case Outcome.STOPPED:
            text = translate("wording", "stopped")
        case _:
            assert_never(outcome)
    return text


def act_text(act: InfusionAct) -> str:
    """Write what a person did or can do."""
    match act:
        case (
            InfusionAct.CHECK
            | InfusionAct.PREMEDICATE
            | InfusionAct.THAW
            | InfusionAct.START
            | InfusionAct.ABANDON
        ):
            text = _before_act_text(act)
        case (
            InfusionAct.RATE
            | InfusionAct.PAUSE
            | InfusionAct.RESUME
            | InfusionAct.NEXT_BAG
            | InfusionAct.END
        ):
            text = _during_act_text(act)
        case (
            InfusionAct.VITALS
            | InfusionAct.REACTION
            | InfusionAct.CALL
            | InfusionAct.NOTE
            | InfusionAct.COMPLETE
        ):
            text = _beside_act_text(act)
        case _:
            assert_never(act)
    return text


def _before_act_text(act: _BeforeInfusionAct) -> str:
    match act:
        case InfusionAct.CHECK:
            text = translate("wording", "Check")
        case InfusionAct.PREMEDICATE:
            text = translate("wording", "Premedication")
        case InfusionAct.THAW:
            text = translate("wording", "Thawed")
        case InfusionAct.START:
            text = translate("wording", "Started")
        case InfusionAct.ABANDON:
            text = translate("wording", "Given up before the start")
        case _:
            assert_never(act)
    return text


def _during_act_text(act: _DuringInfusionAct) -> str:
    match act:
        case InfusionAct.RATE:
            text = translate("wording", "Rate")
        case InfusionAct.PAUSE:
            text = translate("wording", "Paused")
        case InfusionAct.RESUME:
            text = translate("wording", "Resumed")
        case InfusionAct.NEXT_BAG:
            text = translate("wording", "Next bag")
        case InfusionAct.END:
            text = translate("wording", "Ended")
        case _:
            assert_never(act)
    return text


def _beside_act_text(act: _BesideInfusionAct) -> str:
    match act:
        case InfusionAct.VITALS:
            text = translate("wording", "Vital signs")
        case InfusionAct.REACTION:
            text = translate("wording", "Reaction")
        case InfusionAct.CALL:
            text = translate("wording", "Physician called")
        case InfusionAct.NOTE:
            text = translate("wording", "Note")
        case InfusionAct.COMPLETE:
            text = translate("wording", "Observation completed")
        case _:
            assert_never(act)
    return text


def ended_text(infusion: Infusion) -> str:
    """Say how an infusion ended and how much was left: ``given in part, 12 mL left``; "" before."""
    if infusion.outcome is None:
        return ""
    parts = [outcome_text(infusion.outcome)]
    if infusion.remaining:
        left = millilitres_text(infusion.remaining)
        parts.append(translate("wording", "{} left").format(left))
    return ", ".join(parts)


def since_text(running: RunningLine) -> str:
    """Say where an infusion stands and since when: ``Running since 09:12``."""
    state = infusion_state_text(running.infusion.state)
    if running.since is None:
        return state
    sentence = translate("wording", "{state} since {since}")
    return sentence.format(state=state, since=clock_text(running.since))


def event_text(event: InfusionEvent) -> str:
    """Write one thing that was done: ``Rate 60 mL/h, Nurse A``; a detail and a note behind it."""
    what = " ".join(part for part in (act_text(event.act), event.detail) if part)
    return ", ".join(part for part in (what, event.person, event.note) if part)


def entered_late_text(event: InfusionEvent) -> str:
    """Say that something was entered after the fact: ``entered 14:10 for 10:30``; "" otherwise."""
    if event.recorded.replace(second=0, microsecond=0) <= event.at:
        return ""
    same = event.recorded.date() == event.at.date()
    said = clock_text if same else day_clock_text
    sentence = translate("wording", "entered {recorded} for {at}")
    return sentence.format(recorded=said(event.recorded), at=said(event.at))
