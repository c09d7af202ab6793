"""What came of writing the journal into a folder, in words."""

from pathlib import Path

from PySide6.QtCore import QCoreApplication

from nkdesk.services.desk import Desk
from nkdesk.services.problems import StoreError
from nkdesk.sheets.journal_export import export_journal
from nkdesk.sheets.paper_file import PaperError

translate = QCoreApplication.translate


def export_words(desk: Desk, folder: Path) -> str:
    """Write the whole journal into a new folder; say how much, or why it was not written."""
    try:
        copied = export_journal(desk, folder)
    except StoreError as error:
        return f"{error.sentence} {error.next_step}"
    except PaperError as error:
        return str(error)
    words = translate("Audit", "Journal exported: {steps} steps in {folder}")
    return words.format(steps=copied.head.seq, folder=folder.name)
