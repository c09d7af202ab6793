"""A ward folder: creating one, opening one, and knowing what it is."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from uuid import UUID

from nkdesk.model.protocol import Protocol
from nkdesk.model.site import Site
from nkdesk.services.desk import Clock, Desk
from nkdesk.services.steps import StepKind
from nkdesk.store import connection
from nkdesk.store.problem import StoreError, StoreProblem
from nkdesk.store.protocols import add_protocol
from nkdesk.store.site import site
from nkdesk.store.store import create_store, open_store
from nkdesk.store.verify import verify

WARD_FILE = "ward.nkdesk"
TIME_ZONE = "Europe/Minsk"


@dataclass(frozen=True, slots=True)
class ProtocolSource:
    """A protocol as read and the file text it was read from."""

    protocol: Protocol
    text: str


@dataclass(frozen=True, slots=True)
class NewWard:
    """What a new ward starts with; ``sample_today`` makes it a sample ward for ever."""

    name: str
    uuid: UUID
    protocols: tuple[ProtocolSource, ...]
    sample_today: date | None = None


def ward_exists(folder: Path) -> bool:
    """Whether a folder holds a ward."""
    return (folder / WARD_FILE).exists()


def create_ward(folder: Path, new: NewWard, clock: Clock, actor: str) -> Desk:
    """Create a ward with its protocols; StoreError when the folder cannot take one."""
    founded = Site(
        uuid=str(new.uuid),
        ward=new.name,
        time_zone=TIME_ZONE,
        sample=new.sample_today is not None,
        sample_today=new.sample_today,
    )
    desk = Desk(create_store(folder / WARD_FILE, founded, clock.now), clock, actor)
    add_protocols(desk, new.protocols)
    return desk


def add_protocols(desk: Desk, sources: Iterable[ProtocolSource]) -> int:
    """Add protocols to the ward as one step; return the step's number."""
    with desk.store.step(actor=desk.actor, what=StepKind.ADD_PROTOCOL) as step:
        for source in sources:
            add_protocol(step, source.protocol, source.text)
    return step.seq


def open_ward(folder: Path, clock_of: Callable[[str, date | None], Clock], actor: str) -> Desk:
    """Open the ward in a folder; StoreError, one plain sentence, when it cannot be opened.

    ``clock_of`` makes a clock of a time zone and, for a sample ward, its fixed day.
    """
    store = open_store(folder / WARD_FILE, clock_of(TIME_ZONE, None).now)
    ward = site(store)
    clock = clock_of(ward.time_zone, ward.sample_today)
    store.moment = clock.now
    return Desk(store, clock, actor)


def ward_site(desk: Desk) -> Site:
    """Return which ward this is, its time zone, and whether it is a sample."""
    return site(desk.store)


def ward_faults(desk: Desk) -> tuple[str, ...]:
    """Check store, structure and journal; return a plain sentence for each thing wrong."""
    return tuple(finding.sentence for finding in verify(desk.store))


def refuse_damaged(folder: Path, clock_of: Callable[[str, date | None], Clock]) -> None:
    """Check a ward from its first step to its last before anything of it is shown (S5, H31).

    StoreError DAMAGED names the first thing that is wrong; others as for ``open_ward``. It reads
    everything: it is meant for a thread.
    """
    desk = open_ward(folder, clock_of, "")
    with desk.store:
        faults = ward_faults(desk)
    if faults:
        raise StoreError(StoreProblem.DAMAGED, faults[0].rstrip("."))


def reading_only(desk: Desk) -> StoreError | None:
    """Return why nothing can be saved in this ward, in words; None while it can."""
    locked = desk.store.read_only
    return StoreError(StoreProblem.READING_ONLY, locked) if locked else None


def warm_up() -> None:
    """Import what opening a ward needs; slow the first time, safe on any thread."""
    connection.warm_up()


def changed_elsewhere(desk: Desk) -> bool:
    """Whether another window or program has written since the last call."""
    return desk.store.changed_elsewhere()
