"""Undo named before it is done, and why there is none."""

from PySide6.QtCore import QCoreApplication

from nkdesk.services.undo import NoUndo, UndoOffer
from nkdesk.ui.common.step_words import step_words

translate = QCoreApplication.translate


def undo_words(offer: UndoOffer) -> str:
    """Return ``Undo: Plan cycle 1, HR-003``."""
    return translate("Undo", "Undo: {step}").format(step=_named(offer))


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
            "{step} says what was done to a patient, so it is never undone. If it is wrong, write"
            " the correction on the list and tell the physician.",
        ),
        "permanent": translate("Undo", "{step} stays: it cannot be undone."),
        "moved_on": translate("Undo", "{step} has been changed since, so it cannot be undone."),
        "depended_on": translate("Undo", "Other records build on {step}: it cannot be undone."),
    }
    return sentences.get(answer.problem.value, step).format(step=step)


def _named(offer: UndoOffer) -> str:
    words = step_words(offer.what)
    return f"{words}, {offer.trial_number}" if offer.trial_number else words
