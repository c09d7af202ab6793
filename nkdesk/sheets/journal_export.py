"""The journal written into a folder of its own: lines, table, index as PDF, and the verifier.

The folder gets its name when everything stands in it, and never takes another's place.
"""

import shutil
from pathlib import Path
from uuid import uuid4

from nkdesk.services.audit.exporting import JournalCopy, journal_copy
from nkdesk.services.desk import Desk
from nkdesk.sheets.journal_index import journal_index_pdf
from nkdesk.sheets.paper_file import PaperError, windowless_application
from nkdesk.sheets.problem import SheetError
from nkdesk.sheets.wording.translation import translate

INDEX_FILE = "journal.pdf"


def export_journal(desk: Desk, folder: Path) -> JournalCopy:
    """Write the whole journal into a new folder; PaperError says why it was not written."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        sentence = translate("Sheets", "{folder} is not empty. Choose a new folder.")
        raise PaperError(sentence.format(folder=folder))
    copied = journal_copy(desk)
    windowless_application()
    try:
        index = journal_index_pdf(copied)
    except SheetError as error:
        raise PaperError(str(error)) from error
    try:
        _write({**copied.files, INDEX_FILE: index}, folder)
    except OSError as error:
        sentence = translate("Sheets", "{folder} could not be written: {reason}.")
        raise PaperError(sentence.format(folder=folder, reason=error.strerror)) from error
    return copied


def _write(files: dict[str, bytes], folder: Path) -> None:
    folder.parent.mkdir(parents=True, exist_ok=True)
    unnamed = folder.parent / f".{folder.name[:40]}.{uuid4().hex}"
    unnamed.mkdir(mode=0o700)
    try:
        for name, content in files.items():
            (unnamed / name).write_bytes(content)
        if folder.exists():  # an empty one: some systems rename nothing onto it
            folder.rmdir()
        unnamed.rename(folder)
    finally:
        shutil.rmtree(unnamed, ignore_errors=True)
