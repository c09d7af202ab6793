"""What every service needs: the open ward, who is working, and the clock."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Protocol

from nkdesk.model.protocol import Protocol as TrialProtocol
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

    ``actor`` is the name asked at start; ``workstation`` names this computer. Protocols read
    from the store are kept here: they are immutable and addressed by their hash.
    """

    store: Store
    clock: Clock
    actor: str
    workstation: str = ""
    protocols: dict[str, TrialProtocol] = field(default_factory=dict)
