"""Both checks of a bag in words: every point, how it came out, and what to do at a stop."""

from typing import Literal, assert_never

from nkdesk.model.infusion import CheckPoint, Match
from nkdesk.sheets.wording.translation import translate

_WrongMatch = Literal[
    Match.OTHER_PATIENT, Match.OTHER_BAG, Match.UNREADABLE, Match.OTHER_DONOR, Match.SAME_PERSON
]
_BagMatch = Literal[Match.MATCH, Match.EXPIRED, Match.DOSE, Match.VISUAL, Match.NOT_READY]


def point_text(what: str) -> str:
    """Name a point of a check; one we have no words for keeps its code."""
    names = {
        "patient": translate("wording", "Patient"),
        "bag": translate("wording", "Product number"),
        "link": translate("wording", "Donor and recipient"),
        "expiry": translate("wording", "Expiry"),
        "dose": translate("wording", "Cell dose"),
        "visual": translate("wording", "Looked at"),
        "person": translate("wording", "Second person"),
        "readiness": translate("wording", "GO"),
    }
    return names.get(what, what.replace("_", " "))


def match_symbol(match: Match) -> str:
    """Return the shape of a point: a tick, or a cross for everything that stops."""
    return "✔" if match is Match.MATCH else "✖"


def check_point_text(point: CheckPoint) -> str:
    """Write a point and how it came out: ``Product number: another bag (D24-0117-2)``."""
    if point.match is Match.NOT_READY and point.what in ("person", "readiness"):
        return _not_ready_text(point.what)
    if (point.what, point.match) == ("readiness", Match.MATCH):
        return translate("wording", "GO: nothing stands in the way")
    said = f"{point_text(point.what)}: {match_text(point.match)}"
    return f"{said} ({point.detail})" if point.detail else said


def _not_ready_text(what: str) -> str:
    if what == "person":
        return translate("wording", "Second person: nobody has checked this bag first")
    return translate("wording", "No GO: the reasons stand under HOLD or NO-GO")


def match_text(found: Match) -> str:
    """Write how one point came out."""
    match found:
        case (
            Match.OTHER_PATIENT
            | Match.OTHER_BAG
            | Match.UNREADABLE
            | Match.OTHER_DONOR
            | Match.SAME_PERSON
        ):
            text = _wrong_match_text(found)
        case Match.MATCH | Match.EXPIRED | Match.DOSE | Match.VISUAL | Match.NOT_READY:
            text = _bag_match_text(found)
        case _:
            assert_never(found)
    return text


def _wrong_match_text(found: _WrongMatch) -> str:
    match found:
        case Match.OTHER_PATIENT:
            text = translate("wording", "another patient")
        case Match.OTHER_BAG:
            text = translate("wording", "another bag")
        case Match.UNREADABLE:
            text = translate("wording", "cannot be read")
        case Match.OTHER_DONOR:
            text = translate("wording", "product of another donor")
        case Match.SAME_PERSON:
            text = translate("wording", "the same person twice")
        case _:
            assert_never(found)
    return text


def _bag_match_text(found: _BagMatch) -> str:
    match found:
        case Match.MATCH:
            text = translate("wording", "matches")
        case Match.EXPIRED:
            text = translate("wording", "expired")
        case Match.DOSE:
            text = translate("wording", "differs from the order")
        case Match.VISUAL:
            text = translate("wording", "does not look as it should")
        case Match.NOT_READY:
            text = translate("wording", "not ready to be given")
        case _:
            assert_never(found)
    return text
