"""What each act is called on its button, and what its form asks for."""

from PySide6.QtCore import QCoreApplication

from nkdesk.model.infusion import InfusionAct

translate = QCoreApplication.translate

AT_ONCE = frozenset({InfusionAct.RESUME, InfusionAct.NEXT_BAG})
"""Acts that one touch stores; every other asks for its detail first."""


def act_verb(act: InfusionAct) -> str:
    """Return the words of the button that does or asks for an act."""
    return {
        InfusionAct.PREMEDICATE: translate("BedsideActs", "Premedication…"),
        InfusionAct.THAW: translate("BedsideActs", "Thawed…"),
        InfusionAct.RATE: translate("BedsideActs", "Rate…"),
        InfusionAct.PAUSE: translate("BedsideActs", "Pause…"),
        InfusionAct.RESUME: translate("BedsideActs", "Resume"),
        InfusionAct.NEXT_BAG: translate("BedsideActs", "Hang next bag"),
        InfusionAct.REACTION: translate("BedsideActs", "Reaction…"),
        InfusionAct.CALL: translate("BedsideActs", "Call physician…"),
        InfusionAct.NOTE: translate("BedsideActs", "Note…"),
        InfusionAct.ABANDON: translate("BedsideActs", "Give up before start…"),
        InfusionAct.COMPLETE: translate("BedsideActs", "Complete the record…"),
    }[act]


def act_title(act: InfusionAct) -> str:
    """Return the title of the form of an act: its button without the dots."""
    return act_verb(act).rstrip("…")


def detail_label(act: InfusionAct) -> str:
    """Return what the form of an act asks for, "" where it asks for nothing but a note."""
    return {
        InfusionAct.PREMEDICATE: translate("BedsideActs", "Drug, dose and route"),
        InfusionAct.RATE: translate("BedsideActs", "Rate, mL/h"),
        InfusionAct.CALL: translate("BedsideActs", "Physician who was called"),
    }.get(act, "")


def save_words(act: InfusionAct) -> str:
    """Return the verb that stores an act."""
    return {
        InfusionAct.PREMEDICATE: translate("BedsideActs", "Record premedication"),
        InfusionAct.THAW: translate("BedsideActs", "Record the thaw"),
        InfusionAct.RATE: translate("BedsideActs", "Record the rate"),
        InfusionAct.PAUSE: translate("BedsideActs", "Record the pause"),
        InfusionAct.CALL: translate("BedsideActs", "Record the call"),
        InfusionAct.NOTE: translate("BedsideActs", "Record the note"),
        InfusionAct.ABANDON: translate("BedsideActs", "Give up before the start"),
        InfusionAct.COMPLETE: translate("BedsideActs", "Complete the record"),
    }[act]
