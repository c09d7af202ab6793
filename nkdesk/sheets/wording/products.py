"""Lots, doses and bags in words: what a product is and where it stands.

Every state is a shape and a word, so that it survives greyscale print (safety hazard H39). Amounts
of cells stand in ``amounts``, tests in ``release_tests``, holds in ``holds``.
"""

from decimal import Decimal
from typing import Literal, assert_never

from nkdesk.model.product import Bag, DoseForm, DoseState, LotState
from nkdesk.sheets.wording.dates import day_clock_text
from nkdesk.sheets.wording.numbers import number_text
from nkdesk.sheets.wording.translation import translate

_MICROLITRES_A_MILLILITRE = 1000
_PER_MILLE_A_PER_CENT = 10

_MakingState = Literal[
    LotState.NOT_STARTED, LotState.COLLECTED, LotState.EXPANDING, LotState.HARVESTED
]
_JudgedState = Literal[LotState.IN_TEST, LotState.RELEASED, LotState.CONDITIONAL, LotState.REJECTED]


def lot_state_symbol(state: LotState) -> str:
    """Return the shape of a lot's state: hollow while made, half while judged, then decided."""
    match state:
        case LotState.NOT_STARTED | LotState.COLLECTED | LotState.EXPANDING | LotState.HARVESTED:
            symbol = "○"
        case LotState.IN_TEST:
            symbol = "◐"
        case LotState.RELEASED:
            symbol = "●"
        case LotState.CONDITIONAL:
            symbol = "◆"
        case LotState.REJECTED:
            symbol = "✕"
        case _:
            assert_never(state)
    return symbol


def lot_state_text(state: LotState) -> str:
    """Write how far a lot has come."""
    match state:
        case LotState.NOT_STARTED | LotState.COLLECTED | LotState.EXPANDING | LotState.HARVESTED:
            text = _making_text(state)
        case LotState.IN_TEST | LotState.RELEASED | LotState.CONDITIONAL | LotState.REJECTED:
            text = _judged_text(state)
        case _:
            assert_never(state)
    return text


def lot_standing_symbol(state: LotState, *, failed: bool) -> str:
    """Return the shape of a lot's state, a cross once a test failed although the lot is out."""
    return "✕" if failed else lot_state_symbol(state)


def lot_standing_text(state: LotState, *, failed: bool) -> str:
    """Write how far a lot has come; ``failed``: a test failed although the lot is out."""
    if not failed:
        return lot_state_text(state)
    words = translate("wording", "{state}, BUT A TEST FAILED")
    return words.format(state=lot_state_text(state))


def _making_text(state: _MakingState) -> str:
    match state:
        case LotState.NOT_STARTED:
            text = translate("wording", "Not started")
        case LotState.COLLECTED:
            text = translate("wording", "Collected")
        case LotState.EXPANDING:
            text = translate("wording", "In expansion")
        case LotState.HARVESTED:
            text = translate("wording", "Harvested")
        case _:
            assert_never(state)
    return text


def _judged_text(state: _JudgedState) -> str:
    match state:
        case LotState.IN_TEST:
            text = translate("wording", "In test")
        case LotState.RELEASED:
            text = translate("wording", "Released")
        case LotState.CONDITIONAL:
            text = translate("wording", "Conditionally released")
        case LotState.REJECTED:
            text = translate("wording", "Rejected")
        case _:
            assert_never(state)
    return text


def dose_state_symbol(state: DoseState) -> str:
    """Return the shape of a dose's state: filled once it was given, crossed once it is lost."""
    match state:
        case DoseState.PREPARED:
            symbol = "○"
        case DoseState.ISSUED | DoseState.RETURNED:
            symbol = "◐"
        case DoseState.INFUSED:
            symbol = "●"
        case DoseState.DISCARDED:
            symbol = "✕"
        case _:
            assert_never(state)
    return symbol


def dose_state_text(state: DoseState) -> str:
    """Write where a dose is."""
    match state:
        case DoseState.PREPARED:
            text = translate("wording", "In the laboratory")
        case DoseState.ISSUED:
            text = translate("wording", "Issued to the ward")
        case DoseState.INFUSED:
            text = translate("wording", "Infused")
        case DoseState.RETURNED:
            text = translate("wording", "Returned")
        case DoseState.DISCARDED:
            text = translate("wording", "Discarded")
        case _:
            assert_never(state)
    return text


def dose_form_text(form: DoseForm) -> str:
    """Write how a dose leaves the laboratory."""
    match form:
        case DoseForm.FRESH:
            text = translate("wording", "fresh")
        case DoseForm.FROZEN:
            text = translate("wording", "frozen")
        case _:
            assert_never(form)
    return text


def bag_numbers_text(bags: tuple[Bag, ...]) -> str:
    """Write the product numbers of a dose, its bags in order: ``D24-0117-1, D24-0117-2``."""
    return ", ".join(bag.number for bag in sorted(bags, key=lambda bag: bag.nth))


def bag_text(bag: Bag, of: int) -> str:
    """Write ``bag 1 of 2, 35 mL, viability 92 %``."""
    parts = [
        translate("wording", "bag {n} of {of}").format(n=bag.nth, of=of),
        millilitres_text(bag.volume),
    ]
    return ", ".join(part for part in (*parts, viability_text(bag)) if part)


def viability_text(bag: Bag) -> str:
    """Write the share of living cells on a label: ``viability 92 %``; "" without one."""
    if bag.viability is None:
        return ""
    share = number_text(Decimal(bag.viability) / _PER_MILLE_A_PER_CENT)
    return translate("wording", "viability {} %").format(share)


def millilitres_text(microlitres: int) -> str:
    """Write a volume held in microlitres: ``35.5 mL``."""
    return f"{number_text(Decimal(microlitres) / _MICROLITRES_A_MILLILITRE)} mL"


def thaw_text(bag: Bag) -> str:
    """Say before when a bag may not be thawed; "" where nothing is said of it."""
    if bag.thaw_from is None:
        return ""
    return translate("wording", "do not thaw before {}").format(day_clock_text(bag.thaw_from))


def expiry_text(bag: Bag) -> str:
    """Say until when a bag may be given: ``expires Thu 12-Mar-2026 14:30``."""
    return translate("wording", "expires {}").format(day_clock_text(bag.expires))


def expiries_text(bags: tuple[Bag, ...]) -> str:
    """Say until when the bags of a dose may be given, each by its number where they differ."""
    ordered = sorted(bags, key=lambda bag: bag.nth)
    if len({bag.expires for bag in ordered}) == 1:
        return expiry_text(ordered[0])
    return "; ".join(f"{bag.number} {expiry_text(bag)}" for bag in ordered)
