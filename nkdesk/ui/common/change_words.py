"""A changed plan in words: what an item was, what it becomes, what to look at on the new day."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QCoreApplication

from nkdesk.model.cycle import CycleItem, ItemState
from nkdesk.model.eligibility import GateClosed
from nkdesk.model.protocol import ItemKind
from nkdesk.model.refusal import RuleCode
from nkdesk.services.change_forms import ChangePreview, ChangeRow, LeavingCycle
from nkdesk.sheets.wording.calendars import calendar_text, closure_text
from nkdesk.sheets.wording.dates import day_text, window_text

translate = QCoreApplication.translate

_GAPS = (RuleCode.GAP_TOO_SHORT, RuleCode.GAP_TOO_LONG)


def leaving_words(preview: ChangePreview) -> list[str]:
    """Say which cycles leave every list with a change, why, and what would bring them back."""
    return [_leaving(one) for one in preview.leaves]


def _leaving(one: LeavingCycle) -> str:
    if one.why is GateClosed.OFF_STUDY or one.valid_until is None:
        words = translate("Changes", "Cycle {n} leaves every list and its check closes.")
        return words.format(n=one.number)
    words = translate(
        "Changes",
        "Cycle {n} leaves every list and its check closes: it is valid until {day}. "
        "Newer results and a new signature open the cycle again.",
    )
    return words.format(n=one.number, day=day_text(one.valid_until))


def place_of(item: CycleItem) -> date:
    """Return the date an item is shown on: when it was given, else when it is planned."""
    return item.actual or item.planned


def seen_to_change(row: ChangeRow) -> bool:
    """Whether a person would see a difference: another date, time or state."""
    before, after = row.before, row.after
    seen = (before.state, place_of(before), before.parts)
    return seen != (after.state, place_of(after), after.parts)


def standing_words(item: CycleItem) -> str:
    """Return the date an item stands on, or what became of it."""
    day = day_text(place_of(item))
    match item.state:
        case ItemState.GIVEN | ItemState.PARTLY_GIVEN if item.actual is not None:
            words = translate("Changes", "given {day} {time}")
            return words.format(day=day, time=item.parts[-1].at).rstrip()
        case ItemState.OMITTED:
            return translate("Changes", "not given")
        case ItemState.CEASED:
            return translate("Changes", "will not be given")
        case ItemState.CANCELLED:
            return translate("Changes", "cancelled")
        case _:
            return day


def shift_days(row: ChangeRow) -> int:
    """Return by how many days an item moves, forward counted positive."""
    return (place_of(row.after) - place_of(row.before)).days


def shift_words(days: int) -> str:
    """Return ``+2d``, with a minus sign for days earlier, "" for no day."""
    if days == 0:
        return ""
    sign = "+" if days > 0 else "\N{MINUS SIGN}"
    return translate("Changes", "{sign}{n}d").format(sign=sign, n=abs(days))


def facts_of(row: ChangeRow, before_it: ChangeRow | None) -> list[tuple[str, bool]]:
    """Return what to look at on an item's day, each with whether it breaks a rule.

    ``before_it`` is the infusion before this one; None for the first, and for anything else.
    """
    if not row.after.is_open:
        return []
    facts = [_window(row), _gap(row, before_it), _closed(row), _capacity(row)]
    return [fact for fact in facts if fact is not None]


def _window(row: ChangeRow) -> tuple[str, bool] | None:
    item = row.after
    if item.earliest is None and item.latest is None:
        return None
    early = item.earliest is not None and item.planned < item.earliest
    late = item.latest is not None and item.planned > item.latest
    days = window_text(item.earliest, item.latest)
    if early or late:
        return translate("Changes", "outside its window, {days}").format(days=days), True
    return translate("Changes", "in its window"), False


def _gap(row: ChangeRow, before_it: ChangeRow | None) -> tuple[str, bool] | None:
    if row.nth is None:
        return None
    if before_it is None or not _counts(before_it.after):
        return None
    ends = {str(row.after.address), str(before_it.after.address)}
    wrong = [one for one in row.breaks if one.code in _GAPS and {one.item, one.other} == ends]
    days = (row.after.planned - place_of(before_it.after)).days
    nth = 0 if before_it.nth is None else before_it.nth[0]
    words = translate("Changes", "{n}d after dose {dose}").format(n=days, dose=nth)
    for rule in wrong:
        bound = (
            translate("Changes", "at least {n}d")
            if rule.code is RuleCode.GAP_TOO_SHORT
            else translate("Changes", "at most {n}d")
        )
        words = f"{words}, {bound.format(n=rule.limit)}"
    return words, bool(wrong)


def _counts(item: CycleItem) -> bool:
    return item.is_open or item.state in (ItemState.GIVEN, ItemState.PARTLY_GIVEN)


def _closed(row: ChangeRow) -> tuple[str, bool] | None:
    if row.closure is None:
        return None
    return closure_text(row.after.calendar, row.closure), True


def _capacity(row: ChangeRow) -> tuple[str, bool] | None:
    if row.used is None or row.limit is None:
        return None
    words = translate("Changes", "{calendar} {used} of {limit}")
    named = calendar_text(row.after.calendar)
    return words.format(calendar=named, used=row.used, limit=row.limit), row.used > row.limit


def counted(preview: ChangePreview) -> str:
    """Return what a change touches: ``2 doses``, ``5 chemotherapy days and 1 dose``."""
    rows = [row for row in preview.rows if seen_to_change(row)]
    doses = sum(row.nth is not None for row in rows)
    block = len({row.before.planned for row in rows if row.before.kind is ItemKind.CHEMO})
    parts = []
    if block:
        one = translate("Changes", "{n} chemotherapy day")
        parts.append(
            (one if block == 1 else translate("Changes", "{n} chemotherapy days")).format(n=block)
        )
    if doses:
        one = translate("Changes", "{n} dose")
        parts.append((one if doses == 1 else translate("Changes", "{n} doses")).format(n=doses))
    if not parts:
        one = translate("Changes", "{n} item")
        many = translate("Changes", "{n} items")
        parts.append((one if len(rows) == 1 else many).format(n=len(rows)))
    return translate("Changes", " and ").join(parts)


def stale_lists_words(rows: Sequence[ChangeRow]) -> str:
    """Say which printed lists of a day are out of date once a change is saved, "" for none."""
    days = {place_of(one) for row in rows if seen_to_change(row) for one in (row.before, row.after)}
    if not days:
        return ""
    first, last = day_text(min(days)), day_text(max(days))
    if len(days) <= 2:  # noqa: PLR2004 -- both are named
        named = translate("Changes", " and ").join(day_text(day) for day in sorted(days))
    else:
        named = translate("Changes", "{n} days from {first} to {last}")
        named = named.format(n=len(days), first=first, last=last)
    words = translate("Changes", "Printed lists of {days} are out of date once this is saved.")
    return words.format(days=named)
