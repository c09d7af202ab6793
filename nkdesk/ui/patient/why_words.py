"""Why an item stands on its date, in sentences."""

from collections.abc import Mapping

from PySide6.QtCore import QCoreApplication

from nkdesk.model.refusal import BrokenRule
from nkdesk.scheduler import Why
from nkdesk.sheets.wording.dates import day_text, window_text
from nkdesk.sheets.wording.refusals import broken_rule_text, item_text

translate = QCoreApplication.translate


def why_words(why: Why, titles: Mapping[str, str]) -> list[str]:
    """Return the sentences: from what it counts, its window, what moved it, what holds it."""
    return [
        _counts_from(why, titles),
        translate("Why", "Window: {days}.").format(days=window_text(why.earliest, why.latest)),
        *_moved(why, titles),
        *_around(why, titles),
    ]


def _around(why: Why, titles: Mapping[str, str]) -> list[str]:
    """Say what stops it on either side; once, where the same thing stops it on both."""
    if why.one_day_earlier and why.one_day_earlier == why.one_day_later:
        both = translate("Why", "One day earlier or later:")
        return _held(both, why.one_day_earlier, titles)
    earlier = _held(translate("Why", "One day earlier:"), why.one_day_earlier, titles)
    return earlier + _held(translate("Why", "One day later:"), why.one_day_later, titles)


def _counts_from(why: Why, titles: Mapping[str, str]) -> str:
    anchor = (
        item_text(why.anchor_item, titles)
        if why.anchor_item
        else translate("Why", "the first day of chemotherapy")
    )
    sentence = translate("Why", "Day {day} counted from {anchor}, {date}, is {target}.")
    return sentence.format(
        day=why.day,
        anchor=anchor,
        date=day_text(why.anchor_date),
        target=day_text(why.target),
    )


def _moved(why: Why, titles: Mapping[str, str]) -> list[str]:
    if why.planned == why.target:
        return [translate("Why", "It stands on that day.")]
    if not why.moved_by:
        moved = translate("Why", "It stands on {day}.")
        return [moved.format(day=day_text(why.planned))]
    moved = translate("Why", "It stands on {day}, because otherwise:")
    lines = [moved.format(day=day_text(why.planned))]
    return lines + [f"• {broken_rule_text(rule, titles)}" for rule in why.moved_by]


def _held(when: str, broken: tuple[BrokenRule, ...], titles: Mapping[str, str]) -> list[str]:
    if not broken:
        return [f"{when} {translate('Why', 'allowed, but farther from the targets.')}"]
    return [f"{when} {broken_rule_text(rule, titles)}" for rule in broken]
