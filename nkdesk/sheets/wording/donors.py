"""Family donors in words: how they are related, and how their check stands."""

from typing import assert_never

from nkdesk.model.eligibility import Outcome
from nkdesk.sheets.wording.translation import translate


def relation_text(code: str) -> str:
    """Return how a donor is related to the patient; a code we have no words for stays."""
    return {
        "mother": translate("Donors", "Mother"),
        "father": translate("Donors", "Father"),
        "sister": translate("Donors", "Sister"),
        "brother": translate("Donors", "Brother"),
        "daughter": translate("Donors", "Daughter"),
        "son": translate("Donors", "Son"),
        "other": translate("Donors", "Another relative"),
    }.get(code, code.replace("_", " "))


def donor_check_text(outcome: Outcome) -> str:
    """Write how a donor stands by the donor criteria."""
    match outcome:
        case Outcome.ELIGIBLE:
            text = translate("wording", "Donor eligible")
        case Outcome.NOT_ELIGIBLE:
            text = translate("wording", "Donor not eligible")
        case Outcome.INCOMPLETE:
            text = translate("wording", "Donor check incomplete")
        case _:
            assert_never(outcome)
    return text
