"""A check as plain lines for a terminal: the same rows and words as on paper."""

from collections.abc import Iterator

from nkdesk.services.eligibility_models import EligibilityCheck
from nkdesk.sheets.check_rows import CheckSheet, CheckSheetRow, EvidenceWords, check_rows
from nkdesk.sheets.gate_sheet_words import GateWords, check_title, evaluation_mark, gate_words
from nkdesk.sheets.list_rows import identity
from nkdesk.sheets.wording.dates import day_text
from nkdesk.sheets.wording.translation import translate

_INDENT = " " * 8


def check_text(sheet: CheckSheet) -> str:
    """Return a check as text: the outcome first, then one criterion after the other."""
    return "\n".join(_lines(sheet, gate_words(sheet)))


def _lines(sheet: CheckSheet, words: GateWords) -> Iterator[str]:
    yield _heading(sheet)
    yield " | ".join(_identity(sheet.check))
    yield words.trial
    yield f"{words.symbol} {words.outcome}"
    if words.valid:
        yield words.valid
    yield from words.standing
    for row in check_rows(sheet):
        yield from _row(row)
    if words.empty:
        yield words.empty
    yield from words.signature.lines
    yield from words.signature.alarms
    mark = evaluation_mark(sheet.check)
    yield translate("CheckText", "{end}. Evaluation {mark}.").format(end=words.end, mark=mark)


def _heading(sheet: CheckSheet) -> str:
    check = sheet.check
    sample = translate("CheckText", "SAMPLE - not real patients. ") if check.sample else ""
    example = ""
    if check.example:
        example = translate(
            "CheckText", " EXAMPLE protocol: a number marked EXAMPLE is not the trial's."
        )
    sentence = translate("CheckText", "{sample}{ward}: {title}, {day}. Data of step {step}.")
    said = sentence.format(
        sample=sample,
        ward=sheet.ward,
        title=check_title(check),
        day=day_text(check.evaluation.on),
        step=check.read_at,
    )
    return said + example


def _identity(check: EligibilityCheck) -> tuple[str, ...]:
    who = identity(check.line)
    return tuple(one for one in (who.name, who.born, who.trial_number, who.case_number) if one)


def _row(row: CheckSheetRow) -> Iterator[str]:
    rule = ", ".join(part for part in (row.rule, row.validity) if part)
    yield f"{row.number:>3} {row.symbol} {row.verdict} | {row.id} {row.text} ({rule})"
    for one in row.evidence:
        yield from (f"{_INDENT}{line}" for line in _evidence(one))
    if row.waiver:
        yield f"{_INDENT}{row.waiver}"


def _evidence(one: EvidenceWords) -> Iterator[str]:
    found = " = ".join(part for part in (one.found, one.limit) if part)
    line = ", ".join(part for part in (found, one.taken, one.origin, one.until) if part)
    if line:
        yield line
    if one.help:
        yield one.help
