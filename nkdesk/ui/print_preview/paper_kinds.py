"""The sheets around an infusion that can be previewed: card, product sheet, scanner test."""

from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QImage, QPagedPaintDevice

from nkdesk.services.sheet_contents import card_content, lot_content
from nkdesk.services.sheets_in_hand import SheetContent
from nkdesk.sheets.bedside_card import card_pages, card_pdf, print_card
from nkdesk.sheets.card_words import CardSheet
from nkdesk.sheets.list_options import ListOptions, PrintStamp
from nkdesk.sheets.product_sheet import (
    print_product_sheet,
    product_sheet_pages,
    product_sheet_pdf,
)
from nkdesk.sheets.product_sheet_words import ProductSheet
from nkdesk.sheets.scanner_sheet import (
    ScannerSheet,
    print_scanner_sheet,
    scanner_sheet_pages,
    scanner_sheet_pdf,
)
from nkdesk.sheets.wording.dates import day_text
from nkdesk.ui.print_preview.sheet_kinds import STANDING

translate = QCoreApplication.translate


def plain_number(number: str) -> str:
    """Return a number as it may stand in the name of a file."""
    return "".join(one if one.isalnum() else "-" for one in number)


@dataclass(frozen=True, slots=True)
class CardPaper:
    """A bedside card; it always stands upright on A5 and always bears both identifiers."""

    sheet: CardSheet
    has_choices: bool = False
    first_options: ListOptions = STANDING

    @property
    def title(self) -> str:
        """Which day's card; names no patient."""
        words = translate("PrintPreview", "Print · Bedside card · {day}")
        return words.format(day=day_text(self.sheet.page.row.item.planned))

    @property
    def save_words(self) -> str:
        """What the dialog that asks for a place is called."""
        return translate("PrintPreview", "Save the card as PDF")

    @property
    def file_name(self) -> str:
        """The name proposed for a PDF: the trial number, never a name."""
        number = plain_number(self.sheet.patient.trial_number)
        return f"bedside-card-{number}-{self.sheet.page.row.item.planned.isoformat()}.pdf"

    @property
    def sample(self) -> bool:
        """Whether it is about invented patients."""
        return self.sheet.sample

    @property
    def content(self) -> SheetContent:
        """What the register of sheets keeps of it."""
        return card_content(self.sheet.page)

    def pages(self, stamp: PrintStamp, options: ListOptions, dots_an_inch: int) -> list[QImage]:
        """Return the pages as pictures."""
        del options
        return card_pages(self.sheet, stamp, dots_an_inch=dots_an_inch)

    def pdf(self, stamp: PrintStamp, options: ListOptions) -> bytes:
        """Return the card as a PDF."""
        del options
        return card_pdf(self.sheet, stamp)

    def print_on(self, printer: QPagedPaintDevice, stamp: PrintStamp, options: ListOptions) -> int:
        """Print the card."""
        del options
        return print_card(printer, self.sheet, stamp)


@dataclass(frozen=True, slots=True)
class ProductPaper:
    """A donor and product sheet as of ``day``; it always stands upright and names the patient."""

    sheet: ProductSheet
    day: date
    has_choices: bool = False
    first_options: ListOptions = STANDING

    @property
    def title(self) -> str:
        """Which lot's sheet; names no patient."""
        words = translate("PrintPreview", "Print · Donor and product sheet · {lot}")
        return words.format(lot=self.sheet.view.lot.number)

    @property
    def save_words(self) -> str:
        """What the dialog that asks for a place is called."""
        return translate("PrintPreview", "Save the sheet as PDF")

    @property
    def file_name(self) -> str:
        """The name proposed for a PDF: the lot's number, never a name."""
        return f"product-sheet-{plain_number(self.sheet.view.lot.number)}.pdf"

    @property
    def sample(self) -> bool:
        """Whether it is about invented patients."""
        return self.sheet.sample

    @property
    def content(self) -> SheetContent:
        """What the register of sheets keeps of it."""
        return lot_content(self.sheet.view, self.day, self.sheet.revision)

    def pages(self, stamp: PrintStamp, options: ListOptions, dots_an_inch: int) -> list[QImage]:
        """Return the pages as pictures."""
        del options
        return product_sheet_pages(self.sheet, stamp, dots_an_inch=dots_an_inch)

    def pdf(self, stamp: PrintStamp, options: ListOptions) -> bytes:
        """Return the sheet as a PDF."""
        del options
        return product_sheet_pdf(self.sheet, stamp)

    def print_on(self, printer: QPagedPaintDevice, stamp: PrintStamp, options: ListOptions) -> int:
        """Print the sheet."""
        del options
        return print_product_sheet(printer, self.sheet, stamp)


@dataclass(frozen=True, slots=True)
class ScannerPaper:
    """The scanner test sheet; it is about nobody and cannot be out of date."""

    sheet: ScannerSheet
    has_choices: bool = False
    first_options: ListOptions = STANDING
    sample: bool = False
    content: None = None

    @property
    def title(self) -> str:
        """What the window is called."""
        return translate("PrintPreview", "Print · Scanner test")

    @property
    def save_words(self) -> str:
        """What the dialog that asks for a place is called."""
        return translate("PrintPreview", "Save the scanner test as PDF")

    @property
    def file_name(self) -> str:
        """The name proposed for a PDF."""
        return "scanner-test.pdf"

    def pages(self, stamp: PrintStamp, options: ListOptions, dots_an_inch: int) -> list[QImage]:
        """Return the pages as pictures."""
        del options
        return scanner_sheet_pages(self.sheet, stamp, dots_an_inch=dots_an_inch)

    def pdf(self, stamp: PrintStamp, options: ListOptions) -> bytes:
        """Return the sheet as a PDF."""
        del options
        return scanner_sheet_pdf(self.sheet, stamp)

    def print_on(self, printer: QPagedPaintDevice, stamp: PrintStamp, options: ListOptions) -> int:
        """Print the sheet."""
        del options
        return print_scanner_sheet(printer, self.sheet, stamp)
