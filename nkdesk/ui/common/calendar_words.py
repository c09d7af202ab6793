"""What the screens say about dates beyond the wording they share with paper."""

from datetime import date

from PySide6.QtCore import QCoreApplication

from nkdesk.model.dates import DateProblem
from nkdesk.sheets.wording.dates import date_text

translate = QCoreApplication.translate


def day_month(day: date) -> str:
    """Return ``12-Mar``, for an axis that names the year elsewhere."""
    return date_text(day).rsplit("-", 1)[0]


def date_problem_words(problem: DateProblem) -> str:
    """Say what is wrong with a typed date and what would be right."""
    match problem:
        case DateProblem.EMPTY:
            return translate("Calendar", "Type a date, for example 12.03.2026.")
        case DateProblem.SHORT_YEAR:
            return translate("Calendar", "Type the year with four digits, for example 12.03.2026.")
        case DateProblem.AMBIGUOUS:
            return translate(
                "Calendar", "This could be read two ways. Type 12.03.2026 or 12-Mar-2026."
            )
        case DateProblem.NO_SUCH_DAY:
            return translate("Calendar", "This day does not exist.")
        case DateProblem.NOT_A_DATE:
            return translate("Calendar", "This is not a date. Type 12.03.2026 or 12-Mar-2026.")
