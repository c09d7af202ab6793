"""Protocol files: the contract between the investigator and the program.

Source: the protocol file format. A file is accepted whole or not at all; everything wrong with
it is said at once, each with its line.
"""

from pathlib import Path

from nkdesk.exchange.building import build
from nkdesk.exchange.check_criteria import check_criteria
from nkdesk.exchange.check_frame import check_frame
from nkdesk.exchange.check_gaps import check_gaps
from nkdesk.exchange.check_items import check_items
from nkdesk.exchange.check_product import check_product
from nkdesk.exchange.fault import ProtocolError
from nkdesk.exchange.sections import read_sections
from nkdesk.exchange.toml_source import read_source
from nkdesk.model.protocol import Protocol
from nkdesk.places import resources

__all__ = ["ProtocolError", "read_protocol", "shipped_protocols"]


def read_protocol(raw: bytes) -> Protocol | tuple[ProtocolError, ...]:
    """Read a protocol file, or say everything that is wrong with it, in the order of its lines.

    ``raw`` is the file as it lies on disk: UTF-8 TOML of at most 256 KiB. Never raises for
    anything a file may hold. The protocol comes with all order that has no meaning sorted, so
    that the same tables in any order give the same protocol and hash.
    """
    source = read_source(raw)
    if isinstance(source, tuple):
        return tuple(sorted(source))
    found = read_sections(source.tables)
    for check in (check_frame, check_items, check_gaps, check_criteria, check_product):
        check(found)
    if found.faults or found.protocol is None:
        return tuple(sorted({source.lines.located(fault) for fault in found.faults}))
    return build(found.protocol, found)


def shipped_protocols() -> tuple[tuple[Path, Protocol, str], ...]:
    """Return the protocols that ship with the program: file, protocol, text of the file.

    Raises ValueError when a shipped file is not what was shipped.
    """
    files = sorted((resources() / "protocols").glob("*.toml"))
    return tuple(_shipped(path) for path in files)


def _shipped(path: Path) -> tuple[Path, Protocol, str]:
    raw = path.read_bytes()
    protocol = read_protocol(raw)
    if isinstance(protocol, Protocol):
        return path, protocol, raw.decode("utf-8")
    message = f"{path.name}, line {protocol[0].line}: {protocol[0].problem}"
    raise ValueError(message)
