"""What is wrong with a typed field, said beside it, with what would be right."""

from PySide6.QtCore import QCoreApplication

from nkdesk.model.dates import DateProblem
from nkdesk.services.forms import FieldCode, FieldProblem
from nkdesk.ui.common.calendar_words import date_problem_words

translate = QCoreApplication.translate

_DATES = {
    FieldCode.NOT_A_DATE: DateProblem.NOT_A_DATE,
    FieldCode.SHORT_YEAR: DateProblem.SHORT_YEAR,
    FieldCode.AMBIGUOUS_DATE: DateProblem.AMBIGUOUS,
    FieldCode.NO_SUCH_DAY: DateProblem.NO_SUCH_DAY,
}


def problem_words(problem: FieldProblem) -> str:
    """Return a problem as one sentence."""
    if problem.code in _DATES:
        return date_problem_words(_DATES[problem.code])
    if problem.field == "time" and problem.code is FieldCode.IN_FUTURE:
        return translate("Fields", "This time has not come yet.")
    return _template(problem.code).format(detail=problem.detail)


def _template(code: FieldCode) -> str:
    return {**_missing_words(), **_value_words(), **_text_words()}[code]


def _missing_words() -> dict[FieldCode, str]:
    return {
        FieldCode.MISSING: translate("Fields", "Needed."),
        FieldCode.NEEDS_TEXT: translate("Fields", "Say in words."),
        FieldCode.NOT_A_CHOICE: translate("Fields", "Choose one."),
        FieldCode.LOOK_ALIKE_UNSEEN: translate(
            "Fields", "A like name is in this ward: {detail}. Look at it and tick the box."
        ),
    }


def _value_words() -> dict[FieldCode, str]:
    return {
        FieldCode.IN_FUTURE: translate("Fields", "This day has not come yet."),
        FieldCode.BEFORE_BIRTH: translate("Fields", "This day lies before the birth."),
        FieldCode.OUT_OF_RANGE: translate("Fields", "Outside what is possible: {detail}."),
        FieldCode.NOT_A_NUMBER: translate("Fields", "Type a number, for example 31.4."),
        FieldCode.NOT_A_TIME: translate("Fields", "Type a time, for example 09:30."),
        FieldCode.ALREADY_USED: translate("Fields", "Another entry has this already."),
        FieldCode.EXAMPLE: translate("Fields", "An example cannot be approved."),
        FieldCode.UNCHANGED: translate("Fields", "Nothing would change."),
        FieldCode.SAME_PERSON: translate("Fields", "This must be another person."),
    }


def _text_words() -> dict[FieldCode, str]:
    return {
        FieldCode.TOO_LONG: translate("Fields", "Too long: at most {detail} characters."),
        FieldCode.INVISIBLE_CHARACTER: translate(
            "Fields", "Holds an invisible character ({detail}). Type it again."
        ),
        FieldCode.UNPRINTABLE_CHARACTER: translate(
            "Fields", "Holds a character that cannot be printed ({detail})."
        ),
    }
