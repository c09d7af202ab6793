"""``nkdeskctl plan`` and ``why``: lay out a cycle without any ward, and explain a date."""

import json
import sys
from collections.abc import Callable, Iterable, Iterator

import click

from nkdesk.cli.plan_asked import ERROR, Asked, DayType, find_protocol, read_asked
from nkdesk.cli.plan_json import plan_json
from nkdesk.cli.plan_text import holiday_lines, plan_lines, refusal_lines, why_lines
from nkdesk.model.cycle import Address
from nkdesk.model.protocol import Protocol
from nkdesk.model.refusal import Refused
from nkdesk.scheduler import place_cycle, start_that_fits
from nkdesk.scheduler import why as why_there

START_SEARCH_DAYS = 60
"""How far ahead a start that fits is looked for."""
Command = Callable[..., None]


def _options(command: Command) -> Command:
    """Add what ``plan`` and ``why`` have in common."""
    for option in (
        click.option("--closed", multiple=True, metavar="CAL=D,…", help="Days a calendar is shut."),
        click.option("--start", required=True, type=DayType(), help="Date of the typed anchor."),
        click.option("--protocol", required=True, help="A shipped protocol's id, or a file."),
    ):
        command = option(command)
    return command


@click.command()
@_options
@click.option("--arm", required=True, help="The treatment arm.")
@click.option("--cycle", type=int, default=1, show_default=True, help="Which cycle.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead of a table.")
@click.pass_context
def plan(context: click.Context, /, *, as_json: bool, **_asked: object) -> None:
    """Lay out one cycle without any ward: every item with its date and window.

    Exit code 1 when the rules allow no placement; the answer then says which rules, and what
    would make it possible.
    """
    given = context.params
    protocol = find_protocol(given["protocol"])
    asked = read_asked(protocol, given["arm"], given["cycle"], given["start"], given["closed"])
    request = asked.request()
    placed = place_cycle(request)
    if as_json:
        click.echo(json.dumps(plan_json(protocol, placed), ensure_ascii=False, indent=1))
    elif isinstance(placed, Refused):
        _say(_refusal(asked, placed))
    else:
        _say(plan_lines(protocol, placed, request.calendars))
    sys.exit(ERROR if isinstance(placed, Refused) else 0)


@click.command()
@_options
@click.option("--arm", help="The treatment arm; needed where several arms have the item.")
@click.argument("item")
@click.pass_context
def why(context: click.Context, /, *, item: str, **_asked: object) -> None:
    """Explain why ITEM (C1/NK2, or NK2 for cycle 1) stands on its date.

    Says its anchor, its target and window, what moved it, and what stops it from being one day
    earlier or one day later. Exit code 1 when the cycle cannot be placed.
    """
    given = context.params
    protocol = find_protocol(given["protocol"])
    address = Address.parse(item if "/" in item else f"C1/{item}")
    if address is None:
        message = f"{item} is no item; write it as C1/NK2, one day of several as C1/FLU@3."
        raise click.BadParameter(message, param_hint="ITEM")
    arm = given["arm"] or _only_arm(protocol, address)
    asked = read_asked(protocol, arm, address.cycle, given["start"], given["closed"])
    _explain(asked, address)


def _explain(asked: Asked, address: Address) -> None:
    request = asked.request()
    placed = place_cycle(request)
    if isinstance(placed, Refused):
        _say(_refusal(asked, placed))
        sys.exit(ERROR)
    if placed.item(address) is None:
        items = ", ".join(str(one.address) for one in placed.items)
        message = f"there is no {address} in arm {asked.arm}; its items are {items}."
        raise click.BadParameter(message, param_hint="ITEM")
    _say(why_lines(asked.protocol, why_there(request, placed, address)))
    last = max(one.planned for one in placed.items)
    _say(holiday_lines(request.calendars, last))


def _only_arm(protocol: Protocol, address: Address) -> str:
    """Return the one arm that has the item; a usage error when there are several or none."""
    arms = [
        arm.id
        for arm in protocol.arms
        if address.code in {item.code for item in protocol.items_of(arm.id, address.cycle)}
    ]
    if len(arms) == 1:
        return arms[0]
    every = ", ".join(arm.id for arm in protocol.arms)
    message = f"say which arm is meant: {every}."
    raise click.BadParameter(message, param_hint="--arm")


def _refusal(asked: Asked, refused: Refused) -> Iterator[str]:
    later = start_that_fits(asked.request(), START_SEARCH_DAYS)
    return refusal_lines(asked.protocol, refused, later)


def _say(lines: Iterable[str]) -> None:
    for line in lines:
        click.echo(line)
