"""What is wrong with a table of limits, each fault at its key, and the table of a good one."""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from nkdesk.eligibility import in_basic_unit
from nkdesk.eligibility.units import ACTIVITY_UNITS
from nkdesk.model.evidence import UlnRow, UlnTable
from nkdesk.model.naming import name_flaw, tidy
from nkdesk.model.uln import FORMAT, overlaps
from nkdesk.model.words import Words
from nkdesk.services.uln_file import KeyPath

MAX_ROWS = 400
MAX_MONTHS = 1800
"""150 years: far beyond anybody."""

Found = Iterator[tuple[KeyPath, str, str]]
"""Faults: the key, what is wrong, what would be right."""

_ID = re.compile(r"[a-z][a-z0-9_-]{0,39}", re.ASCII)
_VERSION = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,19}", re.ASCII)
_NUMBER = re.compile(r"\d{1,7}(?:\.\d{1,6})?", re.ASCII)
_LANGUAGES = ("en", "ru", "be")
_TITLE_LENGTH, _TEXT_LENGTH = 60, 200
_SEXES = ("f", "m", "any")
_TABLE_KEYS = ("id", "version", "title", "method", "source", "unit")
_ROW_KEYS = ("what", "sex", "from_months", "below_months", "uln")


def faults_of(tables: Mapping[str, Any]) -> Found:
    """Yield everything that is wrong with the values of a file."""
    for key in sorted(set(tables) - {"format", "table", "row"}):
        yield (key,), f"{key[:40]} is not known.", "Write format, [table] and [[row]]."
    if tables.get("format") != FORMAT or isinstance(tables.get("format"), bool | float):
        yield ("format",), "This format is not known.", f"Begin the file with: format = {FORMAT}"
    table = tables.get("table")
    if isinstance(table, dict):
        yield from _table_faults(table)
    else:
        yield ("table",), "The table [table] is missing.", "Add [table] with id, version, …"
    yield from _rows_faults(tables.get("row"))


def table_of(tables: Mapping[str, Any]) -> UlnTable:
    """Return the table of values in which no fault was found, its limits in U/L."""
    head = tables["table"]
    rows = tuple(_row(row, head["unit"]) for row in tables["row"])
    title = Words(**{language: tidy(text) for language, text in head["title"].items()})
    method, source = tidy(head["method"]), tidy(head["source"])
    return UlnTable(head["id"], head["version"], title, method, source, rows)


def _row(row: Mapping[str, Any], unit: str = "U/L") -> UlnRow:
    sex = None if row["sex"] == "any" else row["sex"]
    uln = in_basic_unit(Decimal(row["uln"]), unit)
    return UlnRow(row["what"], sex, row["from_months"], row["below_months"], uln)


def _table_faults(table: Mapping[str, Any]) -> Found:
    yield from _key_faults(("table",), table, _TABLE_KEYS)
    for key, pattern, remedy in (
        ("id", _ID, "Use small Latin letters, digits, _ and -; begin with a letter."),
        ("version", _VERSION, "Use Latin letters, digits, point, _ and -, at most 20."),
    ):
        if key in table and not _fits(pattern, table[key]):
            yield ("table", key), f"This cannot be the {key} of a table.", remedy
    for key in ("method", "source"):
        if key in table:
            yield from _text_faults(("table", key), table[key], _TEXT_LENGTH)
    if "unit" in table and table["unit"] not in sorted(ACTIVITY_UNITS):
        yield ("table", "unit"), "This unit is not known.", 'Write unit = "U/L" or "µkat/L".'
    if "title" in table:
        yield from _title_faults(table["title"])


def _key_faults(path: KeyPath, table: Mapping[str, Any], keys: tuple[str, ...]) -> Found:
    for key in keys:
        if key not in table:
            yield (*path, key), f"The key {key} is missing.", "Add it."
    for key in sorted(set(table) - set(keys)):
        known = ", ".join(keys)
        yield (*path, key), f"The key {key[:40]} is not known here.", f"Known keys are: {known}."


def _title_faults(title: object) -> Found:
    path: KeyPath = ("table", "title")
    if not isinstance(title, dict) or "en" not in title:
        yield path, "The title has no words in English.", 'Write title = { en = "…" }.'
        return
    for language, text in sorted(title.items()):
        if language not in _LANGUAGES:
            yield path, f"The language {language[:40]} is not known.", "Write en, ru or be."
        else:
            yield from _text_faults((*path, language), text, _TITLE_LENGTH)


def _text_faults(path: KeyPath, text: object, limit: int) -> Found:
    if not isinstance(text, str) or not text.strip():
        yield path, "It is empty or no text.", "Write text in double quotes."
    elif name_flaw(tidy(text), limit=limit) is not None:
        problem = "It is too long or holds a character that does not print."
        yield path, problem, f"Keep it to {limit} printable characters."


def _rows_faults(rows: object) -> Found:
    if not isinstance(rows, list) or not rows:
        yield ("row",), "The table has no rows.", "Add [[row]] with what, sex, ages and uln."
        return
    if len(rows) > MAX_ROWS:
        yield ("row", MAX_ROWS), "This is one row too many.", f"Keep to {MAX_ROWS}."
        return
    faults = [fault for place, row in enumerate(rows) for fault in _row_faults(place, row)]
    yield from faults
    if not faults:
        yield from _overlap_faults([_row(row) for row in rows])


def _overlap_faults(rows: list[UlnRow]) -> Found:
    for later, earlier in overlaps(rows):
        problem = f"It states a limit that row {earlier + 1} states already."
        yield ("row", later), problem, "Let no two rows of an enzyme and sex share an age."


def _row_faults(place: int, row: object) -> Found:
    path: KeyPath = ("row", place)
    if not isinstance(row, dict):
        yield path, "A row is a table of its own.", "Write [[row]] above its keys."
        return
    yield from _key_faults(path, row, _ROW_KEYS)
    if "what" in row and not _fits(_ID, row["what"]):
        yield (*path, "what"), "This names no enzyme.", 'Write what = "alt" or "ast".'
    if "sex" in row and row["sex"] not in _SEXES:
        yield (*path, "sex"), "This is not one of the known words.", "Write f, m or any."
    if "uln" in row and not _is_limit(row["uln"]):
        yield (*path, "uln"), "This is no number above 0 in quotes.", 'Write it so: uln = "30".'
    yield from _age_faults(path, row)


def _age_faults(path: KeyPath, row: Mapping[str, Any]) -> Found:
    ages = [key for key in ("from_months", "below_months") if key in row]
    wrong = [key for key in ages if not _is_age(row[key])]
    for key in wrong:
        remedy = f"Write whole months from 0 to {MAX_MONTHS}."
        yield (*path, key), "This is no age in months.", remedy
    if len(ages) > 1 and not wrong and row["from_months"] >= row["below_months"]:
        remedy = "Let from_months come before below_months."
        yield (*path, "below_months"), "No age lies between the two.", remedy


def _is_age(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= MAX_MONTHS


def _is_limit(value: object) -> bool:
    return _fits(_NUMBER, value) and bool(str(value).strip("0."))


def _fits(pattern: re.Pattern[str], value: object) -> bool:
    return isinstance(value, str) and pattern.fullmatch(value) is not None
