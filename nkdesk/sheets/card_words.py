"""The bedside card of one infusion as strings: the same for paper and for reading back."""

from dataclasses import dataclass
from datetime import datetime

from nkdesk.bedside.codes import card_code, patient_code
from nkdesk.model.patient import Patient
from nkdesk.model.product import Lot, ProductDose
from nkdesk.model.product_rules import Vital, VitalLimit
from nkdesk.services.infusion_models import BagView, BedsidePage
from nkdesk.sheets.list_options import Names, PrintStamp
from nkdesk.sheets.list_rows import identity, printed_identity
from nkdesk.sheets.list_words import sample_mark, sheet_number_text
from nkdesk.sheets.wording.amounts import cells_text, no_order_text, order_text
from nkdesk.sheets.wording.dates import age_text, day_clock_text, day_text, moment_text
from nkdesk.sheets.wording.day import nth_text, spoken
from nkdesk.sheets.wording.people import allergy_text
from nkdesk.sheets.wording.products import (
    bag_numbers_text,
    dose_form_text,
    dose_state_text,
    expiry_text,
    lot_state_text,
    millilitres_text,
    thaw_text,
    viability_text,
)
from nkdesk.sheets.wording.reactions import due_text, range_text
from nkdesk.sheets.wording.readiness import go_symbol, go_text, readiness_reasons
from nkdesk.sheets.wording.translation import translate


@dataclass(frozen=True, slots=True)
class CardSheet:
    """A bedside card as it is to be written down; ``sample``: about invented patients."""

    page: BedsidePage
    ward: str
    sample: bool

    @property
    def patient(self) -> Patient:
        """Whose infusion it is."""
        return self.page.row.line.patient

    @property
    def codes(self) -> dict[str, str]:
        """What the codes at its head say: the patient's, and the card's own."""
        number = self.patient.trial_number
        return {
            "patient code": patient_code(number),
            "card code": card_code(number, self.page.row.item_id),
        }


@dataclass(frozen=True, slots=True)
class CardWords:
    """The words of a card around its rows, and ``rows`` from the top down, field by field."""

    title: str
    identity: dict[str, str]
    infusion: str
    day: str
    codes: dict[str, str]
    trial: str
    alarms: tuple[str, ...]
    stamp: str
    discard: str
    watermark: str
    reasons: tuple[str, ...]
    rows: dict[str, dict[str, str]]


def card_words(sheet: CardSheet, stamp: PrintStamp) -> CardWords:
    """Return every word of a card."""
    page = sheet.page
    row = page.row
    return CardWords(
        title=translate("BedsideCard", "Bedside card — {}").format(sheet.ward),
        identity=printed_identity(identity(row.line), Names.FULL),
        infusion=", ".join(part for part in (spoken(row.title), nth_text(row.nth)) if part),
        day=f"{row.item.label} · {day_text(row.item.planned)}",
        codes=sheet.codes,
        trial=translate("BedsideCard", "Protocol {}").format(row.protocol),
        alarms=_alarms(sheet),
        stamp=stamp_words(stamp, page.revision),
        discard=_discard(page.readiness.at),
        watermark=sample_mark() if sheet.sample else "",
        reasons=readiness_reasons(page.readiness, titles_of_tests(page)),
        rows=_rows(page),
    )


def stamp_words(stamp: PrintStamp, revision: int) -> str:
    """Write when and by whom a sheet was printed, of which data, and its number if it has one."""
    sentence = translate("Sheets", "Printed {printed} by {by}. Data of step {step}.")
    said = sentence.format(
        printed=moment_text(stamp.printed_at), by=stamp.printed_by, step=revision
    )
    return " ".join(part for part in (said, sheet_number_text(stamp)) if part)


def _alarms(sheet: CardSheet) -> tuple[str, ...]:
    alarms = []
    if sheet.page.row.example or sheet.page.rules.example:
        alarms.append(translate("BedsideCard", "EXAMPLE protocol: its numbers are examples."))
    if sheet.sample:
        alarms.append(translate("BedsideCard", "SAMPLE ward: invented patients."))
    return tuple(alarms)


def _discard(at: datetime) -> str:
    sentence = translate(
        "BedsideCard", "GO, HOLD or NO-GO is that of {}: look in nkdesk before the start."
    )
    return sentence.format(moment_text(at))


def _rows(page: BedsidePage) -> dict[str, dict[str, str]]:
    rows = {"go": _go(page), "cells": _cells(page)}
    for view in page.bags:
        rows[f"bag {view.bag.nth}"] = _bag(view, page)
    rows["care"] = _care(page)
    rows["usual"] = usual_fields(page)
    for label, due in vitals_rows(page):
        rows[label] = {"due": due}
    rows["end"] = {"end": translate("BedsideCard", "END OF CARD")}
    return rows


def _go(page: BedsidePage) -> dict[str, str]:
    readiness = page.readiness
    return {
        "symbol": go_symbol(readiness.go),
        "go": go_text(readiness.go),
        "go at": translate("BedsideCard", "at {}").format(day_clock_text(readiness.at)),
        "go reasons": "".join(readiness_reasons(readiness, titles_of_tests(page))),
    }


def titles_of_tests(page: BedsidePage) -> dict[str, str]:
    """Return what the tests of a protocol are called, by their ids."""
    return {test.id: spoken(test.title) for test in page.rules.tests}


def _cells(page: BedsidePage) -> dict[str, str]:
    ordered = no_order_text() if page.order is None else order_text(page.order)
    fields = {"ordered": translate("BedsideCard", "Ordered: {}").format(ordered)}
    if page.order is not None:
        by = translate("BedsideCard", "by {who}, {when}")
        when = day_clock_text(page.order.at)
        fields["ordered by"] = by.format(who=page.order.physician, when=when)
    if page.dose is not None:
        labelled = cells_text(page.dose.cells, page.weight)
        fields["labelled"] = translate("BedsideCard", "Labelled: {}").format(labelled)
        fields["product"] = _product(page.dose, page.lot)
    return fields


def _product(dose: ProductDose, lot: Lot | None) -> str:
    parts = [
        translate("BedsideCard", "Product {}").format(bag_numbers_text(dose.bags)),
        dose_form_text(dose.form),
        dose_state_text(dose.state).lower(),
    ]
    if lot is not None:
        words = translate("BedsideCard", "lot {number}, {state}")
        state = lot_state_text(lot.state).lower()
        parts.append(words.format(number=lot.number, state=state))
    return ", ".join(parts)


def _bag(view: BagView, page: BedsidePage) -> dict[str, str]:
    bag = view.bag
    fields = {
        "nth": translate("BedsideCard", "{n} of {of}").format(n=bag.nth, of=len(page.bags)),
        "number": bag.number,
        "expiry": expiry_text(bag),
        "thaw": thaw_text(bag),
        "volume": millilitres_text(bag.volume),
        "viability": viability_text(bag),
        "cells": cells_text(bag.cells, page.weight),
    }
    return {name: text for name, text in fields.items() if text}


def _care(page: BedsidePage) -> dict[str, str]:
    patient = page.row.line.patient
    fields = {"allergies": allergy_text(patient.allergy_state, patient.allergies)}
    if page.steroids_barred:
        fields["steroids"] = translate(
            "BedsideCard",
            "No steroids: the protocol bars them, in premedication too. Eye drops are not meant.",
        )
    return fields


def usual_fields(page: BedsidePage) -> dict[str, str]:
    """Return what is usual at the patient's age, by the name of the vital."""
    limits = {one.vital: one for one in _limits_at_age(page)}
    said = {vital.value: range_text(limits[vital]) for vital in Vital if vital in limits}
    if not said:
        return {"usual": translate("BedsideCard", "usual: not stated")}
    example = any(one.example for one in limits.values())
    usual = translate("BedsideCard", "usual at {age}, example") if example else ""
    usual = usual or translate("BedsideCard", "usual at {age}")
    return {"usual": usual.format(age=age_text(page.row.line.age))} | said


def _limits_at_age(page: BedsidePage) -> tuple[VitalLimit, ...]:
    months = page.row.line.age.in_months
    return tuple(
        one
        for one in page.limits
        if one.from_months <= months and (one.below_months is None or months < one.below_months)
    )


def vitals_rows(page: BedsidePage) -> tuple[tuple[str, str], ...]:
    """Return the rows of the vitals plan: how each is named on the sheet, and what it says."""
    rules = page.rules
    during = [(f"vitals {due}", due_text(due, after_end=False)) for due in rules.vitals]
    after = [(f"vitals end {due}", due_text(due, after_end=True)) for due in rules.after_end]
    return (*during, *after)
