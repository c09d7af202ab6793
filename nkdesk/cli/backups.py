"""``backup`` and ``restore``: the same as the window's dialog, without a window."""

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import click

from nkdesk.cli.ward import ACTOR, ERROR, WardChoice, exit_code, opened
from nkdesk.clock import ward_clock
from nkdesk.services.backups import (
    BackedUp,
    BackupKind,
    BackupLine,
    BackupPlace,
    RestoreForm,
    RestorePreview,
    backups_page,
    choose_second_place,
    make_backup,
    preview_restore,
    restore,
)
from nkdesk.services.forms import Unsaved
from nkdesk.services.ward import TIME_ZONE, open_ward
from nkdesk.store.store import StoreError

_SHOWN = 20
_WRONG = {
    "same_person": "must be another person, however the name is spelt",
    "missing": "is needed",
    "needs_text": "say why in words",
}


@click.command()
@click.option("--list", "listing", is_flag=True, help="List the backups; make none.")
@click.option(
    "--second",
    type=click.Path(file_okay=False, path_type=Path),
    help="Copy every backup to this folder on another disk, too, from now on.",
)
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
@click.pass_obj
def backup(choice: WardChoice, *, listing: bool, second: Path | None, as_json: bool) -> None:
    """Back the ward up: copied, opened again, checked whole, and only then named."""
    with opened(choice) as desk:
        place = BackupPlace(choice.folder, desk.clock.now)
        if listing:
            lines = backups_page(place).lines
            _say([_told(line) for line in lines], [_line(line) for line in lines], as_json=as_json)
            return
        done = make_backup(place, BackupKind.ASKED)
        if second is not None:
            choose_second_place(place, second)
    said = f"{done.line.place}: backed up to step {done.line.step}"
    _say([_told(done.line)], [said], as_json=as_json)
    _warn_of_second(done)


@click.command("restore")
@click.argument("backup_folder", type=click.Path(path_type=Path), metavar="BACKUP")
@click.option("--as", "first", default="", metavar="NAME", help="Who restores.")
@click.option("--second", default="", metavar="NAME", help="The second person.")
@click.option("--reason", default="", help="Why, in words; it is kept in the journal.")
@click.option("--dry-run", is_flag=True, help="Check the backup and show the difference only.")
@click.pass_obj
def restore_command(
    choice: WardChoice, /, *, backup_folder: Path, dry_run: bool, **typed: str
) -> None:
    """Restore the ward from BACKUP, or from the newest backup with the word newest.

    What the ward holds now is set aside under its date, never overwritten. Two different people
    give their names.
    """
    with _refusing():
        place = BackupPlace(choice.folder, _moment(choice))
        preview = preview_restore(place, _meant(place, backup_folder))
        for line in _difference(preview):
            click.echo(line)
        if dry_run:
            click.echo("Nothing was changed (--dry-run).")
            return
        done = restore(place, preview, RestoreForm(**typed))
    if isinstance(done, Unsaved):
        _refuse(done)
    elif done.aside is None:
        click.echo(f"{choice.folder}: restored as step {done.seq}.")
    else:
        click.echo(f"{choice.folder}: restored as step {done.seq}. Set aside: {done.aside.name}")


@contextmanager
def _refusing() -> Iterator[None]:
    try:
        yield
    except StoreError as error:
        click.echo(f"nkdeskctl: {error}", err=True)
        sys.exit(exit_code(error.problem))


def _moment(choice: WardChoice) -> Callable[[], datetime]:
    """Return the ward's clock; one that cannot be opened is restored by the running one."""
    try:
        desk = open_ward(choice.folder, ward_clock, ACTOR)
    except StoreError:
        return ward_clock(TIME_ZONE, None).now
    desk.store.close()
    return desk.clock.now


def _meant(place: BackupPlace, asked: Path) -> Path:
    """Return the backup asked for; the word newest stands for the newest whole one."""
    if str(asked) != "newest":
        return asked
    lines = backups_page(place).lines
    return lines[0].place if lines else place.folder / "backups"


def _difference(preview: RestorePreview) -> Iterator[str]:
    yield f"Backup of {preview.ward}, up to step {preview.step} of {preview.ends_at:%d-%m-%Y %H:%M}"
    if preview.present_error is not None:
        yield f"What would be lost cannot be told: {preview.present_error.sentence}"
        return
    yield f"Steps of now that would be missing: {preview.lost}"
    for step in preview.lost_steps[:_SHOWN]:
        yield f"  {step.seq}  {step.at:%d-%m-%Y %H:%M}  {step.actor}  {step.what}"
    if preview.gained:
        yield f"Steps that would come back: {preview.gained}"
    for count in preview.counts:
        if count.now != count.then:
            yield f"  {count.table}: {count.now} now, {count.then} then"
    if preview.sheets:
        yield f"Printed sheets to throw away: {', '.join(preview.sheets)}"


def _refuse(answer: Unsaved) -> None:
    options = {"first": "--as", "second": "--second", "reason": "--reason"}
    wrong = "; ".join(
        f"{options[one.field]} {_WRONG.get(one.code, 'holds something that cannot be kept')}"
        for one in answer.problems
    )
    click.echo(f"nkdeskctl: Nothing was restored: {wrong}.", err=True)
    sys.exit(ERROR)


def _told(line: BackupLine) -> dict[str, object]:
    return {
        "place": str(line.place),
        "state": line.state,
        "made_at": None if line.made_at is None else line.made_at.isoformat(),
        "kind": line.kind,
        "step": line.step,
        "bytes": line.size,
        "second_place": line.second,
        "problem": None if line.error is None else line.error.problem,
    }


def _line(line: BackupLine) -> str:
    if line.error is not None:
        return f"{line.place.name}  {line.error.sentence}"
    made = "" if line.made_at is None else f"{line.made_at:%d-%m-%Y %H:%M}"
    step = "" if line.step is None else f"step {line.step}"
    where = "second place" if line.second else ""
    return "  ".join(word for word in (line.place.name, made, line.kind, step, where) if word)


def _say(told: list[dict[str, object]], lines: list[str], *, as_json: bool) -> None:
    for line in [json.dumps(told, ensure_ascii=False, indent=2)] if as_json else lines:
        click.echo(line)


def _warn_of_second(done: BackedUp) -> None:
    if done.second_error is not None:
        click.echo(f"nkdeskctl: second place: {done.second_error}", err=True)
        sys.exit(ERROR)
