"""What a site says of a day of one of its calendars."""

from PySide6.QtCore import QCoreApplication

from nkdesk.model.change import SiteCapacity
from nkdesk.model.site import SiteDay
from nkdesk.sheets.wording.calendars import calendar_text
from nkdesk.sheets.wording.dates import day_text

translate = QCoreApplication.translate


def noted_day_words(told: SiteDay | SiteCapacity) -> str:
    """Return ``NK laboratory closed on Mon 16-Mar-2026: audit``."""
    words = site_day_words(told)
    return f"{words}: {told.note}" if told.note else words


def site_day_words(told: SiteDay | SiteCapacity) -> str:
    """Return ``NK laboratory closed on Mon 16-Mar-2026``."""
    return _template(told).format(
        calendar=calendar_text(told.calendar),
        day=day_text(told.day),
        n=told.capacity if isinstance(told, SiteCapacity) else "",
    )


def _template(told: SiteDay | SiteCapacity) -> str:
    if isinstance(told, SiteCapacity):
        return translate("SiteDays", "{calendar} takes at most {n} a day on {day}")
    if told.is_open:
        return translate("SiteDays", "{calendar} open on {day}")
    return translate("SiteDays", "{calendar} closed on {day}")
