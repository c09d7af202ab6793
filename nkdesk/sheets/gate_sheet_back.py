"""Reading a check back before it leaves, exactly as the daily list is (safety hazard H07)."""

from nkdesk.sheets.check_rows import CheckSheet, check_rows, printed_check_fields
from nkdesk.sheets.gate_sheet_words import GateWords, gate_words
from nkdesk.sheets.list_options import PrintStamp
from nkdesk.sheets.list_words import page_text
from nkdesk.sheets.marks import Page
from nkdesk.sheets.read_back import Fields, SheetMismatchError, compare_pages, verify_text


def verify_check(pdf: bytes, pages: tuple[Page, ...], sheet: CheckSheet, stamp: PrintStamp) -> None:
    """Raise SheetMismatchError unless the PDF says what the check says, on every page."""
    verify_check_layout(pages, sheet, gate_words(sheet, stamp))
    verify_text(pdf, pages)


def verify_check_layout(pages: tuple[Page, ...], sheet: CheckSheet, words: GateWords) -> None:
    """Compare the pages as laid out with the check: every criterion, in the order evaluated."""
    evaluated = [one.criterion.id for check in sheet.checks for one in check.evaluation.verdicts]
    if [row.id for row in check_rows(sheet)] != evaluated:
        raise SheetMismatchError("end", "criteria")
    compare_pages(pages, _rows(sheet, words), lambda number, of: _frame(words, number, of))


def _rows(sheet: CheckSheet, words: GateWords) -> dict[str, Fields]:
    outcome = {
        "symbol": words.symbol,
        "outcome": words.outcome,
        "valid": words.valid,
        "standing": "".join(words.standing),
    }
    rows = {"outcome": outcome}
    for row in check_rows(sheet):
        rows[str(row.number)] = printed_check_fields(row)
    if words.empty:
        rows["empty"] = {"empty": words.empty}
    rows["signature"] = {
        "signature title": words.signature.title,
        "signature": "".join(words.signature.lines),
        "signature alarm": "".join(words.signature.alarms),
        "end": words.end,
    }
    return rows


def _frame(words: GateWords, number: int, of: int) -> Fields:
    alarms = "".join(words.alarms)
    return {
        "watermark": words.watermark,
        "title": words.title,
        **words.identity,
        "trial": words.trial,
        "day": words.day,
        "alarm": alarms + alarms,
        "stamp": words.stamp,
        "discard": words.discard,
        "page": page_text(number, of),
    }
