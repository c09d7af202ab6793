"""``nkdeskctl cases``: a hospital re-runs its own tests after installing or updating."""

import sys
from collections import Counter
from pathlib import Path

import click

from nkdesk.exchange.case_file import CaseFile
from nkdesk.exchange.case_values import CaseFileError, CaseResult
from nkdesk.exchange.cases import run_cases

ERROR = 1


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
def cases(files: tuple[Path, ...]) -> None:
    """Run the cases in FILES, of dates and of eligibility, and print every one that fails.

    Closes with "N passed, N failed". Exit code 0 when none failed, 1 when one did or a file
    cannot be read.
    """
    counts: Counter[str] = Counter()
    for path in files:
        try:
            file = _read(path)
            for result in run_cases(file):
                counts.update(_told(path, result))
        except CaseFileError as fault:
            click.echo(f"{path}: {fault}", err=True)
            sys.exit(ERROR)
    _close(counts)


def _read(path: Path) -> CaseFile:
    try:
        return CaseFile(path.read_bytes())
    except OSError as fault:
        raise CaseFileError("the file cannot be read", f"{fault.strerror}.") from fault


def _told(path: Path, result: CaseResult) -> list[str]:
    """Print a case that failed; return what it counts as."""
    if not result.differences:
        return ["passed"]
    click.echo(f"FAILED {result.id} ({path})")
    for one in result.differences:
        click.echo(f"  {one.what}: expected {one.expected}, got {one.got}")
    return ["failed"]


def _close(counts: Counter[str]) -> None:
    click.echo(f"{counts['passed']} passed, {counts['failed']} failed")
    sys.exit(ERROR if counts["failed"] else 0)
