"""What is wrong with what was typed at the bed, with what would be right."""

from PySide6.QtCore import QCoreApplication

from nkdesk.model.infusion import InfusionState
from nkdesk.services.forms import FieldCode

translate = QCoreApplication.translate


def bedside_problem_words() -> dict[FieldCode, str]:
    """Return the sentence of each problem; ``{detail}`` stands for what it is about."""
    return {**_stage_words(), **_record_words()}


def stage_words(state: str) -> str:
    """Return how far an infusion is, as the middle of a sentence; another code stands as it is."""
    told: dict[str, str] = {
        InfusionState.CHECKING: translate("Fields", "being checked"),
        InfusionState.CHECKED: translate("Fields", "checked and not started"),
        InfusionState.RUNNING: translate("Fields", "running"),
        InfusionState.PAUSED: translate("Fields", "paused"),
        InfusionState.OBSERVING: translate("Fields", "over and being observed"),
        InfusionState.COMPLETE: translate("Fields", "complete"),
        InfusionState.ABANDONED: translate("Fields", "given up"),
    }
    return told.get(state, state)


def _stage_words() -> dict[FieldCode, str]:
    return {
        FieldCode.NO_DOSE: translate(
            "Fields", "No dose is reserved for this infusion. Reserve one under Products first."
        ),
        FieldCode.NOT_AT_THIS_STAGE: translate(
            "Fields", "The infusion is {detail} now; only what the screen offers can be recorded."
        ),
        FieldCode.NOT_CHECKED: translate("Fields", "Two people check this bag first: {detail}."),
        FieldCode.CHECKED_EARLIER: translate(
            "Fields",
            "The bags were checked on another day: {detail}."
            " Give this record up, open it anew, and check them again.",
        ),
        FieldCode.NOT_READY: translate(
            "Fields", "Not to be started now. The reasons stand under HOLD and NO-GO."
        ),
        FieldCode.NEEDS_ANSWER: translate("Fields", "Say why it is started in spite of this."),
        FieldCode.NOT_HUNG: translate(
            "Fields", "Bag {detail} has not been hung. Hang it, or say how much was left."
        ),
    }


def _record_words() -> dict[FieldCode, str]:
    return {
        FieldCode.NOT_BEFORE: translate("Fields", "Not before {detail}."),
        FieldCode.GIVEN_ON_OTHER_DAY: translate(
            "Fields",
            "Recorded as given on {detail}. Enter that day, or correct what was recorded first.",
        ),
    }
