"""What an empty day says: never merely nothing, always of how many and what comes next."""

from PySide6.QtCore import QCoreApplication

from nkdesk.services.read_models import DayList
from nkdesk.sheets.wording.dates import day_text
from nkdesk.sheets.wording.day import spoken

translate = QCoreApplication.translate


def nothing_words(day: DayList) -> tuple[str, str]:
    """Return title and sentence of an empty day; a wrong ward is told apart from a quiet one."""
    title = translate("Today", "No infusions or chemotherapy on {day}").format(
        day=day_text(day.day)
    )
    active = translate("Today", "0 of {n} active patients, ward {ward}, step {step}.").format(
        n=day.active_patients, ward=day.ward, step=day.revision
    )
    if day.next_due is None:
        return title, active
    coming = translate("Today", "Next: {day}, {patient}, {item}, {label}.").format(
        day=day_text(day.next_due.on),
        patient=day.next_due.line.patient.trial_number,
        item=spoken(day.next_due.title),
        label=day.next_due.label,
    )
    return title, f"{coming} {active}"
