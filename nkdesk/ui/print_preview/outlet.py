"""Where a sheet goes: a printer or a PDF file, always after its text has been read back."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

from nkdesk.sheets.list_options import ListOptions, PrintStamp
from nkdesk.sheets.paper_file import write_whole
from nkdesk.sheets.problem import SheetError
from nkdesk.sheets.read_back import SheetMismatchError
from nkdesk.ui.print_preview.sheet_kinds import Sheet

translate = QCoreApplication.translate

SHEET_ERRORS = (SheetError, OSError)


@dataclass(frozen=True, slots=True)
class Job:
    """One sheet as it is to be printed now."""

    sheet: Sheet
    stamp: PrintStamp
    options: ListOptions


@dataclass(frozen=True, slots=True)
class Gone:
    """The sheet has left; ``words`` say where to."""

    words: str


@dataclass(frozen=True, slots=True)
class Kept:
    """The sheet has not left; ``words`` say why and what to do."""

    words: str


def printer_names() -> list[str]:
    """Return the printers of this computer, the usual one first."""
    usual = QPrinterInfo.defaultPrinterName()
    names = QPrinterInfo.availablePrinterNames()
    return sorted(names, key=lambda name: (name != usual, name))


def send_to_printer(job: Job, name: str) -> Gone | Kept:
    """Print the sheet; nothing reaches the printer when the read-back finds a difference."""

    def print_it() -> str:
        printer = QPrinter(QPrinterInfo.printerInfo(name), QPrinter.PrinterMode.HighResolution)
        pages = job.sheet.print_on(printer, job.stamp, job.options)
        words = translate("Outlet", "Sent to {printer}: {n} pages. Count them as they come out.")
        return words.format(printer=name, n=pages)

    return _attempt(print_it)


def save_as_pdf(job: Job, path: Path) -> Gone | Kept:
    """Save the sheet as PDF; no file is written when the read-back finds a difference."""

    def save_it() -> str:
        write_whole(path, job.sheet.pdf(job.stamp, job.options))
        return translate("Outlet", "Saved as {name}").format(name=path.name)

    return _attempt(save_it)


def _attempt(leave: Callable[[], str]) -> Gone | Kept:
    try:
        return Gone(leave())
    except SHEET_ERRORS as error:
        return Kept(problem_words(error))


def problem_words(error: Exception) -> str:
    """Return why a sheet was stopped, as a sentence and a next step."""
    if isinstance(error, SheetMismatchError):
        return translate(
            "Outlet",
            "The paper would not have shown what the ward's record says, so it was stopped. "
            "Press F5 and print again; if it stops again, tell whoever looks after "
            "nkdesk.",
        )
    if isinstance(error, OSError):
        words = translate(
            "Outlet",
            "The file could not be written here ({why}). Choose another folder and save again.",
        )
        return words.format(why=error.strerror or type(error).__name__)
    return str(error)
