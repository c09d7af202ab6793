"""Everything a change would do, as lines a nurse can read on a terminal."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from nkdesk.cli.plan_text import aligned, item_titles, rule_lines
from nkdesk.model.age import age_on
from nkdesk.model.patient import Patient
from nkdesk.model.refusal import BrokenRule, Refused, RuleCode
from nkdesk.scheduler.refusing import TODAY
from nkdesk.services.change_forms import ChangePreview, ChangeReason, ChangeRow, Choice
from nkdesk.services.changes import clinical_factors
from nkdesk.services.desk import Desk
from nkdesk.services.forms import FieldProblem, Unsaved
from nkdesk.services.ward import ward_site
from nkdesk.sheets.wording.dates import born_text, day_text
from nkdesk.sheets.wording.day import nth_text, spoken
from nkdesk.sheets.wording.refusals import broken_rule_text
from nkdesk.ui.common.change_words import (
    facts_of,
    leaving_words,
    seen_to_change,
    shift_days,
    shift_words,
    stale_lists_words,
    standing_words,
)
from nkdesk.ui.common.field_words import problem_words
from nkdesk.ui.common.product_effect_words import effect_words

_OF_DATES = frozenset(
    {
        RuleCode.OUTSIDE_WINDOW,
        RuleCode.GAP_TOO_SHORT,
        RuleCode.GAP_TOO_LONG,
        RuleCode.CLOSED_DAY,
        RuleCode.OVER_CAPACITY,
        RuleCode.SAME_DAY,
        RuleCode.ORDER,
    }
)
Choices = Mapping[str, Sequence[tuple[str, str]]]
_CONSENTED = "It breaks, with a physician's consent:"
_PROPOSED = "It breaks, kept as a proposed deviation no physician has looked at:"
SAMPLE = "SAMPLE - not real patients."


def patient_lines(desk: Desk, patient: Patient) -> Iterator[str]:
    """Yield who the change is about: number, name and birth date."""
    if ward_site(desk).sample:
        yield SAMPLE
    born = born_text(patient.born, age_on(max(desk.clock.today(), patient.born), patient.born))
    yield f"{patient.trial_number}  {patient.name.full}  born {born}"


def change_lines(
    desk: Desk, patient: Patient, preview: ChangePreview, *, consented: bool
) -> Iterator[str]:
    """Yield every item before and after, what it breaks, and what else it means.

    ``consented`` says that a physician accepts what it breaks: not so where a fact is recorded.
    """
    titles = item_titles(desk.protocol(patient.protocol_hash))
    rows = [("item", "what", "was", "becomes", "", "to look at"), *_rows(preview.rows)]
    yield from aligned(rows)
    yield from _rules(_CONSENTED if consented else _PROPOSED, preview.deviations, titles)
    yield from _rules("Open infusions would then break:", preview.unsettled, titles)
    yield from leaving_words(preview)
    for effect in preview.products:
        yield f"Dose for {effect.address}: {effect_words(effect)[0]}"
    if preview.forecast_after != preview.forecast_before and preview.forecast_after is not None:
        yield f"The next cycle is then foreseen from {day_text(preview.forecast_after)}."
    stale = stale_lists_words(preview.rows)
    if stale:
        yield stale
    if preview.holidays_version:
        yield f"Holiday data: {preview.holidays_version}."


def refusal_lines(
    desk: Desk, patient: Patient, preview: ChangePreview, unsaved: Unsaved, choices: Choices
) -> Iterator[str]:
    """Yield every rule that says no and everything that would make it possible.

    ``choices`` are the codes a field takes, by its name.
    """
    titles = item_titles(desk.protocol(patient.protocol_hash))
    yield "Refused; nothing was saved."
    yield from problem_lines(unsaved.problems, choices)
    if unsaved.refused is not None:
        yield from rule_lines(unsaved.refused.broken, titles)
    by_deviation = _may_be_accepted(unsaved.refused)
    if preview.choices or by_deviation:
        yield "What would make it possible:"
    for one in preview.choices:
        yield from _choice(one, titles)
    if by_deviation:
        yield "  - a deviation a physician accepts: --accept-deviation --physician NAME."


def _may_be_accepted(refused: Refused | None) -> bool:
    """Whether a physician may accept what was refused: nothing but rules about dates."""
    return refused is not None and all(
        rule.code in _OF_DATES and rule.other != TODAY for rule in refused.broken
    )


def problem_lines(problems: Iterable[FieldProblem], choices: Choices) -> Iterator[str]:
    """Yield what is wrong with what was typed, and what could be typed instead."""
    for one in problems:
        yield f"  - {one.field}: {problem_words(one)}"
        for code, title in choices.get(one.field, ()):
            yield f"      {code}: {title}"


def cause_choices(desk: Desk, reasons: Iterable[ChangeReason]) -> Choices:
    """Return what may be typed for a cause."""
    return {
        "reason": [(one.code, spoken(one.title)) for one in reasons],
        "factor": [(one.code, spoken(one.title)) for one in clinical_factors(desk)],
    }


def _rows(rows: Iterable[ChangeRow]) -> Iterator[tuple[str, ...]]:
    before_it: ChangeRow | None = None
    for row in rows:
        changed = seen_to_change(row)
        facts = [text for text, _ in facts_of(row, before_it)]
        yield (
            str(row.after.address),
            f"{spoken(row.title)} {nth_text(row.nth)}".rstrip(),
            standing_words(row.before),
            standing_words(row.after) if changed else "stays",
            shift_words(shift_days(row)),
            "; ".join(facts) if changed else "",
        )
        before_it = row if row.nth else before_it


def _rules(heading: str, rules: Sequence[BrokenRule], titles: Mapping[str, str]) -> Iterator[str]:
    if rules:
        yield heading
        yield from rule_lines(rules, titles)


def _choice(choice: Choice, titles: Mapping[str, str]) -> Iterator[str]:
    if choice.breaks is None:
        yield f"  - {day_text(choice.to)} with --scope {choice.scope}: then every rule holds."
        return
    yield f"  - {day_text(choice.to)} as a deviation a physician accepts; it breaks one rule:"
    yield f"    {broken_rule_text(choice.breaks, titles)}"
