"""Writing a sheet to a file without a window: whole and read back, or not at all."""

from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

from PySide6.QtGui import QGuiApplication

from nkdesk.services.read_models import DayList
from nkdesk.sheets.bedside_card import card_pdf
from nkdesk.sheets.card_words import CardSheet
from nkdesk.sheets.check_rows import CheckSheet
from nkdesk.sheets.daily_list import daily_list_pdf
from nkdesk.sheets.gate_sheet import check_pdf
from nkdesk.sheets.list_options import PrintStamp
from nkdesk.sheets.problem import SheetError
from nkdesk.sheets.product_sheet import product_sheet_pdf
from nkdesk.sheets.product_sheet_words import ProductSheet
from nkdesk.sheets.scanner_sheet import ScannerSheet, scanner_sheet_pdf
from nkdesk.sheets.wording.translation import translate


class PaperError(Exception):
    """The file was not written; says why in one sentence and names no patient."""


def write_daily_list(listed: DayList, path: Path, stamp: PrintStamp) -> None:
    """Write the list as a PDF; an earlier file of that name stays until the new one is whole.

    Raises PaperError.
    """
    _write(path, lambda: daily_list_pdf(listed, stamp))


def write_check(sheet: CheckSheet, path: Path, stamp: PrintStamp) -> None:
    """Write a check as a PDF; an earlier file of that name stays until the new one is whole.

    Raises PaperError.
    """
    _write(path, lambda: check_pdf(sheet, stamp))


def write_card(sheet: CardSheet, path: Path, stamp: PrintStamp) -> None:
    """Write a bedside card as a PDF, as ``write_daily_list`` does. Raises PaperError."""
    _write(path, lambda: card_pdf(sheet, stamp))


def write_product_sheet(sheet: ProductSheet, path: Path, stamp: PrintStamp) -> None:
    """Write a donor and product sheet, as ``write_daily_list`` does. Raises PaperError."""
    _write(path, lambda: product_sheet_pdf(sheet, stamp))


def write_scanner_sheet(sheet: ScannerSheet, path: Path, stamp: PrintStamp) -> None:
    """Write a scanner test, as ``write_daily_list`` does. Raises PaperError."""
    _write(path, lambda: scanner_sheet_pdf(sheet, stamp))


def _write(path: Path, make: Callable[[], bytes]) -> None:
    windowless_application()
    try:
        content = make()
    except SheetError as error:
        raise PaperError(str(error)) from error
    try:
        write_whole(path, content)
    except OSError as error:
        raise PaperError(_not_written(path, error)) from error


def write_whole(path: Path, content: bytes) -> None:
    """Write a file so that its name holds all of it or what it held before. Raises OSError."""
    unfinished = path.with_name(f".{path.name[:40]}.{uuid4().hex}")
    try:
        unfinished.write_bytes(content)
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


def _not_written(path: Path, error: OSError) -> str:
    sentence = translate("Sheets", "{file} could not be written: {reason}. Choose another folder.")
    return sentence.format(file=path, reason=error.strerror)


def windowless_application() -> QGuiApplication:
    """Return the running application, or one that needs no screen."""
    running = QGuiApplication.instance()
    if isinstance(running, QGuiApplication):
        return running
    return QGuiApplication(["nkdesk", "-platform", "offscreen"])
