"""What the main button of the record says, by the step in view and where the infusion stands."""

from enum import StrEnum

from PySide6.QtCore import QCoreApplication

from nkdesk.model.infusion import InfusionAct
from nkdesk.services.infusion_models import BedsidePage
from nkdesk.ui.bedside.check_page import SECOND, CheckPage
from nkdesk.ui.bedside.pages import Pages
from nkdesk.ui.bedside.step_bar import Step

translate = QCoreApplication.translate


class Verb(StrEnum):
    """What the main button does."""

    NONE = "none"
    SECOND_CHECK = "second_check"
    NEXT_CHECK = "next_check"
    TO_START = "to_start"
    TO_RUNNING = "to_running"
    START = "start"
    TO_END = "to_end"
    RECORD_END = "record_end"
    COMPLETE = "complete"


def main_verb(page: BedsidePage, pages: Pages) -> Verb:
    """Return what the main button does now; NONE where the page's own buttons act."""
    if pages.shown is Step.CHECK:
        return _check_verb(page, pages.check)
    if pages.shown is Step.END:
        return Verb.NONE if pages.ends.more.isHidden() else Verb.RECORD_END
    for act, verb in (
        (InfusionAct.START, Verb.START),
        (InfusionAct.END, Verb.TO_END),
        (InfusionAct.COMPLETE, Verb.COMPLETE),
    ):
        if act in page.may:
            return verb
    return Verb.NONE


def _check_verb(page: BedsidePage, check: CheckPage) -> Verb:
    if check.entering or check.stopped:
        return Verb.NONE
    if InfusionAct.START in page.may:
        return Verb.TO_START
    if check.bag is not None:
        return Verb.SECOND_CHECK if check.position == SECOND else Verb.NEXT_CHECK
    return Verb.TO_RUNNING if InfusionAct.END in page.may else Verb.NONE


def verb_words(verb: Verb) -> str:
    """Return the words on the main button."""
    return {
        Verb.NONE: "",
        Verb.SECOND_CHECK: translate("Bedside", "Second person checks (F6)"),
        Verb.NEXT_CHECK: translate("Bedside", "Check next bag"),
        Verb.TO_START: translate("Bedside", "Go on to the start"),
        Verb.TO_RUNNING: translate("Bedside", "Back to the infusion"),
        Verb.START: translate("Bedside", "Start the infusion"),
        Verb.TO_END: translate("Bedside", "End the infusion…"),
        Verb.RECORD_END: translate("Bedside", "Record the end"),
        Verb.COMPLETE: translate("Bedside", "Complete the record"),
    }[verb]
