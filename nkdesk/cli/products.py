"""``nkdeskctl go`` and ``products``: whether each infusion may begin, and what it is given from."""

import json
import sys
from collections.abc import Iterator
from datetime import date
from typing import Any

import click

from nkdesk.cli.acting import find_patient
from nkdesk.cli.plan_asked import ERROR, DayType
from nkdesk.cli.product_text import recipient_lines
from nkdesk.cli.ward import WardChoice, opened
from nkdesk.model.readiness import Go
from nkdesk.services.day_list import day_rows
from nkdesk.services.gate import close_expired
from nkdesk.services.product import products_board
from nkdesk.services.product_models import RecipientProducts
from nkdesk.services.read_models import DayRow
from nkdesk.services.ward import ward_site
from nkdesk.sheets.list_products import product_words
from nkdesk.sheets.list_rows import identity
from nkdesk.sheets.wording.dates import day_clock_text, day_text
from nkdesk.sheets.wording.day import nth_text
from nkdesk.sheets.wording.readiness import go_help_text, go_reason_text


@click.command()
@click.option("--date", "day", type=DayType(), help="Another day than the ward's today.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead of text.")
@click.pass_obj
def go(choice: WardChoice, *, day: date | None, as_json: bool) -> None:
    """Say GO, HOLD or NO-GO of every infusion of a day, with reasons and what would help.

    Judged now, from the store. Exit code 0 when every infusion asked about is GO.
    """
    with opened(choice) as desk:
        close_expired(desk)
        on = day or desk.clock.today()
        rows = [row for row in day_rows(desk, on) if row.readiness is not None]
        sample, now = ward_site(desk).sample, desk.clock.now()
    if as_json:
        found = [_row_json(row) for row in rows]
        said = {"date": on.isoformat(), "at": now.isoformat(), "sample": sample, "rows": found}
        click.echo(json.dumps(said, ensure_ascii=False, indent=1))
    else:
        mark = "SAMPLE - not real patients. " if sample else ""
        click.echo(f"{mark}Infusions of {day_text(on)}, judged {day_clock_text(now)}.")
        for row in rows:
            click.echo("\n".join(_row_lines(row)))
        click.echo(f"END OF LIST {len(rows)} of {len(rows)}.")
    stopped = any(row.readiness is not None and row.readiness.go is not Go.GO for row in rows)
    sys.exit(ERROR if stopped else 0)


def _row_lines(row: DayRow) -> Iterator[str]:
    who = identity(row.line)
    words = product_words(row.product, row.readiness, row.running)
    what = f"{row.item.address.code} {nth_text(row.nth)}" if row.nth else row.item.address.code
    said = (f"{words.symbol} {words.go}", who.name, who.born, who.trial_number, what)
    product = (f"product {words.numbers}", words.expiry) if words.numbers else ()
    yield " | ".join(one for one in (*said, row.item.label, *product, words.running) if one.strip())
    for reason in row.readiness.reasons if row.readiness else ():
        yield f"      {go_reason_text(reason)}. {go_help_text(reason)}"


def _row_json(row: DayRow) -> dict[str, Any]:
    who = identity(row.line)
    words = product_words(row.product, row.readiness, row.running)
    reasons = row.readiness.reasons if row.readiness else ()
    return {
        "name": who.name,
        "born": who.born,
        "trial_number": who.trial_number,
        "item": str(row.item.address),
        "planned": row.item.planned.isoformat(),
        "go": None if row.readiness is None else row.readiness.go.value,
        "reasons": [
            {
                "code": reason.code.value,
                "level": reason.level.value,
                "asks": reason.asks,
                "text": go_reason_text(reason),
                "help": go_help_text(reason),
            }
            for reason in reasons
        ],
        "product": words.numbers,
        "expiry": words.expiry,
        "running": words.running,
    }


@click.command()
@click.argument("patient", metavar="[PATIENT]", required=False)
@click.pass_obj
def products(choice: WardChoice, *, patient: str | None) -> None:
    """Show donors, lots, tests, doses and holds: of everybody, or of PATIENT (a trial number)."""
    with opened(choice) as desk:
        board = products_board(desk)
        wanted = None if patient is None else find_patient(desk, patient).id
        shown = [one for one in board.recipients if _asked(one, wanted)]
        if board.sample:
            click.echo("SAMPLE - not real patients.")
        for one in shown:
            click.echo("\n".join(recipient_lines(one)))
        click.echo(f"END OF LIST {len(shown)} of {len(board.recipients)} patients.")


def _asked(one: RecipientProducts, wanted: int | None) -> bool:
    """Whether a patient is shown: the one asked for, else whoever has a donor, a lot or a hold."""
    if wanted is not None:
        return one.line.patient.id == wanted
    return bool(one.donor or one.lots or one.holds)
