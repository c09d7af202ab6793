"""``nkdeskctl``: the same services as the window, without a window.

Exit codes: 0 ok, 1 error, 2 usage, 3 locked by another program, 4 integrity.
"""

import io
import sys
from pathlib import Path

import click

from nkdesk import __version__
from nkdesk.cli.audit import export
from nkdesk.cli.backups import backup, restore_command
from nkdesk.cli.cases import cases
from nkdesk.cli.changing import cease, correct, move, off_study, omit
from nkdesk.cli.check import check
from nkdesk.cli.plan import plan, why
from nkdesk.cli.products import go, products
from nkdesk.cli.protocol import protocol
from nkdesk.cli.replacing import replace
from nkdesk.cli.sheets import card, product_sheet, scanner_test, sheets
from nkdesk.cli.since import changes
from nkdesk.cli.ward import WardChoice, sample_ward, today, verify


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="nkdeskctl")
@click.option(
    "--data-dir",
    type=click.Path(path_type=Path, file_okay=False),
    help="The ward's folder. Without it: NKDESK_DATA_DIR, else this computer's own ward.",
)
@click.option("--demo", is_flag=True, help="Use the sample ward of invented patients.")
@click.pass_context
def main(context: click.Context, *, data_dir: Path | None, demo: bool) -> None:
    """Plan, check and print from the command line."""
    _speak_plainly()
    context.obj = WardChoice(data_dir, demo)


for _command in (
    *(today, changes, move, omit, cease, off_study, correct, replace),
    *(check, go, products, plan, why, protocol, cases, sample_ward, verify, export),
    *(card, product_sheet, scanner_test, sheets, backup, restore_command),
):
    main.add_command(_command)


def _speak_plainly() -> None:
    """Write UTF-8 into pipes and files; a sign a terminal has no letter for becomes its number."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            encoding = stream.encoding if stream.isatty() else "utf-8"
            stream.reconfigure(encoding=encoding, errors="backslashreplace")
