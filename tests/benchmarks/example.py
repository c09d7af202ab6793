"""The made-up protocol and one cycle of it, for every measure that needs one."""

from datetime import date
from pathlib import Path

from nkdesk.exchange.protocol_file import read_protocol
from nkdesk.model.cycle import Cycle
from nkdesk.model.protocol import Protocol
from nkdesk.scheduler import PlacementRequest, place_cycle
from nkdesk.services.work_calendars import work_calendars

ARM = "one"
ITEMS = 40
# The block runs over Labour Day and Victory Day; the first infusions meet closed days.
START = date(2026, 4, 22)

SOURCE = Path(__file__).with_name("protocol.toml")


def example_protocol() -> Protocol:
    """Return the made-up protocol, read as any other."""
    read = read_protocol(SOURCE.read_bytes())
    if not isinstance(read, Protocol):
        raise TypeError(read)
    return read


def example_request(protocol: Protocol) -> PlacementRequest:
    """Return the placing of a first cycle in a ward where the laboratory is partly taken."""
    calendars = work_calendars(protocol, (2026,))
    taken = {"nk_lab": {date(2026, 5, 4): 2, date(2026, 5, 11): 2, date(2026, 5, 12): 1}}
    return PlacementRequest(protocol, ARM, 1, START, calendars, taken)


def example_cycle(protocol: Protocol) -> Cycle:
    """Return that cycle, placed."""
    placed = place_cycle(example_request(protocol))
    if not isinstance(placed, Cycle):
        raise TypeError(placed)
    return placed
