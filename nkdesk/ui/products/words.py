"""What the products screen says of donors, lots and doses beyond the words it shares with paper."""

from collections.abc import Mapping
from datetime import date

from PySide6.QtCore import QCoreApplication

from nkdesk.model.cycle import Address
from nkdesk.model.eligibility import Outcome
from nkdesk.model.product import LotMove, LotState
from nkdesk.model.product_rules import ProductRules
from nkdesk.services.product_models import DonorLine, DoseView, LotView
from nkdesk.sheets.wording.dates import day_clock_text, day_text
from nkdesk.sheets.wording.day import nth_text
from nkdesk.sheets.wording.people import weight_text
from nkdesk.sheets.wording.products import (
    lot_standing_symbol,
    lot_standing_text,
    lot_state_text,
)
from nkdesk.sheets.wording.release_tests import release_test_title

translate = QCoreApplication.translate


def test_titles(rules: ProductRules) -> Mapping[str, str]:
    """Return the titles of a protocol's tests by their ids."""
    return {test.id: release_test_title(test) for test in rules.tests}


def eligibility_words(donor: DonorLine) -> tuple[str, str]:
    """Return how the donor criteria stand on the day they count on, with a colour token."""
    words, tone = {
        Outcome.ELIGIBLE: (translate("Products", "✔ Eligible on {day}"), "given"),
        Outcome.NOT_ELIGIBLE: (translate("Products", "✖ Not eligible on {day}"), "refused"),
        Outcome.INCOMPLETE: (translate("Products", "○ Not everything known on {day}"), "caution"),
    }[donor.check]
    return words.format(day=day_text(donor.check_on)), tone


def collection_words(donor: DonorLine, today: date) -> tuple[str, str]:
    """Return the planned and the actual day of collection, with a colour token."""
    planned, actual = donor.collection, donor.collected
    if actual is not None:
        words = translate("Products", "Collected {actual}")
        if planned is not None and planned != actual:
            words = translate("Products", "Collected {actual}, planned {planned}")
        return words.format(actual=day_text(actual), planned=_day(planned)), "ink"
    if planned is None:
        return translate("Products", "No collection planned"), "caution"
    if planned < today:
        words = translate("Products", "▲ Collection was planned for {planned}, none recorded")
        return words.format(planned=day_text(planned)), "refused"
    words = translate("Products", "Collection planned {planned}")
    return words.format(planned=day_text(planned)), "ink"


def _day(day: date | None) -> str:
    return "" if day is None else day_text(day)


def consent_words(donor: DonorLine) -> tuple[str, str]:
    """Return when the donor signed, or that nobody entered it, with a colour token."""
    if donor.consent is None:
        return translate("Products", "Consent not recorded"), "caution"
    words = translate("Products", "Consent signed {day}")
    return words.format(day=day_text(donor.consent)), "ink"


def typing_words(donor: DonorLine) -> tuple[str, str]:
    """Return the report on the typing, or that none is recorded, with a colour token."""
    if not donor.facts.typing:
        return translate("Products", "Haploidentical typing not recorded"), "caution"
    words = translate("Products", "Haploidentical: {report}")
    return words.format(report=donor.facts.typing), "ink"


def lot_title(view: LotView) -> str:
    """Return a lot by its number and cycle."""
    words = translate("Products", "Lot {number} · cycle {n}")
    return words.format(number=view.lot.number, n=view.lot.cycle)


def lot_standing(view: LotView) -> str:
    """Return shape and word of a lot's state."""
    state, failed = view.lot.state, view.failed_late
    symbol = lot_standing_symbol(state, failed=failed)
    return f"{symbol} {lot_standing_text(state, failed=failed)}"


def lot_tone(view: LotView) -> str:
    """Return the colour of a lot's state."""
    return "refused" if view.failed_late else _TONES.get(view.lot.state, "quiet")


_TONES: Mapping[LotState, str] = {
    LotState.IN_TEST: "accent",
    LotState.RELEASED: "given",
    LotState.CONDITIONAL: "caution",
    LotState.REJECTED: "refused",
}
"""Colour tokens of the states that are judged; the others are quiet."""


def move_words(move: LotMove, titles: Mapping[str, str]) -> str:
    """Return one change of a lot: when, what, who, why, with open tests and the weight used."""
    words = translate("Products", "{at}: {state}, {person}")
    parts = [
        words.format(
            at=day_clock_text(move.at), state=lot_state_text(move.becomes), person=move.person
        )
    ]
    if move.reason:
        parts.append(move.reason)
    if move.note:
        parts.append(move.note)
    if move.open_tests:
        named = ", ".join(titles.get(one, one) for one in move.open_tests)
        parts.append(translate("Products", "open: {tests}").format(tests=named))
    if move.weight is not None:
        words = translate("Products", "limits per kg by {weight}")
        parts.append(words.format(weight=weight_text(move.weight)))
    return " · ".join(parts)


def reserved_words(view: DoseView) -> str:
    """Return what a dose is reserved for: ``For dose 1 of 3 of cycle 1, Thu 12-Mar-2026``."""
    address = view.dose.address
    if address is None:
        return translate("Products", "Reserved for no infusion")
    named = infusion_words(address, view.nth)
    if view.planned is None:
        return translate("Products", "For {infusion}").format(infusion=named)
    words = translate("Products", "For {infusion}, {day}")
    return words.format(infusion=named, day=day_text(view.planned))


def infusion_words(address: Address, nth: tuple[int, int] | None) -> str:
    """Return an infusion by its number in the cycle."""
    what = nth_text(nth) if nth else address.code
    return translate("Products", "{dose} of cycle {n}").format(dose=what, n=address.cycle)
