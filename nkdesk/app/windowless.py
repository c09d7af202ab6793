"""A start without a display: the sample ward's list is written as a PDF, and that is said."""

import tempfile
from pathlib import Path

import click

from nkdesk.app.arguments import SAMPLE_ACTOR
from nkdesk.app.wards import make_sample_ward, open_desk
from nkdesk.services.day_list import day_list
from nkdesk.services.problems import StoreError
from nkdesk.sheets.list_options import PrintStamp
from nkdesk.sheets.paper_file import PaperError, write_daily_list


def write_sample_list(folder: Path | None = None) -> int:
    """Write the sample ward's list for its today into a folder, the current one by default.

    Returns 0 once the file is whole, 1 when it could not be written.
    """
    try:
        with tempfile.TemporaryDirectory(prefix="nkdesk-") as place:
            path = _write(Path(place), Path.cwd() if folder is None else folder)
    except (StoreError, PaperError) as error:
        click.echo(f"nkdesk: {error}", err=True)
        return 1
    click.echo(f"No display here: the sample ward's list was written to {path} instead.")
    return 0


def _write(place: Path, target: Path) -> Path:
    ward = place / "sample-ward"
    make_sample_ward(ward)
    desk = open_desk(ward, SAMPLE_ACTOR)
    with desk.store:
        listed = day_list(desk, desk.clock.today())
        path = target / f"nkdesk-sample-list-{listed.day.isoformat()}.pdf"
        write_daily_list(listed, path, PrintStamp(desk.clock.now(), desk.actor))
    return path
