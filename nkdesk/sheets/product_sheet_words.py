"""The donor and product sheet of one lot as strings: the same for paper and for reading back."""

from collections.abc import Iterator
from dataclasses import dataclass

from nkdesk.model.age import age_on
from nkdesk.model.product import Bag, LotMove
from nkdesk.services.product_models import DonorLine, DoseView, LotView, TestLine
from nkdesk.sheets.card_words import stamp_words
from nkdesk.sheets.list_options import Names, PrintStamp
from nkdesk.sheets.list_rows import identity, printed_identity
from nkdesk.sheets.list_words import sample_mark
from nkdesk.sheets.wording.amounts import cells_text, no_order_text, order_text
from nkdesk.sheets.wording.dates import born_text, day_clock_text, day_text
from nkdesk.sheets.wording.day import nth_text, reason_text, spoken
from nkdesk.sheets.wording.donors import donor_check_text, relation_text
from nkdesk.sheets.wording.eligibility import outcome_symbol
from nkdesk.sheets.wording.holds import hold_text, lifted_text
from nkdesk.sheets.wording.people import weight_text
from nkdesk.sheets.wording.products import (
    bag_text,
    dose_form_text,
    dose_state_symbol,
    dose_state_text,
    expiry_text,
    lot_standing_symbol,
    lot_standing_text,
    lot_state_text,
    thaw_text,
)
from nkdesk.sheets.wording.readiness import go_symbol, go_text, readiness_reasons
from nkdesk.sheets.wording.release_tests import (
    limit_text,
    passed_symbol,
    passed_text,
    release_test_title,
    reported_text,
    result_text,
)
from nkdesk.sheets.wording.translation import translate

Rows = dict[str, dict[str, str]]


@dataclass(frozen=True, slots=True)
class ProductSheet:
    """A lot as it is to be written down, with what is known of its donor beside the person.

    ``revision`` is the newest step it was read at; ``sample``: about invented patients.
    """

    view: LotView
    donor: DonorLine | None
    ward: str
    sample: bool
    revision: int


@dataclass(frozen=True, slots=True)
class ProductSheetWords:
    """The words of a sheet around its rows, and ``rows`` from the top down, field by field."""

    title: str
    identity: dict[str, str]
    lot: str
    alarms: tuple[str, ...]
    stamp: str
    discard: str
    watermark: str
    rows: Rows


def product_sheet_words(sheet: ProductSheet, stamp: PrintStamp) -> ProductSheetWords:
    """Return every word of a donor and product sheet."""
    view = sheet.view
    title = translate("ProductSheet", "Donor and product sheet — {}").format(sheet.ward)
    lot = translate("ProductSheet", "Lot {number}, cycle {cycle}")
    return ProductSheetWords(
        title=title,
        identity=printed_identity(identity(view.line), Names.FULL),
        lot=lot.format(number=view.lot.number, cycle=view.lot.cycle),
        alarms=_alarms(sheet),
        stamp=stamp_words(stamp, sheet.revision),
        discard=translate("ProductSheet", "The ward's record decides, not paper."),
        watermark=sample_mark() if sheet.sample else "",
        rows=dict(_rows(sheet)),
    )


def _alarms(sheet: ProductSheet) -> tuple[str, ...]:
    alarms = []
    if sheet.view.rules.example:
        alarms.append(translate("ProductSheet", "EXAMPLE protocol: its limits are examples."))
    if sheet.sample:
        alarms.append(translate("ProductSheet", "SAMPLE ward: invented patients."))
    return tuple(alarms)


def _rows(sheet: ProductSheet) -> Iterator[tuple[str, dict[str, str]]]:
    view = sheet.view
    yield "state", _state(view)
    yield "donor", _donor(sheet)
    for number, move in enumerate(view.moves, 1):
        yield f"move {number}", _move(move, view)
    for number, line in enumerate(view.tests, 1):
        yield f"test {number}", _test(line, number)
    for number, dose in enumerate(view.doses, 1):
        yield from _dose(dose, number, view)
    for number, hold in enumerate(view.holds, 1):
        words = " ".join(part for part in (hold_text(hold), lifted_text(hold)) if part)
        yield f"hold {number}", {"hold": words}
    end = translate("ProductSheet", "END OF SHEET: tests {tests}, doses {doses}")
    yield "end", {"end": end.format(tests=len(view.tests), doses=len(view.doses))}


def _state(view: LotView) -> dict[str, str]:
    fields = {
        "symbol": lot_standing_symbol(view.lot.state, failed=view.failed_late),
        "state": lot_standing_text(view.lot.state, failed=view.failed_late),
        "product": spoken(view.rules.title),
        "note": view.lot.note,
    }
    return _said(fields)


def _donor(sheet: ProductSheet) -> dict[str, str]:
    donor, line = sheet.view.donor, sheet.donor
    seen_on = line.check_on if line is not None else None
    born = born_text(donor.born, age_on(max(donor.born, seen_on or donor.born), donor.born))
    sentence = translate("ProductSheet", "{name}, born {born}, {relation} of the patient")
    who = sentence.format(
        name=", ".join(part for part in (donor.family, donor.given) if part),
        born=born,
        relation=relation_text(donor.relation).lower(),
    )
    return _said({"donor": who} | ({} if line is None else _donor_line(line)))


def _donor_line(line: DonorLine) -> dict[str, str]:
    typing = line.facts.typing or translate("ProductSheet", "not entered")
    return {
        "check symbol": outcome_symbol(line.check),
        "check": donor_check_text(line.check),
        "checked on": _checked_on(line),
        "collected": _collected(line),
        "typing": translate("ProductSheet", "Haploidentical typing: {}").format(typing),
        "consent": _consent(line),
    }


def _checked_on(line: DonorLine) -> str:
    if line.collected is not None:
        words = translate("ProductSheet", "by the donor criteria on the day of collection, {}")
    else:
        words = translate("ProductSheet", "by the donor criteria on {}")
    return words.format(day_text(line.check_on))


def _collected(line: DonorLine) -> str:
    if line.collected is not None:
        return translate("ProductSheet", "Collected {}").format(day_text(line.collected))
    if line.collection is not None:
        words = translate("ProductSheet", "Not collected yet, planned {}")
        return words.format(day_text(line.collection))
    return translate("ProductSheet", "Collection not recorded")


def _consent(line: DonorLine) -> str:
    if line.consent is None:
        return translate("ProductSheet", "Consent of the donor not recorded")
    return translate("ProductSheet", "Consent of the donor signed {}").format(
        day_text(line.consent)
    )


def _move(move: LotMove, view: LotView) -> dict[str, str]:
    titles = {test.id: spoken(test.title) for test in view.rules.tests}
    opened = ", ".join(titles.get(one, one) for one in move.open_tests)
    reason = reason_text(move.reason) if move.reason else ""
    why = ", ".join(part for part in (reason, move.note) if part)
    fields = {
        "moved at": day_clock_text(move.at),
        "becomes": lot_state_text(move.becomes),
        "person": move.person,
        "why": why,
        "open tests": translate("ProductSheet", "Open tests: {}").format(opened) if opened else "",
        "judged by": "" if move.weight is None else _judged_by(move),
    }
    return _said(fields)


def _judged_by(move: LotMove) -> str:
    words = translate("ProductSheet", "limits per kg judged by {}")
    return words.format(weight_text(move.weight))


def _test(line: TestLine, number: int) -> dict[str, str]:
    test, result = line.test, line.result
    fields = {
        "number": str(number),
        "test": release_test_title(test),
        "limit": limit_text(test),
        "example": translate("ProductSheet", "EXAMPLE limit") if test.example else "",
        "result": result_text(test, result, line.per_kg),
        "verdict symbol": passed_symbol(passed=line.passed),
        "verdict": passed_text(passed=line.passed, at_release=test.at_release),
        "reported": "" if result is None else reported_text(result),
    }
    return _said(fields)


def _dose(dose: DoseView, number: int, view: LotView) -> Iterator[tuple[str, dict[str, str]]]:
    given = dose.dose
    form = translate("ProductSheet", "Dose {n}, {form}")
    fields = {
        "dose": form.format(n=number, form=dose_form_text(given.form)),
        "status symbol": dose_state_symbol(given.state),
        "dose state": dose_state_text(given.state),
        "for": _for(dose),
        "ordered": no_order_text() if dose.order is None else order_text(dose.order),
    }
    if dose.readiness is not None:
        titles = {test.id: spoken(test.title) for test in view.rules.tests}
        fields["go symbol"] = go_symbol(dose.readiness.go)
        fields["go"] = go_text(dose.readiness.go)
        fields["go reasons"] = "; ".join(readiness_reasons(dose.readiness, titles))
    yield f"dose {number}", _said(fields)
    for bag in given.bags:
        yield f"dose {number} bag {bag.nth}", _bag(bag, dose)


def _for(dose: DoseView) -> str:
    if dose.dose.address is None or dose.planned is None:
        return translate("ProductSheet", "reserved for no infusion")
    words = translate("ProductSheet", "for {item}, {day}")
    named = " ".join(part for part in (str(dose.dose.address), nth_text(dose.nth)) if part)
    return words.format(item=named, day=day_text(dose.planned))


def _bag(bag: Bag, dose: DoseView) -> dict[str, str]:
    fields = {
        "bag number": bag.number,
        "label": bag_text(bag, len(dose.dose.bags)),
        "cells": _cells(bag, dose),
        "expiry": expiry_text(bag),
        "thaw": thaw_text(bag),
    }
    return _said(fields)


def _cells(bag: Bag, dose: DoseView) -> str:
    """Write the cells on a label, per kg by the weight that counts for the dose."""
    return cells_text(bag.cells, dose.weight)


def _said(fields: dict[str, str]) -> dict[str, str]:
    return {name: text for name, text in fields.items() if text}
