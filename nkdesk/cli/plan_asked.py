"""What ``plan`` and ``why`` are asked on the command line, read strictly."""

import sys
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import click

from nkdesk.cli.protocol import outcome_lines, read_protocol_file
from nkdesk.exchange.protocol_file import shipped_protocols
from nkdesk.model.dates import FIRST_PLAN_YEAR, LAST_PLAN_YEAR, DateProblem, read_date
from nkdesk.model.protocol import Protocol
from nkdesk.model.site import SiteDay
from nkdesk.scheduler import PlacementRequest
from nkdesk.services.work_calendars import work_calendars

ERROR = 1
_FORMS = "write it as 2026-03-12, 12.03.2026 or 12-Mar-2026"


class DayType(click.ParamType[date]):
    """A date with a four-digit year, in the years plans may lie in."""

    name = "date"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> date:
        """Return the date, or fail as a usage error."""
        if isinstance(value, date):
            return value
        day = read_date(str(value))
        if isinstance(day, DateProblem):
            self.fail(f"{value} is no date; {_FORMS}.", param, ctx)
        if not FIRST_PLAN_YEAR <= day.year <= LAST_PLAN_YEAR:
            years = f"{FIRST_PLAN_YEAR} to {LAST_PLAN_YEAR}"
            self.fail(f"{value} lies outside the years {years}.", param, ctx)
        return day


@dataclass(frozen=True, slots=True)
class Asked:
    """A cycle to lay out without any ward."""

    protocol: Protocol
    arm: str
    cycle: int
    start: date
    closed: tuple[SiteDay, ...] = ()

    def request(self) -> PlacementRequest:
        """Return what the scheduler is asked: nobody else on the calendars, no today."""
        years = range(self.start.year - 1, self.start.year + 3)
        calendars = work_calendars(self.protocol, years, self.closed)
        return PlacementRequest(self.protocol, self.arm, self.cycle, self.start, calendars)


def read_asked(
    protocol: Protocol, arm: str, cycle: int, start: date, closed: Iterable[str]
) -> Asked:
    """Check what was asked against the protocol; click.BadParameter when it does not fit."""
    arms = [one.id for one in protocol.arms]
    if arm not in arms:
        message = f"{protocol.id} has no arm {arm}; it has {', '.join(arms)}."
        raise click.BadParameter(message, param_hint="--arm")
    if not 1 <= cycle <= protocol.cycles:
        message = f"{protocol.id} has cycles 1 to {protocol.cycles}."
        raise click.BadParameter(message, param_hint="--cycle")
    days = tuple(day for written in closed for day in _closed_days(protocol, written))
    return Asked(protocol, arm, cycle, start, days)


def _closed_days(protocol: Protocol, written: str) -> list[SiteDay]:
    name, equals, days = written.partition("=")
    calendars = [calendar.id for calendar in protocol.calendars]
    if not equals or name not in calendars:
        message = f"write CALENDAR=DATE,DATE…; the calendars are {', '.join(calendars)}."
        raise click.BadParameter(message, param_hint="--closed")
    convert = DayType().convert
    return [SiteDay(name, convert(day, None, None), is_open=False) for day in days.split(",")]


def find_protocol(named: str) -> Protocol:
    """Return a shipped protocol by its id, or the one in a file; ends the program if neither."""
    shipped = {protocol.id: protocol for _, protocol, _ in shipped_protocols()}
    if named in shipped:
        return shipped[named]
    path = Path(named)
    if not path.exists():
        message = f"there is no file {named}, and the shipped protocols are {', '.join(shipped)}."
        raise click.BadParameter(message, param_hint="--protocol")
    outcome = read_protocol_file(path)
    if isinstance(outcome, Protocol):
        return outcome
    for line in outcome_lines(path, outcome):
        click.echo(line, err=True)
    sys.exit(ERROR)
