"""The screens of the rail: what they are called, and their order, the same for everybody."""

from enum import StrEnum

from PySide6.QtCore import QCoreApplication

translate = QCoreApplication.translate


class Place(StrEnum):
    """A screen of the rail, from top to bottom; the value is also the name of its sign."""

    TODAY = "today"
    CALENDAR = "calendar"
    MONTH = "month"
    PATIENTS = "patients"
    CHECKS = "checks"
    PRODUCTS = "products"
    CHANGES = "changes"
    PROTOCOLS = "protocols"
    AUDIT = "audit"

    @property
    def key(self) -> str:
        """The key that leads there: Ctrl and its number in the rail."""
        return f"Ctrl+{list(Place).index(self) + 1}"


def place_words(place: Place) -> str:
    """Return the word a screen goes by."""
    return {
        Place.TODAY: translate("Rail", "Today"),
        Place.CALENDAR: translate("Rail", "Calendar"),
        Place.MONTH: translate("Rail", "Month"),
        Place.PATIENTS: translate("Rail", "Patients"),
        Place.CHECKS: translate("Rail", "Checks"),
        Place.PRODUCTS: translate("Rail", "Products"),
        Place.CHANGES: translate("Rail", "Changes"),
        Place.PROTOCOLS: translate("Rail", "Protocols"),
        Place.AUDIT: translate("Rail", "Audit"),
    }[place]
