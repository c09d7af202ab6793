"""Commands that open a ward: the day's list, the sample ward, a check of the store."""

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import click

from nkdesk.cli.plan_asked import DayType
from nkdesk.clock import ward_clock
from nkdesk.exchange.protocol_file import shipped_protocols
from nkdesk.places import sample_ward_folder, ward_folder
from nkdesk.services.audit.witnesses import typed_head, witness_faults
from nkdesk.services.day_list import day_list
from nkdesk.services.desk import Desk
from nkdesk.services.gate import close_expired
from nkdesk.services.product.hold_kinds import SITE_FILE as HOLDS_FILE
from nkdesk.services.product.hold_kinds import site_hold_fault
from nkdesk.services.read_models import DayList
from nkdesk.services.reasons import SITE_FILE, site_reason_faults
from nkdesk.services.sample_ward import write_sample_ward
from nkdesk.services.sheet_contents import day_content
from nkdesk.services.sheets_in_hand import SheetContent, recall, register_sheet
from nkdesk.services.steps import revision
from nkdesk.services.ward import (
    ProtocolSource,
    open_ward,
    reading_only,
    ward_exists,
    ward_faults,
    ward_site,
)
from nkdesk.sheets.list_json import daily_list_json
from nkdesk.sheets.list_options import PrintStamp
from nkdesk.sheets.list_text import daily_list_text
from nkdesk.sheets.paper_file import PaperError, write_daily_list
from nkdesk.store.journal import Head
from nkdesk.store.problem import INTEGRITY as INTEGRITY_PROBLEMS
from nkdesk.store.store import StoreError, StoreProblem

ERROR, LOCKED, INTEGRITY = 1, 3, 4
ACTOR = "nkdeskctl"


def exit_code(problem: StoreProblem) -> int:
    """Return what a command ends with for a problem of the store."""
    if problem is StoreProblem.BUSY:
        return LOCKED
    return INTEGRITY if problem in INTEGRITY_PROBLEMS else ERROR


@dataclass(frozen=True, slots=True)
class WardChoice:
    """Which ward the command line was pointed at."""

    data_dir: Path | None
    demo: bool

    @property
    def folder(self) -> Path:
        """The folder of the ward meant."""
        if self.data_dir is not None:
            return self.data_dir
        return sample_ward_folder() if self.demo else ward_folder()


def make_sample_ward(folder: Path) -> None:
    """Create the sample ward in a folder; StoreError when the folder cannot take it."""
    write_sample_ward(folder, [ProtocolSource(one, text) for _, one, text in shipped_protocols()])


@contextmanager
def opened(choice: WardChoice, actor: str = ACTOR) -> Iterator[Desk]:
    """Open the ward meant; a store that cannot be used ends the command in one plain sentence."""
    try:
        if choice.demo and not ward_exists(choice.folder):
            make_sample_ward(choice.folder)
        desk = open_ward(choice.folder, ward_clock, actor)
        with desk.store:
            if choice.demo and not ward_site(desk).sample:
                raise click.UsageError("This folder holds a real ward; leave out --demo.")
            why = reading_only(desk)
            if why is not None:
                click.echo(f"nkdeskctl: {why}", err=True)
            yield desk
    except StoreError as error:
        click.echo(f"nkdeskctl: {error}", err=True)
        sys.exit(exit_code(error.problem))


@click.command()
@click.option("--date", "day", type=DayType(), help="Another day than the ward's today.")
@click.option("--json", "as_json", is_flag=True, help="Print the list as JSON.")
@click.option("--pdf", type=click.Path(dir_okay=False, path_type=Path), help="Write a PDF.")
@click.pass_obj
def today(choice: WardChoice, *, day: date | None, as_json: bool, pdf: Path | None) -> None:
    """Show who gets what today: as text, as JSON, or as the printed list."""
    if as_json and pdf is not None:
        raise click.UsageError("Choose --json or --pdf, not both.")
    with opened(choice) as desk:
        close_expired(desk)  # no window may have been open when the day turned
        listed = day_list(desk, day or desk.clock.today())
        if pdf is not None:
            _write_pdf(desk, listed, pdf)
        elif as_json:
            _say_json(listed)
        else:
            _say_text(listed)


def _write_pdf(desk: Desk, listed: DayList, path: Path) -> None:
    leave(desk, day_content(listed), lambda stamp: write_daily_list(listed, path, stamp))
    click.echo(f"{path}: {len(listed.rows)} rows, {len(listed.left_off)} patients left off")


def leave(desk: Desk, content: SheetContent | None, write: Callable[[PrintStamp], None]) -> None:
    """Write a sheet under its number in the register of sheets; an error ends the command.

    ``content`` None: what cannot be out of date needs no number, nor does one that is not written.
    A ward that is open for reading only has no register: its sheets leave without a number.
    """
    number = ""
    if content is not None and not reading_only(desk):
        number = register_sheet(desk, content).number
    try:
        write(PrintStamp(desk.clock.now(), desk.actor, number))
    except PaperError as error:
        if number:
            recall(desk, number)
        click.echo(f"nkdeskctl: {error}", err=True)
        sys.exit(ERROR)


def _say_json(listed: DayList) -> None:
    click.echo(json.dumps(daily_list_json(listed), ensure_ascii=False, indent=2))


def _say_text(listed: DayList) -> None:
    click.echo(daily_list_text(listed))


@click.command("sample-ward")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
def sample_ward(folder: Path) -> None:
    """Write the sample ward of invented patients into a new folder."""
    try:
        make_sample_ward(folder)
    except StoreError as error:
        click.echo(f"nkdeskctl: {error}", err=True)
        sys.exit(exit_code(error.problem))
    click.echo(f"{folder}: sample ward written. Open it with: .venv/bin/nkdesk --data-dir {folder}")


def _head(text: str) -> Head:
    head = typed_head(text)
    if head is None:
        raise click.UsageError("Type --head as the sheet prints it: SEQ:HASH, 8 signs at least.")
    return head


@click.command()
@click.option(
    "--head", "heads", multiple=True, help="A newest step as a sheet printed it: SEQ:HASH."
)
@click.option(
    "--heads",
    "noted",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    help="A file of heads noted in another folder.",
)
@click.pass_obj
def verify(choice: WardChoice, *, heads: tuple[str, ...], noted: Path | None) -> None:
    """Check a ward's store, its journal from the first step to the last, the site's own files."""
    known = [_head(text) for text in heads]
    with opened(choice) as desk:
        faults = (*ward_faults(desk), *witness_faults(desk, known, noted))
        own = [
            f"{choice.folder / SITE_FILE}, line {wrong.line}: {wrong.sentence}"
            for wrong in site_reason_faults(desk)
        ]
        if held := site_hold_fault(desk):
            own.append(f"{choice.folder / HOLDS_FILE}: {held} The shipped limits stand.")
        steps = revision(desk)
    for fault in faults:
        click.echo(fault)
    for wrong in own:
        click.echo(wrong)
    if faults:
        sys.exit(INTEGRITY)
    if own:
        sys.exit(ERROR)
    click.echo(f"{choice.folder}: whole; {steps} steps, every one sealed to the one before.")
