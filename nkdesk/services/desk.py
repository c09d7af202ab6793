"""What every service needs: the open ward, who is working, and the clock."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Protocol

from nkdesk.model.eligibility import Evaluation
from nkdesk.model.protocol import Protocol as TrialProtocol
from nkdesk.services.read_models import PatientLine
from nkdesk.store import protocols
from nkdesk.store.store import Store


class Clock(Protocol):
    """The ward's time: aware datetimes in the site's time zone."""

    def now(self) -> datetime:
        """Return this moment, aware, in the site's time zone."""
        ...

    def today(self) -> date:
        """Return the ward's calendar date."""
        ...


@dataclass(slots=True)
class Desk:
    """One person working at one open ward.

    ``actor`` is the name asked at start. ``shelf`` and ``alike`` keep what is slow to read or
    compute: protocols by their hash (immutable), look-alike patients by the newest patient.
    ``ahead`` is the forecast last asked for: the revision, patient and day it was asked with, and
    its first day; a person who types a date asks for it with every key. ``people`` is everybody
    as last shown: at which revision, on which day; a calendar is read part by part.
    ``forecasts`` are the first days of next cycles as last computed for the board of gaps: what
    they depend on beside a patient's own plan, then by patient the plan and the day. ``donors``
    are the donors as last judged: at which revision, then by patient and day.
    """

    store: Store
    clock: Clock
    actor: str
    shelf: dict[str, TrialProtocol] = field(default_factory=dict)
    alike: tuple[int, frozenset[int]] | None = None
    ahead: tuple[tuple[int, int, date], date | None] | None = None
    people: tuple[tuple[int, date], tuple[PatientLine, ...]] | None = None
    forecasts: tuple[object, dict[int, tuple[object, date | None]]] | None = None
    donors: tuple[int, dict[tuple[int, date], Evaluation | None]] | None = None

    def protocol(self, protocol_hash: str) -> TrialProtocol:
        """Return a protocol of this ward; KeyError when the ward has none of that hash."""
        if protocol_hash not in self.shelf:
            found = protocols.protocol(self.store, protocol_hash)
            if found is None:
                raise KeyError(protocol_hash)
            self.shelf[protocol_hash] = found
        return self.shelf[protocol_hash]
