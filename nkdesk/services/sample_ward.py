"""The sample ward: invented patients played through the program's own services, day by day.

The same file gives the same ward on every machine: dates, numbers and order come from it alone.
It is marked as a sample for ever, and no real ward can take anything from it.
"""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5
from zoneinfo import ZoneInfo

from nkdesk.model.cycle import CycleItem
from nkdesk.model.day_item import DayItem
from nkdesk.places import resources
from nkdesk.services.desk import Desk
from nkdesk.services.enrol import enrol
from nkdesk.services.forms import Enrolled, EnrolmentForm, GivenForm, NotGivenForm, Saved, Unsaved
from nkdesk.services.record import record_given, record_not_given
from nkdesk.services.sample_changes import change_plan, tell_day
from nkdesk.services.sample_evidence import tell_evidence, tell_site
from nkdesk.services.sample_products import product_script, tell_product
from nkdesk.services.ward import TIME_ZONE, NewWard, ProtocolSource, create_ward
from nkdesk.store import cycles, protocols

SAMPLE_ID = uuid5(NAMESPACE_URL, "nkdesk:sample-ward")
_ENROLLED_BEFORE = timedelta(days=10)
_MORNING = time(9, 0)


class SampleScriptError(Exception):
    """The shipped script asks for what the ward's rules refuse."""

    def __init__(self, where: str, refused: Unsaved) -> None:
        super().__init__(f"{where}: {refused}")


@dataclass(slots=True)
class StoryClock:
    """The clock of a story being told: it stands where the story is and ticks a minute a look."""

    moment: datetime

    def now(self) -> datetime:
        """Return the moment the story has reached, a minute later each time."""
        self.moment += timedelta(minutes=1)
        return self.moment

    def today(self) -> date:
        """Return the story's day."""
        return self.moment.date()

    def turn_to(self, day: date, at: time = _MORNING) -> None:
        """Go on with a time of a day; a story never goes back."""
        self.moment = max(self.moment, datetime.combine(day, at, self.moment.tzinfo))


def sample_script() -> dict[str, Any]:
    """Return the shipped script of the sample ward."""
    source = (resources() / "sample_ward" / "ward.toml").read_text(encoding="utf-8")
    return {**tomllib.loads(source), "product": product_script()}


def write_sample_ward(folder: Path, shipped: Iterable[ProtocolSource]) -> None:
    """Create the sample ward and close it again; errors as in ``create_sample_ward``."""
    create_sample_ward(folder, shipped).store.close()


def create_sample_ward(folder: Path, shipped: Iterable[ProtocolSource]) -> Desk:
    """Create the sample ward in an empty folder and tell its story up to its fixed day.

    StoreError when the folder cannot take a ward; SampleScriptError when the script asks for
    what the ward's rules refuse.
    """
    script = sample_script()
    clock = StoryClock(datetime.combine(_first_day(script), _MORNING, ZoneInfo(TIME_ZONE)))
    new = NewWard(script["ward"], SAMPLE_ID, tuple(shipped), sample_today=script["today"])
    desk = create_ward(folder, new, clock, script["actor"])
    try:
        _tell(desk, clock, script)
    except BaseException:
        desk.store.close()
        raise
    return desk


def _first_day(script: Mapping[str, Any]) -> date:
    return min(_enrolled_on(part, script["today"]) for part in script["patient"])


def _enrolled_on(part: Mapping[str, Any], today: date) -> date:
    start: date = part.get("start", today)
    return min(start - _ENROLLED_BEFORE, today)


def _tell(desk: Desk, clock: StoryClock, script: Mapping[str, Any]) -> None:
    today: date = script["today"]
    enrolled: dict[int, Mapping[str, Any]] = {}
    day = _first_day(script)
    for said in script.get("site", ()):
        _kept(str(said), tell_site(desk, said))
    while day <= today:
        clock.turn_to(day)
        for part in script["patient"]:
            if _enrolled_on(part, today) == day:
                enrolled[_enrol(desk, script["protocol"], part, day)] = part
        for patient_id, part in enrolled.items():
            _live(desk, clock, patient_id, part)
            _change(desk, clock, patient_id, part)
            _enter(desk, clock, patient_id, part)
        for said in _of_day(script.get("site_day", ()), day):
            _kept(said["calendar"], tell_day(desk, said))
        for said in _of_day(script.get("product", ()), day):
            _enter_product(desk, enrolled, said)
        day += timedelta(days=1)


def _change(desk: Desk, clock: StoryClock, patient_id: int, part: Mapping[str, Any]) -> None:
    """Change a patient's plan as the script says of the day."""
    for said in _of_day(part.get("change", ()), clock.today()):
        clock.turn_to(clock.today(), time.fromisoformat(said.get("time", "00:00")))
        where = f"{part['trial_number']} {said.get('item', '')}".rstrip()
        _kept(where, change_plan(desk, patient_id, said))


def _enter(desk: Desk, clock: StoryClock, patient_id: int, part: Mapping[str, Any]) -> None:
    """Enter the evidence that the script says was entered on the day."""
    for said in _of_day(part.get("evidence", ()), clock.today()):
        _kept(f"{part['trial_number']} {said['kind']}", tell_evidence(desk, patient_id, said))


def _enter_product(
    desk: Desk, enrolled: Mapping[int, Mapping[str, Any]], said: Mapping[str, Any]
) -> None:
    """Enter what the script says of a donor or a product on the day."""
    number = said["patient"]
    owner = next(one for one, part in enrolled.items() if part["trial_number"] == number)
    _kept(f"{number} {said['kind']}", tell_product(desk, owner, said))


def _of_day(said: Iterable[Mapping[str, Any]], day: date) -> list[Mapping[str, Any]]:
    return [one for one in said if one["on"] == day]


def _kept(where: str, done: Saved | Unsaved) -> None:
    if isinstance(done, Unsaved):
        raise SampleScriptError(where, done)


def _enrol(desk: Desk, protocol_id: str, part: Mapping[str, Any], day: date) -> int:
    typed = {
        name: part[name] for name in EnrolmentForm.__slots__ if isinstance(part.get(name), str)
    }
    start = part.get("start")
    form = EnrolmentForm(
        **typed,
        protocol_hash=next(
            one.hash for one in protocols.protocols(desk.store) if one.id == protocol_id
        ),
        start="" if start is None else start.isoformat(),
        weight_on=day.isoformat() if "weight" in part else "",
        height_on=day.isoformat() if "height" in part else "",
        look_alike_seen=True,
    )
    saved = enrol(desk, form)
    if not isinstance(saved, Enrolled):
        raise SampleScriptError(part["trial_number"], saved)
    return saved.patient_id


def _live(desk: Desk, clock: StoryClock, patient_id: int, part: Mapping[str, Any]) -> None:
    """Record what the script says of one patient's day; all else went as planned."""
    day = clock.today()
    exceptions = {one["item"]: one for one in part.get("exception", ())}
    for entry in cycles.patient_items(desk.store, patient_id):
        said = exceptions.get(str(entry.item.address), {})
        if entry.item.is_open and _happens_on(entry.item, said, part) == day:
            clock.turn_to(day, time.fromisoformat(said.get("time", "00:00")))
            _record(desk, entry, said, day)


def _happens_on(item: CycleItem, said: Mapping[str, Any], part: Mapping[str, Any]) -> date | None:
    if said.get("open"):
        return None
    if "given" in said:
        given: date = said["given"]
        return given
    until: date | None = part.get("given_until")
    return item.planned if until is not None and item.planned <= until else None


def _record(desk: Desk, entry: DayItem, said: Mapping[str, Any], day: date) -> None:
    done: Saved | Unsaved
    if "reason" in said:
        form = NotGivenForm(entry.item_id, said["reason"], said.get("note", ""))
        done = record_not_given(desk, form)
    else:
        at = said.get("time", "")
        done = record_given(desk, GivenForm(entry.item_id, day.isoformat(), at, said.get("part")))
    _kept(f"{entry.patient.trial_number} {entry.item.address}", done)
