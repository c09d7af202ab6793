"""One step of the journal in words: what was done, of whom, why; each field, old and new."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from PySide6.QtCore import QCoreApplication

from nkdesk.services.audit import AuditRow, AuditStep, RowChange
from nkdesk.sheets.wording.dates import day_text, moment_text
from nkdesk.sheets.wording.day import spoken
from nkdesk.ui.audit.table_words import table_words

translate = QCoreApplication.translate

_LONGEST = 240
_LONGEST_NAME = 40
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


@dataclass(frozen=True, slots=True)
class FieldLine:
    """One field as the screen shows it; ``row`` says whose it is, at the first of them alone."""

    row: str
    name: str
    old: str
    new: str


def why_words(step: AuditStep) -> str:
    """Return the reason, in words where a list has words for its code."""
    return step.why if step.reason is None else spoken(step.reason)


def patients_words(step: AuditStep) -> str:
    """Return the patients a step touched; many are counted."""
    if not step.patients:
        return translate("Audit", "no patient")
    names = [f"{number} {name}".strip() for _, number, name in step.patients[:3]]
    words = ", ".join(names)
    more = len(step.patients) - len(names)
    return (
        words
        if not more
        else translate("Audit", "{names} and {n} more").format(names=words, n=more)
    )


def field_lines(step: AuditStep) -> Iterator[FieldLine]:
    """Yield every field a step changed, row by row."""
    for row in step.rows:
        title = _row_words(row)
        for one in row.fields:
            yield FieldLine(title, _named(one.name), value_words(one.old), value_words(one.new))
            title = ""


def value_words(value: str | int | None) -> str:
    """Return a value as stored, a day or moment as the ward writes it; nothing as a dash."""
    if value is None:
        return "—"
    if isinstance(value, int):
        return str(value)
    if _MOMENT.match(value):
        return _moment(value)
    if _DAY.fullmatch(value):
        return day_text(date.fromisoformat(value))
    if len(value) > _LONGEST:
        words = translate("Audit", "{start}… ({n} characters, all of them in the export)")
        return words.format(start=value[:_LONGEST], n=len(value))
    return value or translate("Audit", "empty")


def _moment(value: str) -> str:
    try:
        return moment_text(datetime.fromisoformat(value), seconds=True)
    except ValueError:
        return value


def _named(name: str) -> str:
    """Return a field's name as words: they are the ward's own, an underscore between them."""
    return name.replace("_", " ")


def _row_words(row: AuditRow) -> str:
    words = {
        RowChange.ADDED: translate("Audit", "{what} {key}: new"),
        RowChange.CHANGED: translate("Audit", "{what} {key}: changed"),
        RowChange.REMOVED: translate("Audit", "{what} {key}: removed"),
    }[row.change]
    name = row.called or row.key
    key = name if len(name) <= _LONGEST_NAME else f"{name[:8]}…"
    return words.format(what=table_words(row.table), key=key)
