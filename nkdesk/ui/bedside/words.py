"""What the record at the bed says beyond the wording it shares with paper and lists."""

from datetime import datetime

from PySide6.QtCore import QCoreApplication

from nkdesk.bedside.checking import CLEAR, Entry, Expected, check
from nkdesk.model.infusion import BagCheck, Match
from nkdesk.model.product import DoseForm
from nkdesk.services.infusion_models import AlreadyStarted, BagView, BedsidePage
from nkdesk.sheets.wording.amounts import cells_text, no_order_text, order_text
from nkdesk.sheets.wording.dates import clock_text, stated_clock_text
from nkdesk.sheets.wording.products import bag_text, expiry_text, thaw_text

translate = QCoreApplication.translate

LOOKS = (CLEAR, "clumps", "leak", "colour", "label")
"""What a bag may look like; only the first lets it pass."""


def look_words(code: str) -> str:
    """Return what a person saw on looking at a bag."""
    return {
        CLEAR: translate("Bedside", "Looks as it should"),
        "clumps": translate("Bedside", "Clumps or clots"),
        "leak": translate("Bedside", "Leak or damage"),
        "colour": translate("Bedside", "Unusual colour"),
        "label": translate("Bedside", "Label cannot be read"),
    }[code]


def cell_lines(page: BedsidePage) -> list[tuple[str, str]]:
    """Return ordered, labelled and infused cells, each per kg and in all with the dated weight."""
    ordered = no_order_text() if page.order is None else order_text(page.order)
    lines = [(translate("Bedside", "Ordered"), ordered)]
    if page.labelled is not None:
        words = cells_text(page.labelled.total, page.weight)
        lines.append((translate("Bedside", "Labelled"), words))
    if page.infused is not None:
        words = cells_text(page.infused.total, page.weight)
        lines.append((translate("Bedside", "Infused"), words))
    return lines


def bag_words(view: BagView, of: int) -> str:
    """Return a bag that both have checked, with its number and who checked it."""
    parts = [view.bag.number, bag_text(view.bag, of), expiry_text(view.bag), thaw_text(view.bag)]
    parts += [_checked(one) for one in (view.first, view.second) if one is not None]
    if view.hung is not None:
        parts.append(translate("Bedside", "hung {at}").format(at=clock_text(view.hung)))
    return " · ".join(part for part in parts if part)


def _checked(check: BagCheck) -> str:
    words = translate("Bedside", "check {n}: {who} {at}")
    return words.format(n=check.position, who=check.person, at=clock_text(check.at))


def already_words(found: AlreadyStarted, now: datetime) -> str:
    """Return who began an infusion before, and when."""
    words = translate("Bedside", "{who} started this infusion at {at}. Nothing was started again.")
    return words.format(who=found.person, at=stated_clock_text(found.at, now.date()))


def steroid_words(page: BedsidePage) -> str:
    """Return the reminder that a protocol bars steroids, "" where it does not."""
    if not page.steroids_barred:
        return ""
    return translate(
        "Bedside",
        "This protocol bars steroids: no hydrocortisone or other systemic steroid as "
        "premedication. Topical eye drops are no steroids in this sense.",
    )


def is_frozen(page: BedsidePage) -> bool:
    """Whether the dose has to be thawed."""
    return page.dose is not None and page.dose.form is DoseForm.FROZEN


def is_other_patient(scan: str, page: BedsidePage) -> bool:
    """Whether a wristband just scanned is not this patient's, before any bag is looked at."""
    if page.dose is None or page.lot is None:
        return False
    patient = page.row.line.patient
    expected = Expected(
        patient.id, patient.trial_number, page.lot.donor_id, page.dose, page.lot, page.readiness
    )
    entry = Entry("", 1, scan, "", CLEAR, page.readiness.at)
    return check(entry, expected)[0].match is not Match.MATCH
