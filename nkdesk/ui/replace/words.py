"""A re-placement in words: how far the search is, how good its answer is, what would move."""

from string import digits

from PySide6.QtCore import QCoreApplication

from nkdesk.scheduler.ward import Progress
from nkdesk.services.calendar_models import ReplacementPreview, WardMoveRow, WardMovesOf
from nkdesk.sheets.wording.dates import day_text
from nkdesk.sheets.wording.day import nth_text, spoken
from nkdesk.ui.common.day_words import days_words, shift_words
from nkdesk.ui.common.product_effect_words import effect_words

translate = QCoreApplication.translate


def patients_words(n: int) -> str:
    """Return ``1 patient`` or ``4 patients``."""
    if n == 1:
        return translate("Replace", "1 patient")
    return translate("Replace", "{n} patients").format(n=n)


def infusions_words(n: int) -> str:
    """Return ``1 open infusion`` or ``3 open infusions``."""
    if n == 1:
        return translate("Replace", "1 open infusion")
    return translate("Replace", "{n} open infusions").format(n=n)


def progress_words(progress: Progress | None) -> str:
    """Say how good the best placement found so far is, and how much better one could be."""
    if progress is None:
        return translate("Replace", "Reading every patient's rules…")
    if not progress.found:
        words = translate("Replace", "None found yet that keeps every rule. At least {least}.")
        return words.format(least=patients_words(progress.bound_touched))
    best = translate("Replace", "Best so far: {patients}, {days} of movement in all;").format(
        patients=patients_words(progress.touched), days=days_words(progress.movement)
    )
    return f"{best} {_possible_words(progress)}"


def _possible_words(progress: Progress) -> str:
    if progress.touched > progress.bound_touched:
        words = translate("Replace", "nothing better than {patients} is possible.")
        return words.format(patients=patients_words(progress.bound_touched))
    words = translate("Replace", "fewer patients are not possible, fewer days than {days} neither.")
    return words.format(days=days_words(progress.bound_movement))


def verdict_words(preview: ReplacementPreview) -> str:
    """Say what was found and whether it is proven to be the best there is."""
    if not preview.touched and preview.proven:
        return translate("Replace", "Nothing has to move: every rule holds as planned.")
    found = translate("Replace", "{patients} would move, {days} in all.").format(
        patients=patients_words(preview.touched), days=days_words(preview.movement)
    )
    return f"{found} {_proof_words(preview)}"


def _proof_words(preview: ReplacementPreview) -> str:
    if preview.proven:
        return translate(
            "Replace",
            "Proven best: no other placement touches fewer patients, or as few with fewer days.",
        )
    words = translate(
        "Replace",
        "Not proven after {n} s: a better one may exist, but none below {patients}, {days}.",
    )
    return words.format(
        n=preview.seconds,
        patients=patients_words(preview.bound_touched),
        days=days_words(preview.bound_movement),
    )


def nothing_words(preview: ReplacementPreview, *, by_hand: bool) -> str:
    """Say why there is no placement, where no rule says it; ``by_hand``: a person stopped it."""
    if by_hand:
        return translate("Replace", "Stopped before a placement was found. Nothing has changed.")
    words = translate(
        "Replace",
        "No placement that keeps every rule was found in {n} s; it is not proven that there is "
        "none. Nothing has changed. Ask with fewer days lost, or have the laboratory open a day.",
    )
    return words.format(n=preview.seconds)


def move_words(row: WardMoveRow) -> str:
    """Return ``NK dose 2 of 3, C1: Mon 16-Mar-2026 → Wed 18-Mar-2026, 2 days later``."""
    return translate("Replace", "{item}, {cycle}: {was} → {becomes}, {shift}").format(
        item=item_words(row),
        cycle=f"C{row.address.cycle}",
        was=day_text(row.was),
        becomes=day_text(row.becomes),
        shift=shift_words(row.shift),
    )


def product_words(moves: WardMovesOf) -> list[str]:
    """Return what stands in the way of a moved infusion's product on its new day."""
    titles = {str(row.address): item_words(row) for row in moves.rows}
    told = [(one.address, *effect_words(one)) for one in moves.products]
    return [f"▲ {titles.get(name, name)}: {words}" for name, words, wrong in told if wrong]


def item_words(row: WardMoveRow) -> str:
    """Return which infusion of the cycle it is, or what else moves with them."""
    if row.nth is None:
        return spoken(row.title)
    return f"{row.address.code.rstrip(digits)} {nth_text(row.nth)}"
