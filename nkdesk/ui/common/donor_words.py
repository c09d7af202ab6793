"""A family donor in words: name, birth and how they are related to the patient."""

from datetime import date

from PySide6.QtCore import QCoreApplication

from nkdesk.model.age import age_on
from nkdesk.model.evidence import Donor
from nkdesk.sheets.wording.dates import born_text
from nkdesk.sheets.wording.donors import relation_text

translate = QCoreApplication.translate


def relation_words(code: str) -> str:
    """Return how a donor is related to the patient."""
    return relation_text(code)


def donor_identity(donor: Donor, today: date) -> str:
    """Return a donor by name, birth and relation: ``Kim, Anna, born 03-Apr-1985 (40y), mother``."""
    words = translate("Donors", "{name}, born {born}, {relation}")
    born = born_text(donor.born, age_on(max(donor.born, today), donor.born))
    relation = relation_words(donor.relation).lower()
    return words.format(name=f"{donor.family}, {donor.given}", born=born, relation=relation)
