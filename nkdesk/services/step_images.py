"""What the rows of one step say, read back from their images in the journal."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from nkdesk.model.change import ChangeCause, ChangeKind, PlanChange, Scope, SiteCapacity
from nkdesk.model.refusal import BrokenRule, RuleCode
from nkdesk.model.site import SiteDay
from nkdesk.store.journal import JournalRow

Image = dict[str, Any]

_SITE = frozenset({"site_day", "site_capacity"})


@dataclass(slots=True)
class ItemImages:
    """One item before and after a step, None where it did not exist."""

    before: Image | None
    after: Image | None

    @property
    def known(self) -> Image:
        """The item as it last was: its place in the plan never changes."""
        return self.after or self.before or {}

    @property
    def differs(self) -> bool:
        """Whether date, state or the day given differ: what a person would see."""
        if self.before is None or self.after is None:
            return True
        return any(self.before[name] != self.after[name] for name in ("planned", "state", "actual"))


@dataclass(slots=True)
class PatientImages:
    """What a step changed of one patient, by item id.

    ``parts`` are the items with a part changed, and the newest day a part was given on by it.
    """

    items: dict[int, ItemImages] = field(default_factory=dict)
    parts: dict[int, date | None] = field(default_factory=dict)
    change: PlanChange | None = None
    deviations: list[BrokenRule] = field(default_factory=list)


def of_patients(rows: Iterable[JournalRow]) -> dict[int, PatientImages]:
    """Return what the rows of a step say of each patient they are about."""
    found: dict[int, PatientImages] = {}
    for row in rows:
        if row.patient_id is not None:
            _read(found.setdefault(row.patient_id, PatientImages()), row)
    return found


def of_site(rows: Iterable[JournalRow]) -> Iterator[tuple[SiteDay | SiteCapacity, bool]]:
    """Yield the site's own days a step set, each with whether it cleared it."""
    for row in rows:
        if row.table in _SITE:
            yield _site_day(row.table, _image(row.after or row.before)), row.after is None


def _read(told: PatientImages, row: JournalRow) -> None:
    if row.table == "item":
        _read_item(told, row)
    elif row.table == "item_part":
        _read_part(told, row)
    elif row.table == "plan_change" and row.after is not None:
        told.change = _plan_change(_image(row.after))
    elif row.table == "deviation" and row.before is None:
        told.deviations.append(_broken_rule(_image(row.after)))


def _read_item(told: PatientImages, row: JournalRow) -> None:
    item_id = json.loads(row.key)[0]
    before = None if row.before is None else _image(row.before)
    after = None if row.after is None else _image(row.after)
    earlier = told.items.get(item_id)
    told.items[item_id] = ItemImages(before if earlier is None else earlier.before, after)


def _read_part(told: PatientImages, row: JournalRow) -> None:
    if row.before is None or row.after is None:
        return
    before, after = _image(row.before), _image(row.after)
    item_id = after["item_id"]
    day = after["done"] if after["done"] != before["done"] else None
    known = told.parts.get(item_id)
    days = [one for one in (known, _day(day)) if one is not None]
    told.parts[item_id] = max(days, default=None)


def _image(text: str | None) -> Image:
    found: Image = json.loads(text or "{}")
    return found


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def _site_day(table: str, image: Image) -> SiteDay | SiteCapacity:
    day = date.fromisoformat(image["day"])
    if table == "site_day":
        return SiteDay(image["calendar"], day, bool(image["is_open"]), image["note"])
    return SiteCapacity(image["calendar"], day, image["capacity"], image["note"])


def _plan_change(image: Image) -> PlanChange:
    return PlanChange(
        image["patient_id"],
        ChangeKind(image["kind"]),
        ChangeCause(image["reason"], image["factor"], image["grade"], image["note"]),
        image["item"],
        None if image["scope"] is None else Scope(image["scope"]),
        _day(image["was"]),
        _day(image["becomes"]),
        image["physician"],
    )


def _broken_rule(image: Image) -> BrokenRule:
    return BrokenRule(
        RuleCode(image["rule"]),
        image["item"],
        image["other"],
        _day(image["day"]),
        image["bound"],
        image["calendar"],
    )
