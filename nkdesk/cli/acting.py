"""What every command that changes a ward has in common: who, for whom, and seen before saved."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import click

from nkdesk.cli.ward import ACTOR, ERROR, WardChoice, opened
from nkdesk.model.cycle import Address
from nkdesk.model.patient import Patient
from nkdesk.services.change_forms import CauseForm
from nkdesk.services.desk import Desk
from nkdesk.services.named import items_named, patient_named
from nkdesk.services.reading import Reader
from nkdesk.services.ward import ward_site

Command = Callable[..., None]


class AddressType(click.ParamType[Address]):
    """An item as ``C1/NK2``, one day of several as ``C1/FLU@3``."""

    name = "item"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> Address:
        """Return the address, or fail as a usage error."""
        address = value if isinstance(value, Address) else Address.parse(str(value))
        if address is None or address.part is not None:
            self.fail(
                f"{value} is no item; write it as C1/NK2, one day of several as C1/FLU@3.",
                param,
                ctx,
            )
        return address


@dataclass(frozen=True, slots=True)
class Manner:
    """How a command works: for whom it acts, whether it only looks, and how it answers."""

    choice: WardChoice
    who: str
    dry_run: bool
    as_json: bool


def manner(context: click.Context) -> Manner:
    """Return how this command was asked to work."""
    asked = context.params
    return Manner(context.obj, asked["who"] or "", asked["dry_run"], asked["as_json"])


def writing(command: Command) -> Command:
    """Add the options of every command that changes a ward."""
    for option in (
        click.option("--json", "as_json", is_flag=True, help="Print everything as JSON."),
        click.option("--dry-run", is_flag=True, help="Show what would happen; save nothing."),
        click.option(
            "--as",
            "who",
            metavar="NAME",
            help="Who makes the change; needed in a real ward. It is kept in the journal.",
        ),
    ):
        command = option(command)
    return command


def because(command: Command) -> Command:
    """Add why a plan is changed."""
    for option in (
        click.option("--note", default="", help="In words of your own."),
        click.option("--grade", default="", help="Toxicity grade 1 to 5, if the reason asks."),
        click.option("--factor", default="", help="Clinical factor, if the reason asks."),
        click.option("--reason", default="", help="Code of the reason; needed to save."),
    ):
        command = option(command)
    return command


def cause(context: click.Context) -> CauseForm:
    """Return why, as typed."""
    return CauseForm(**{name: context.params[name] for name in CauseForm.__slots__})


@contextmanager
def acting(how: Manner) -> Iterator[Desk]:
    """Open the ward for a change; in a real ward nobody changes anything without a name."""
    with opened(how.choice, how.who.strip() or ACTOR) as desk:
        if not how.dry_run:
            _check_name(desk, how.who)
        yield desk


def _check_name(desk: Desk, who: str) -> None:
    reader = Reader(desk.clock.today())
    reader.name("as", who, needed=not ward_site(desk).sample)
    if reader.problems:
        raise click.UsageError("Say who makes the change: --as NAME, letters as on paper.")


def find_patient(desk: Desk, trial_number: str) -> Patient:
    """Return the patient of a trial number; ends the command when the ward has none."""
    found = patient_named(desk, trial_number)
    if found is None:
        click.echo(
            f"nkdeskctl: No patient has the trial number {trial_number}. "
            "Write it as the ward does.",
            err=True,
        )
        sys.exit(ERROR)
    return found


def find_item(desk: Desk, patient: Patient, address: Address) -> int:
    """Return the number of a patient's item; ends the command when the plan has none such."""
    items = items_named(desk, patient.id)
    if address not in items:
        held = ", ".join(str(one) for one in items) or "nothing yet; plan a cycle first"
        message = f"{address} is not in the plan of {patient.trial_number}, which holds {held}."
        click.echo(f"nkdeskctl: {message}", err=True)
        sys.exit(ERROR)
    return items[address]
