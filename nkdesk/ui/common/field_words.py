"""What is wrong with a typed field, said beside it, with what would be right."""

from datetime import date

from PySide6.QtCore import QCoreApplication

from nkdesk.model.dates import DateProblem
from nkdesk.services.forms import FieldCode, FieldProblem
from nkdesk.sheets.wording.dates import day_text
from nkdesk.ui.common.bedside_field_words import bedside_problem_words, stage_words
from nkdesk.ui.common.calendar_words import date_problem_words
from nkdesk.ui.common.product_details import detail_words
from nkdesk.ui.common.product_field_words import product_problem_words

translate = QCoreApplication.translate

_DATES = {
    FieldCode.NOT_A_DATE: DateProblem.NOT_A_DATE,
    FieldCode.SHORT_YEAR: DateProblem.SHORT_YEAR,
    FieldCode.AMBIGUOUS_DATE: DateProblem.AMBIGUOUS,
    FieldCode.NO_SUCH_DAY: DateProblem.NO_SUCH_DAY,
}

_TIMES = frozenset({"time", "onset_at", "resolved_at", "start", "end"})

_TOLD_BY_DAY = frozenset(
    {
        FieldCode.AFTER_VALID_UNTIL,
        FieldCode.BEFORE_CHECK,
        FieldCode.BEFORE_SIGNATURE,
        FieldCode.GIVEN_ON_OTHER_DAY,
    }
)


def problem_words(problem: FieldProblem) -> str:
    """Return a problem as one sentence."""
    if problem.code in _DATES:
        return date_problem_words(_DATES[problem.code])
    if problem.field in _TIMES and problem.code is FieldCode.IN_FUTURE:
        return translate("Fields", "This time has not come yet.")
    detail = detail_words(problem.code, problem.detail)
    if problem.code is FieldCode.WRONG_SCALE:
        detail = detail.capitalize()  # Lansky and Karnofsky are names
    if problem.code is FieldCode.NOT_AT_THIS_STAGE:
        detail = stage_words(detail)
    if problem.code in _TOLD_BY_DAY:
        detail = day_text(date.fromisoformat(detail))
    return _template(problem.code).format(detail=detail)


def _template(code: FieldCode) -> str:
    return {
        **_missing_words(),
        **_value_words(),
        **_text_words(),
        **_eligibility_words(),
        **product_problem_words(),
        **bedside_problem_words(),
    }[code]


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
        FieldCode.THOUSANDS: translate(
            "Fields", "A comma before three digits could mean either: type 1600 or 1.6."
        ),
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


def _eligibility_words() -> dict[FieldCode, str]:
    return {**_evidence_words(), **_check_words()}


def _check_words() -> dict[FieldCode, str]:
    return {
        FieldCode.NOT_ELIGIBLE: translate(
            "Fields", "Not eligible by {detail}. A newer result or a waiver would change that."
        ),
        FieldCode.INCOMPLETE: translate(
            "Fields", "Nothing valid is known for {detail}. Enter the results first."
        ),
        FieldCode.NOT_SIGNED: translate(
            "Fields", "The check before this cycle is not signed. A physician signs it first."
        ),
        FieldCode.ALREADY_SIGNED: translate("Fields", "This check is signed already and stands."),
        FieldCode.AFTER_VALID_UNTIL: translate(
            "Fields",
            "The check is valid until {detail}. Choose a day up to then, or enter newer results "
            "and sign again.",
        ),
        FieldCode.BEFORE_CHECK: translate(
            "Fields", "The check was made on {detail}. Choose that day or a later one."
        ),
        FieldCode.CANNOT_BE_WAIVED: translate(
            "Fields", "This criterion cannot be waived: HIV, consent and donor serology never."
        ),
        FieldCode.NOTHING_TO_WAIVE: translate(
            "Fields", "Only a criterion that is not met can be waived, once."
        ),
    }


def _evidence_words() -> dict[FieldCode, str]:
    return {
        FieldCode.NOT_PLAUSIBLE: translate(
            "Fields", "Hardly possible beside {detail}. Check value and unit, then confirm."
        ),
        FieldCode.WRONG_SCALE: translate("Fields", "At this age the scale is {detail}."),
        FieldCode.NO_SCALE: translate(
            "Fields", "No scale is published for this age. Confirm to keep the result."
        ),
        FieldCode.NO_DONOR: translate("Fields", "Enter the donor first."),
        FieldCode.NO_LONGER_COUNTS: translate(
            "Fields", "Corrected, struck or withdrawn already. Look at the newest entry."
        ),
        FieldCode.NOT_A_TABLE: translate("Fields", "This file cannot be used: {detail}."),
        FieldCode.BEFORE_SIGNATURE: translate(
            "Fields", "It was signed on {detail}. Choose that day or a later one."
        ),
    }
