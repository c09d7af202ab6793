"""``nkdeskctl changes``: what changed since a moment, by whom, what and why."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

import click

from nkdesk.cli.change_text import SAMPLE
from nkdesk.cli.plan_asked import DayType
from nkdesk.cli.rule_json import day_json, rule_json
from nkdesk.cli.ward import WardChoice, opened
from nkdesk.model.change import SiteCapacity
from nkdesk.services.calendar_models import ChangeLine, ChangesSince, ItemChange
from nkdesk.services.desk import Desk
from nkdesk.services.handover import changes_since
from nkdesk.services.reading import Reader
from nkdesk.sheets.wording.dates import day_text, moment_text
from nkdesk.sheets.wording.day import spoken
from nkdesk.sheets.wording.refusals import broken_rule_text
from nkdesk.ui.common.site_day_words import site_day_words
from nkdesk.ui.common.step_words import step_words


@dataclass(frozen=True, slots=True)
class Since:
    """A moment of the ward's own time, its zone not known yet."""

    day: date
    clock: time


class SinceType(click.ParamType[Since]):
    """A date, or a date and a time of the 24-hour clock."""

    name = "moment"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> Since:
        """Return the moment, or fail as a usage error."""
        if isinstance(value, Since):
            return value
        day, _, clock = str(value).strip().partition(" ")
        on = DayType().convert(day, param, ctx)
        reader = Reader(on)
        at = reader.clock_time("time", clock)
        if reader.problems:
            self.fail(f"{clock} is no time; write it as 19:00.", param, ctx)
        return Since(on, at or time())


@click.command()
@click.option(
    "--since",
    required=True,
    type=SinceType(),
    help='A date, or a date and a time: 2026-03-11 or "2026-03-11 19:00".',
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead of text.")
@click.pass_obj
def changes(choice: WardChoice, *, since: Since, as_json: bool) -> None:
    """Show what changed since a moment, newest first: who, what, why, and every date it moved.

    Every step of the journal is told patient by patient; a step taken back later is marked.
    """
    with opened(choice) as desk:
        moment = datetime.combine(since.day, since.clock, desk.clock.now().tzinfo)
        pages = list(_pages(desk, moment))
    if as_json:
        click.echo(json.dumps(_as_json(pages), ensure_ascii=False, indent=1))
        return
    if pages[0].sample:
        click.echo(SAMPLE)
    for page in pages:
        for line in page.lines:
            for text in _lines(line):
                click.echo(text)
    steps = sum(page.steps for page in pages)
    click.echo(f"END OF LIST. Steps since {moment_text(moment)}: {steps}.")


def _pages(desk: Desk, since: datetime) -> Iterator[ChangesSince]:
    page = changes_since(desk, since)
    yield page
    while page.before_seq is not None:
        page = changes_since(desk, since, page.before_seq)
        yield page


def _lines(line: ChangeLine) -> Iterator[str]:
    whose = None if line.line is None else line.line.patient
    named = "" if whose is None else f"  {whose.trial_number} {whose.name.full}"
    reason = line.why if line.reason is None else spoken(line.reason)
    why = f"  because: {reason}" if reason else ""
    undone = "  (taken back since)" if line.undone else ""
    yield f"{moment_text(line.at)}  {line.who}  {step_words(line.what)}{named}{why}{undone}"
    if line.site_day is not None:
        again = ", no longer so" if line.cleared else ""
        yield f"    {site_day_words(line.site_day)}{again}"
    if line.change is not None and line.change.cause.note:
        yield f"    note: {line.change.cause.note}"
    for item in line.items:
        yield f"    {item.address} {spoken(item.title)}: {_became(item)}"
    for rule in line.deviations:
        yield f"    deviation: {broken_rule_text(rule)}"


def _became(item: ItemChange) -> str:
    if item.given_on is not None:
        corrected = item.state_before == "given" and item.was not in (None, item.given_on)
        first = f", recorded before as {day_text(item.was)}" if corrected and item.was else ""
        return f"given on {day_text(item.given_on)}{first}"
    was = "not planned" if item.was is None else day_text(item.was)
    if item.state_after is None:
        return f"{was} -> no longer planned"
    if item.state_after not in ("planned", item.state_before):
        return f"{was} -> {item.state_after.replace('_', ' ')}"
    becomes = "not given" if item.becomes is None else day_text(item.becomes)
    return f"{was} -> {becomes}"


def _as_json(pages: list[ChangesSince]) -> dict[str, Any]:
    return {
        "since": pages[0].since.isoformat(),
        "as_of": pages[0].as_of.isoformat(),
        "revision": pages[0].revision,
        "sample": pages[0].sample,
        "steps": sum(page.steps for page in pages),
        "changes": [_line(line) for page in pages for line in page.lines],
    }


def _line(line: ChangeLine) -> dict[str, Any]:
    return {
        "step": line.seq,
        "at": line.at.isoformat(),
        "who": line.who,
        "what": line.what,
        "why": line.why,
        "reason": None if line.reason is None else line.reason.en,
        "patient": None if line.line is None else line.line.patient.trial_number,
        "undone": line.undone,
        "site_day": _site_day(line),
        "deviations": [rule_json(rule) for rule in line.deviations],
        "items": [_item(item) for item in line.items],
    }


def _site_day(line: ChangeLine) -> dict[str, Any] | None:
    told = line.site_day
    if told is None:
        return None
    return {
        "calendar": told.calendar,
        "day": day_json(told.day),
        "open": None if isinstance(told, SiteCapacity) else told.is_open,
        "capacity": told.capacity if isinstance(told, SiteCapacity) else None,
        "note": told.note,
        "cleared": line.cleared,
    }


def _item(item: ItemChange) -> dict[str, Any]:
    return {
        "item": str(item.address),
        "title": item.title.en,
        "state_before": item.state_before,
        "state_after": item.state_after,
        "was": day_json(item.was),
        "becomes": day_json(item.becomes),
        "given_on": day_json(item.given_on),
    }
