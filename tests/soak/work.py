"""What the soak repeats. Each round is made from its number alone, so that it can be repeated."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path

from nkdesk.clock import ward_clock
from nkdesk.exchange.protocol_file import shipped_protocols
from nkdesk.model.protocol import Protocol
from nkdesk.scheduler import PlacementRequest, place_cycle
from nkdesk.services.day_list import day_list
from nkdesk.services.desk import Desk
from nkdesk.services.sample_ward import create_sample_ward
from nkdesk.services.ward import ProtocolSource, open_ward, ward_faults
from nkdesk.services.work_calendars import work_calendars
from nkdesk.sheets.list_options import PrintStamp
from nkdesk.sheets.paper_file import write_daily_list
from tests.soak.watching import Call

FIRST = date(2024, 1, 1)
DAYS = 365 * 8
# Shares no factor with either span, so that rounds go to and fro and meet every day.
STRIDE = 797


def placements() -> Call:
    """Place a cycle of every arm of every shipped protocol on some day, twice the same way."""
    protocols = [protocol for _, protocol, _ in shipped_protocols()]

    def call(turn: int) -> None:
        start = FIRST + timedelta(days=turn * STRIDE % DAYS)
        for protocol in protocols:
            _place_arms(protocol, start)

    return call


def _place_arms(protocol: Protocol, start: date) -> None:
    calendars = work_calendars(protocol, (start.year - 1, start.year, start.year + 1))
    for arm in protocol.arms:
        request = PlacementRequest(protocol, arm.id, 1, start, calendars)
        if place_cycle(request) != place_cycle(request):
            sentence = f"{protocol.id} {arm.id} {start}: two answers"
            raise AssertionError(sentence)


@contextmanager
def sample_desk(folder: Path) -> Iterator[Desk]:
    """Open a new sample ward."""
    sources = [ProtocolSource(protocol, text) for _, protocol, text in shipped_protocols()]
    create_sample_ward(folder, sources).store.close()
    desk = open_ward(folder, ward_clock, "soak")
    with desk.store:
        yield desk


def printed_lists(desk: Desk, folder: Path) -> Call:
    """Print some day's list, read back as always."""

    def call(turn: int) -> None:
        day = desk.clock.today() + timedelta(days=turn * STRIDE % 60 - 30)
        stamp = PrintStamp(desk.clock.now(), desk.actor)
        write_daily_list(day_list(desk, day), folder / "list.pdf", stamp)

    return call


def reopenings(folder: Path) -> Call:
    """Open the ward, check it from the first step to the last, and close it."""

    def call(_turn: int) -> None:
        desk = open_ward(folder, ward_clock, "soak")
        with desk.store:
            faults = ward_faults(desk)
        if faults:
            raise AssertionError("; ".join(faults))

    return call
