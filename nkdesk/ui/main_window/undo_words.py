"""Undo named before it is done, and why there is none."""

from PySide6.QtCore import QCoreApplication

from nkdesk.services.steps import StepKind
from nkdesk.services.undo import NoUndo, UndoOffer
from nkdesk.sheets.wording.dates import day_text
from nkdesk.ui.common.item_words import in_sentence
from nkdesk.ui.common.step_words import step_words

translate = QCoreApplication.translate


def undo_words(offer: UndoOffer) -> str:
    """Return ``Undo: Plan cycle 1, HR-003``."""
    return translate("Undo", "Undo: {step}").format(step=_named(offer))


def going_back_words(offer: UndoOffer) -> str:
    """Say what taking it back does, with the dates of an item that goes back."""
    kept = translate("Undo", "It is taken back as a new step; the history keeps both.")
    if offer.was is None or offer.becomes is None:
        return kept
    back = translate("Undo", "From {becomes} back to {was}.")
    words = back.format(was=day_text(offer.was), becomes=day_text(offer.becomes))
    return f"{words} {kept}"


def undone_words(offer: UndoOffer) -> str:
    """Return what was taken back."""
    return translate("Undo", "Taken back: {step}").format(step=_named(offer))


def no_undo_words(answer: NoUndo) -> str:
    """Return why nothing is taken back, and what to do instead."""
    step = "" if answer.about is None else _named(answer.about)
    sentences = {
        "nothing": translate("Undo", "There is no step of yours to undo."),
        "fact_of_care": translate(
            "Undo",
            "{step} says what was done to a patient, so it is never undone. If it is wrong, "
            "choose it on the patient's page and correct it.",
        ),
        "permanent": translate("Undo", "{step} stays: it cannot be undone."),
        "moved_on": translate("Undo", "{step} has been changed since, so it cannot be undone."),
        "depended_on": translate("Undo", "Other records build on {step}: it cannot be undone."),
    }
    return sentences.get(answer.problem.value, step).format(step=step)


def _named(offer: UndoOffer) -> str:
    words = step_words(offer.what)
    if offer.was is not None and offer.becomes is not None and offer.becomes > offer.was:
        words = translate("Undo", "Defer") if offer.what == StepKind.MOVE else words
    if offer.title is not None:
        words = f"{words} {in_sentence(offer.title, offer.nth)}"
    return f"{words}, {offer.trial_number}" if offer.trial_number else words
