"""``nkdeskctl check``: one person held against every criterion before a cycle."""

import json
import sys
from datetime import date
from pathlib import Path

import click

from nkdesk.cli.acting import find_patient
from nkdesk.cli.plan_asked import ERROR, DayType
from nkdesk.cli.ward import WardChoice, opened
from nkdesk.model.criterion import Who
from nkdesk.model.eligibility import Outcome
from nkdesk.model.patient import Patient
from nkdesk.services.desk import Desk
from nkdesk.services.eligibility_models import EligibilityCheck
from nkdesk.services.gate import check as held
from nkdesk.services.ward import ward_site
from nkdesk.sheets.check_json import check_json
from nkdesk.sheets.check_rows import CheckSheet
from nkdesk.sheets.check_text import check_text
from nkdesk.sheets.list_options import PrintStamp
from nkdesk.sheets.paper_file import PaperError, write_check
from nkdesk.sheets.wording.eligibility import outcome_text


@click.command()
@click.argument("patient", metavar="PATIENT")
@click.option("--cycle", type=int, required=True, help="1 decides enrolment, 2 the second cycle.")
@click.option("--donor", is_flag=True, help="Check the donor, as before a collection.")
@click.option("--on", "day", type=DayType(), help="Another day than the ward's today.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead of text.")
@click.option("--pdf", type=click.Path(dir_okay=False, path_type=Path), help="Write a PDF.")
@click.pass_context
def check(context: click.Context, /, *, patient: str, as_json: bool, **_asked: object) -> None:
    """Check PATIENT (a trial number) against every criterion; nothing is saved.

    One row a criterion: verdict, value, unit, date, age, limit, source, last day. Exit code 0
    when eligible, 1 when not or not yet.
    """
    choice: WardChoice = context.obj
    pdf: Path | None = context.params["pdf"]
    if as_json and pdf is not None:
        raise click.UsageError("Choose --json or --pdf, not both.")
    with opened(choice) as desk:
        sheet = _sheet(desk, find_patient(desk, patient), context.params)
        stamp = PrintStamp(desk.clock.now(), desk.actor)
    if pdf is not None:
        _write_pdf(sheet, pdf, stamp)
    elif as_json:
        click.echo(json.dumps(check_json(sheet), ensure_ascii=False, indent=1))
    else:
        click.echo(check_text(sheet))
    sys.exit(0 if sheet.check.evaluation.outcome is Outcome.ELIGIBLE else ERROR)


def _write_pdf(sheet: CheckSheet, path: Path, stamp: PrintStamp) -> None:
    try:
        write_check(sheet, path, stamp)
    except PaperError as error:
        click.echo(f"nkdeskctl: {error}", err=True)
        sys.exit(ERROR)
    click.echo(f"{path}: {len(sheet.check.rows)} criteria, {outcome_text(sheet.check.evaluation)}")


def _sheet(desk: Desk, patient: Patient, asked: dict[str, object]) -> CheckSheet:
    cycle, day = asked["cycle"], asked["day"]
    number = cycle if isinstance(cycle, int) else 1
    if not 1 <= number <= desk.protocol(patient.protocol_hash).cycles:
        cycles = desk.protocol(patient.protocol_hash).cycles
        message = f"The protocol has no cycle {number}; choose one from 1 to {cycles}."
        raise click.BadParameter(message, param_hint="--cycle")
    who = Who.DONOR if asked["donor"] else Who.PATIENT
    found = _held(desk, patient, number, day if isinstance(day, date) else None, who)
    return CheckSheet(found, ward_site(desk).ward)


def _held(desk: Desk, patient: Patient, cycle: int, day: date | None, who: Who) -> EligibilityCheck:
    found = held(desk, patient.id, cycle, day, who)
    if found is None:
        click.echo(
            f"nkdeskctl: {patient.trial_number} has no donor yet. Enter the donor first.", err=True
        )
        sys.exit(ERROR)
    return found
