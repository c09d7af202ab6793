"""The sections of a protocol file: every table judged by itself, good ones kept beside bad ones.

One bad table must not hide what is wrong in the others, nor be mistaken for one that is not
there: the names of bad tables are kept, so that nothing that refers to them is called unknown.
"""

import re
from dataclasses import dataclass, field
from typing import Any, TypeVar

from pydantic import ValidationError

from nkdesk.exchange.fault import Fault, KeyPath
from nkdesk.exchange.product_tables import ProductTable, ReleaseTestTable, VitalLimitTable
from nkdesk.exchange.tables import (
    MAX_KEYS,
    MAX_TABLES,
    AnchorTable,
    ArmTable,
    CalendarTable,
    CriterionTable,
    GapTable,
    ItemTable,
    ProtocolTable,
    Table,
)
from nkdesk.exchange.wording import did_you_mean, faults_of
from nkdesk.model.protocol_tree import FORMAT

DEFAULT_CALENDAR = "ward"
_NAME = re.compile(r"[a-z][a-z0-9_-]{0,39}", re.ASCII)
_SECTIONS = [
    *("format", "protocol", "anchor", "calendar", "arm", "item", "gap", "criterion", "product"),
]
_TableT = TypeVar("_TableT", bound=Table)
Rows = dict[int, _TableT]
"""Good rows of an array of tables by their position in the file."""


@dataclass(slots=True)
class Sections:
    """The good tables of a file, every name the file states, and the faults so far."""

    protocol: ProtocolTable | None = None
    anchors: dict[str, AnchorTable] = field(default_factory=dict)
    calendars: dict[str, CalendarTable] = field(default_factory=dict)
    arms: Rows[ArmTable] = field(default_factory=dict)
    items: Rows[ItemTable] = field(default_factory=dict)
    gaps: Rows[GapTable] = field(default_factory=dict)
    criteria: Rows[CriterionTable] = field(default_factory=dict)
    product: ProductTable | None = None
    release_tests: Rows[ReleaseTestTable] = field(default_factory=dict)
    vital_limits: Rows[VitalLimitTable] = field(default_factory=dict)
    anchor_names: set[str] = field(default_factory=set)
    calendar_names: set[str] = field(default_factory=set)
    arm_names: set[str] = field(default_factory=set)
    item_codes: set[str] = field(default_factory=set)
    faults: list[Fault] = field(default_factory=list)
    whole: bool = True
    """Whether every table is good: only then may something be called absent."""

    def say(self, path: KeyPath, problem: str, remedy: str) -> None:
        """Note a fault at a key."""
        self.faults.append(Fault(path, problem, remedy))


def read_sections(raw: dict[str, Any]) -> Sections:
    """Judge every table of a file by itself."""
    found = Sections()
    _unknown_sections(raw, found)
    _format(raw, found)
    if "protocol" in raw:
        found.protocol = _table(raw["protocol"], ProtocolTable, ("protocol",), found)
    else:
        found.say((), "The table [protocol] is missing.", "Add [protocol] with id, version, …")
    found.anchors = _named(raw, "anchor", AnchorTable, found)
    found.calendars = _named(raw, "calendar", CalendarTable, found)
    found.arms = _rows(raw, ("arm",), ArmTable, found)
    found.items = _rows(raw, ("item",), ItemTable, found)
    found.gaps = _rows(raw, ("gap",), GapTable, found)
    found.criteria = _rows(raw, ("criterion",), CriterionTable, found)
    _product(raw, found)
    found.anchor_names = _keys(raw, "anchor")
    found.calendar_names = {DEFAULT_CALENDAR} | _keys(raw, "calendar")
    found.arm_names = _stated(raw, "arm", "id")
    found.item_codes = _stated(raw, "item", "code")
    found.whole = not found.faults
    return found


def _unknown_sections(raw: dict[str, Any], found: Sections) -> None:
    for key in list(raw)[:MAX_KEYS]:
        if key not in _SECTIONS:
            remedy = did_you_mean(key, _SECTIONS, f"Known are: {', '.join(_SECTIONS)}.")
            found.say((key,), f"The key {key} is not known here.", remedy)


def _format(raw: dict[str, Any], found: Sections) -> None:
    stated = raw.get("format")
    if stated != FORMAT or isinstance(stated, bool | float):
        problem = "The format is missing." if stated is None else "This format is not known."
        found.say(("format",), problem, f"Begin the file with: format = {FORMAT}")


def _named(
    raw: dict[str, Any], section: str, table: type[_TableT], found: Sections
) -> dict[str, _TableT]:
    tables: dict[str, _TableT] = {}
    contents = _as_table(raw, section, found)
    if len(contents) > MAX_TABLES[section]:
        _too_many(section, (section, list(contents)[MAX_TABLES[section]]), found)
        return tables
    for name, content in contents.items():
        path = (section, name)
        if not _NAME.fullmatch(name):
            remedy = "Use small Latin letters, digits, _ and -; begin with a letter."
            found.say(path, f"{name[:40]} cannot be a name.", remedy)
        good = _table(content, table, path, found)
        if good is not None:
            tables[name] = good
    return tables


def _product(raw: dict[str, Any], found: Sections) -> None:
    """Judge ``[product]`` and, each by itself, its tests and limits."""
    if "product" not in raw:
        return
    product = raw["product"]
    found.product = _table(product, ProductTable, ("product",), found)
    if isinstance(product, dict):
        found.release_tests = _rows(product, ("product", "test"), ReleaseTestTable, found)
        found.vital_limits = _rows(product, ("product", "limit"), VitalLimitTable, found)


def _rows(
    raw: dict[str, Any], path: tuple[str, ...], table: type[_TableT], found: Sections
) -> Rows[_TableT]:
    section, rows = ".".join(path), raw.get(path[-1], [])
    if not isinstance(rows, list):
        found.say(path, f"{section} is a list of tables.", f"Write [[{section}]].")
        return {}
    if len(rows) > MAX_TABLES[section]:
        _too_many(section, (*path, MAX_TABLES[section]), found)
        return {}
    good = {
        place: _table(content, table, (*path, place), found) for place, content in enumerate(rows)
    }
    return {place: row for place, row in good.items() if row is not None}


def _table(content: object, table: type[_TableT], path: KeyPath, found: Sections) -> _TableT | None:
    if not isinstance(content, dict):
        section = ".".join(part for part in path[:-1] if isinstance(part, str)) or path[0]
        found.say(path, f"{section} is not a table here.", f"Write [{section}] as in the guide.")
        return None
    if len(content) > MAX_KEYS:
        extra = (*path, list(content)[MAX_KEYS])
        found.say(extra, "This is one key too many.", "See the guide to protocol files.")
        return None
    try:
        return table.model_validate(content)
    except ValidationError as error:
        found.faults.extend(faults_of(error, table, path))
        return None


def _too_many(section: str, path: KeyPath, found: Sections) -> None:
    problem = f"This is one {section} too many."
    found.say(path, problem, f"Keep to {MAX_TABLES[section]}.")


def _as_table(raw: dict[str, Any], section: str, found: Sections) -> dict[str, Any]:
    content = raw.get(section, {})
    if isinstance(content, dict):
        return content
    found.say((section,), f"{section} is not a table.", f"Write [{section}.name].")
    return {}


def _keys(raw: dict[str, Any], section: str) -> set[str]:
    content = raw.get(section)
    return set(content) if isinstance(content, dict) else set()


def _stated(raw: dict[str, Any], section: str, key: str) -> set[str]:
    rows = raw.get(section)
    tables = [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
    return {row[key] for row in tables if isinstance(row.get(key), str)}
