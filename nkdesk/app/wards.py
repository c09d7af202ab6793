"""Making and opening wards for the window and for a start without one.

Reading protocol files takes half a second to import; opening a ward that is there needs none.
"""

from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

from nkdesk.clock import ward_clock
from nkdesk.model.protocol import Protocol
from nkdesk.services.backups.models import BackupPlace
from nkdesk.services.desk import Desk
from nkdesk.services.problems import StoreError
from nkdesk.services.ward import TIME_ZONE, NewWard, ProtocolSource, create_ward, open_ward

if TYPE_CHECKING:
    from nkdesk.exchange.fault import ProtocolError


def shipped_sources() -> tuple[ProtocolSource, ...]:
    """Return the protocols that ship with the program."""
    from nkdesk.exchange.protocol_file import shipped_protocols  # noqa: PLC0415 -- slow

    return tuple(ProtocolSource(protocol, text) for _, protocol, text in shipped_protocols())


def make_sample_ward(folder: Path) -> None:
    """Create the sample ward; StoreError when the folder cannot take it."""
    from nkdesk.services.sample_ward import write_sample_ward  # noqa: PLC0415 -- only when made

    write_sample_ward(folder, shipped_sources())


def make_ward(folder: Path, name: str, actor: str) -> None:
    """Create a new ward with the shipped example protocols; StoreError as above."""
    new = NewWard(name, uuid4(), shipped_sources())
    create_ward(folder, new, ward_clock(TIME_ZONE, None), actor).store.close()


def open_desk(folder: Path, actor: str) -> Desk:
    """Open the ward in a folder; StoreError, one plain sentence, when it cannot be opened."""
    return open_ward(folder, ward_clock, actor)


def closed_ward(folder: Path) -> BackupPlace:
    """Return a ward's folder with its own clock, or the running one when it cannot be opened."""
    try:
        desk = open_desk(folder, "nkdesk")
    except StoreError:
        return BackupPlace(folder, ward_clock(TIME_ZONE, None).now)
    desk.store.close()
    return BackupPlace(folder, desk.clock.now)


def read_protocol_file(path: Path) -> ProtocolSource | tuple["ProtocolError", ...]:
    """Read a protocol file a person chose, or return everything that is wrong with it."""
    from nkdesk.exchange.fault import ProtocolError  # noqa: PLC0415 -- slow
    from nkdesk.exchange.protocol_file import read_protocol  # noqa: PLC0415 -- slow
    from nkdesk.exchange.toml_source import MAX_BYTES  # noqa: PLC0415 -- slow

    try:
        with path.open("rb") as stream:
            raw = stream.read(MAX_BYTES + 1)
    except OSError as error:
        problem = f"The file cannot be read: {error.strerror}."
        return (ProtocolError(1, "(file)", problem, "Choose a file you may read."),)
    protocol = read_protocol(raw)
    if isinstance(protocol, Protocol):
        return ProtocolSource(protocol, raw.decode("utf-8"))
    return protocol
