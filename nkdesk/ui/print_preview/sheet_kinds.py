"""The sheets that can be previewed and printed: the day's list, and an eligibility check."""

from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QImage, QPagedPaintDevice

from nkdesk.services.read_models import DayList
from nkdesk.services.sheet_contents import day_content
from nkdesk.services.sheets_in_hand import SheetContent
from nkdesk.sheets.check_rows import CheckSheet
from nkdesk.sheets.daily_list import daily_list_pages, daily_list_pdf, print_daily_list
from nkdesk.sheets.gate_sheet import check_pages, check_pdf, print_check
from nkdesk.sheets.gate_sheet_words import check_title
from nkdesk.sheets.list_options import ListOptions, Orientation, PrintStamp
from nkdesk.sheets.wording.dates import day_text

translate = QCoreApplication.translate
LYING, STANDING = ListOptions(), ListOptions(Orientation.PORTRAIT)


class Sheet(Protocol):
    """What the preview asks of a sheet; each way out has read the sheet back first."""

    @property
    def title(self) -> str:
        """What the window is called; names no patient."""

    @property
    def save_words(self) -> str:
        """What the dialog that asks for a place is called."""

    @property
    def file_name(self) -> str:
        """The name proposed for a PDF; names no patient."""

    @property
    def sample(self) -> bool:
        """Whether it is about invented patients."""

    @property
    def first_options(self) -> ListOptions:
        """How it lies and what it shows when nobody has chosen."""

    @property
    def has_choices(self) -> bool:
        """Whether a person chooses how it lies and whether names stand on it."""

    @property
    def content(self) -> SheetContent | None:
        """What the register of sheets keeps of it, None for what cannot be out of date."""

    def pages(self, stamp: PrintStamp, options: ListOptions, dots_an_inch: int) -> list[QImage]:
        """Return the pages as pictures. Raises SheetError."""

    def pdf(self, stamp: PrintStamp, options: ListOptions) -> bytes:
        """Return the sheet as a PDF. Raises SheetError."""

    def print_on(self, printer: QPagedPaintDevice, stamp: PrintStamp, options: ListOptions) -> int:
        """Print the sheet and return how many pages. Raises SheetError."""


@dataclass(frozen=True, slots=True)
class DaySheet:
    """The infusion list of a day."""

    day: DayList
    has_choices: bool = True
    first_options: ListOptions = LYING

    @property
    def title(self) -> str:
        """The day."""
        return translate("PrintPreview", "Print · {day}").format(day=day_text(self.day.day))

    @property
    def save_words(self) -> str:
        """What the dialog that asks for a place is called."""
        return translate("PrintPreview", "Save the list as PDF")

    @property
    def file_name(self) -> str:
        """The name proposed for a PDF."""
        return f"infusion-list-{self.day.day.isoformat()}.pdf"

    @property
    def sample(self) -> bool:
        """Whether it is about invented patients."""
        return self.day.sample

    @property
    def content(self) -> SheetContent:
        """What the register of sheets keeps of it."""
        return day_content(self.day)

    def pages(self, stamp: PrintStamp, options: ListOptions, dots_an_inch: int) -> list[QImage]:
        """Return the pages as pictures."""
        return daily_list_pages(self.day, stamp, options, dots_an_inch=dots_an_inch)

    def pdf(self, stamp: PrintStamp, options: ListOptions) -> bytes:
        """Return the list as a PDF."""
        return daily_list_pdf(self.day, stamp, options)

    def print_on(self, printer: QPagedPaintDevice, stamp: PrintStamp, options: ListOptions) -> int:
        """Print the list."""
        return print_daily_list(printer, self.day, stamp, options)


@dataclass(frozen=True, slots=True)
class CheckPaper:
    """An eligibility check; it always stands upright and always bears both identifiers."""

    sheet: CheckSheet
    has_choices: bool = False
    first_options: ListOptions = STANDING

    @property
    def title(self) -> str:
        """Which check, of which day."""
        check = self.sheet.check
        words = translate("PrintPreview", "Print · {check} · {day}")
        return words.format(check=check_title(check), day=day_text(check.evaluation.on))

    @property
    def save_words(self) -> str:
        """What the dialog that asks for a place is called."""
        return translate("PrintPreview", "Save the check as PDF")

    @property
    def file_name(self) -> str:
        """The name proposed for a PDF: the trial number, never a name."""
        check = self.sheet.check
        number = "".join(one if one.isalnum() else "-" for one in check.line.patient.trial_number)
        day = check.evaluation.on.isoformat()
        return f"check-{number}-{check.who.value}-cycle-{check.cycle}-{day}.pdf"

    @property
    def sample(self) -> bool:
        """Whether it is about invented patients."""
        return self.sheet.check.sample

    @property
    def content(self) -> None:
        """Nothing: a check says on which day it was evaluated, and stays what it was."""
        return

    def pages(self, stamp: PrintStamp, options: ListOptions, dots_an_inch: int) -> list[QImage]:
        """Return the pages as pictures."""
        del options
        return check_pages(self.sheet, stamp, dots_an_inch=dots_an_inch)

    def pdf(self, stamp: PrintStamp, options: ListOptions) -> bytes:
        """Return the check as a PDF."""
        del options
        return check_pdf(self.sheet, stamp)

    def print_on(self, printer: QPagedPaintDevice, stamp: PrintStamp, options: ListOptions) -> int:
        """Print the check."""
        del options
        return print_check(printer, self.sheet, stamp)
