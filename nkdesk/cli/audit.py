"""The command that writes a copy of the journal to take away."""

import sys
from pathlib import Path

import click

from nkdesk.cli.ward import ERROR, WardChoice, opened
from nkdesk.sheets.paper_file import PaperError


@click.command("export-journal")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.pass_obj
def export(choice: WardChoice, folder: Path) -> None:
    """Write the whole journal into a new FOLDER, with what checks it without nkdesk."""
    # Imported here: no other command needs what draws and reads back sheets with codes.
    from nkdesk.sheets.journal_export import export_journal  # noqa: PLC0415 -- as said above

    with opened(choice) as desk:
        try:
            copied = export_journal(desk, folder)
        except PaperError as error:
            click.echo(f"nkdeskctl: {error}", err=True)
            sys.exit(ERROR)
    head = copied.head
    click.echo(
        f"{folder}: {head.seq} steps, {copied.fields} lines. Newest step {head.seq}:{head.hash}"
    )
    click.echo(f"Check it with: python {folder / 'verify_journal.py'} {head.seq}:{head.hash[:8]}")
