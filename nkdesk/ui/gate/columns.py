"""The columns of a check: verdict, criterion in full, evidence."""

from PySide6.QtCore import QCoreApplication

from nkdesk.model.criterion import ConsentTest, Who
from nkdesk.model.eligibility import Evidence, Verdict
from nkdesk.sheets.wording.dates import date_text
from nkdesk.sheets.wording.day import spoken
from nkdesk.sheets.wording.eligibility import (
    rule_mark_text,
    validity_text,
    verdict_symbol,
    verdict_text,
)
from nkdesk.sheets.wording.evidence import (
    consent_text,
    counts_until_text,
    evidence_on,
    multiple_text,
    old_text,
    origin_text,
    value_text,
    what_text,
)
from nkdesk.ui.common.paragraph import Run
from nkdesk.ui.common.table_model import Column
from nkdesk.ui.common.text_size import BASE_PIXELS
from nkdesk.ui.common.theme import colour
from nkdesk.ui.gate.rows import ShownRow

translate = QCoreApplication.translate
VERDICT, CRITERION, EVIDENCE = range(3)
SITE_MARK = "◇"
"""The shape of a site's own rule, beside its words: told from the trial's on grey paper too."""
_SMALL = 0.9
_TONES = {
    Verdict.MET: "given",
    Verdict.NOT_MET: "refused",
    Verdict.UNKNOWN: "caution",
    Verdict.NOT_APPLICABLE: "quiet",
}


def check_columns(pixels: int) -> list[Column[ShownRow]]:
    """Return the columns at a text size."""
    larger = pixels / BASE_PIXELS
    return [
        Column(translate("Check", "Verdict"), verdict_words, width=round(106 * larger)),
        Column(translate("Check", "Criterion"), _criterion_words, width=220),
        Column(translate("Check", "Evidence"), _evidence_words, width=round(326 * larger)),
    ]


def verdict_words(shown: ShownRow) -> str:
    """Return shape and word of the verdict, or that this check does not ask for it."""
    if not shown.asked:
        not_asked = translate("Check", "Not asked again")
        return f"{verdict_symbol(Verdict.NOT_APPLICABLE)}  {not_asked}"
    found = shown.row.verdict
    return f"{verdict_symbol(found.verdict)}  {verdict_text(found)}"


def verdict_lines(shown: ShownRow) -> list[list[Run]]:
    """Return shape and word in the verdict's colour; a waived one names who waived it."""
    found = shown.row.verdict
    tone = _TONES[found.verdict] if shown.asked else "quiet"
    tone = "caution" if found.waived else tone
    lines = [[Run(verdict_words(shown), bold=True, shade=colour(tone))]]
    if shown.row.waiver is not None:
        words = translate("Check", "by {name}").format(name=shown.row.waiver.investigator)
        lines.append([_small(words)])
    return lines


def criterion_lines(shown: ShownRow) -> list[list[Run]]:
    """Return the whole criterion, and whose rule it is; a site's own has a shape and is bold."""
    tone = "tag" if shown.row.site_rule else "quiet"
    mark = f"{SITE_MARK} " if shown.row.site_rule else ""
    rule = mark + rule_mark_text(shown.row)
    whose = Run(rule, bold=shown.row.site_rule, shade=colour(tone), size=_SMALL)
    limit = f"  · {validity_text(shown.row)}" if has_limit(shown) else ""
    return [[Run(criterion_words(shown))], [whose, _small(limit)]]


def criterion_words(shown: ShownRow) -> str:
    """Return a criterion in full, the donor's named as such."""
    text = spoken(shown.criterion.text)
    text = text[:1].upper() + text[1:]
    if shown.who is Who.DONOR:
        return translate("Check", "Donor: {text}").format(text=text)
    return text


def has_limit(shown: ShownRow) -> bool:
    """Whether a criterion is answered by something that can grow old: a result, a consent."""
    consents = any(isinstance(one.test, ConsentTest) for one in shown.criterion.tests)
    return bool(shown.row.kinds) or consents


def evidence_lines(shown: ShownRow) -> list[list[Run]]:
    """Return what each test found, when, how old, from where and by whom, and until when."""
    lines: list[list[Run]] = []
    if shown.is_nobodys:
        return [[_small(no_donor_words())]]
    for one in shown.row.verdict.evidence:
        lines += _found_lines(one, shown)
    if last := counts_until_text(shown.row.verdict.last_day):
        lines.append([_small(last, "ink")])
    return lines


def no_donor_words() -> str:
    """Say that the donor's criteria wait for a donor."""
    return translate("Check", "No donor is recorded yet")


def _found_lines(found: Evidence, shown: ShownRow) -> list[list[Run]]:
    taken = evidence_on(found)
    if taken is None:
        return [[_small(_without(found))]]
    head = [_answer(found), multiple_text(found)]
    day = "" if found.consent is not None else date_text(taken)
    under = [day, old_text((shown.on - taken).days), origin_text(found)]
    return [[Run(_dotted(head), bold=True)], [_small(_dotted(under))]]


def _answer(found: Evidence) -> str:
    """Return what was found: ``ALT 147 U/L``, ``HIV serology: negative``, ``Consent version 2``."""
    what = what_text(found.what)
    if found.observation is None:
        return what if found.consent is None else f"{what} {consent_text(found.consent)}"
    told = ":" if isinstance(found.observation.value, str) else ""
    return f"{what}{told} {value_text(found.observation)}"


def _without(found: Evidence) -> str:
    """Return a test that is answered by the record, or that nothing was found for it."""
    if found.holds is not None:
        return translate("Check", "{what}: from the record").format(what=what_text(found.what))
    return translate("Check", "{what}: not recorded").format(what=what_text(found.what))


def _dotted(parts: list[str]) -> str:
    return " · ".join(part for part in parts if part)


def _small(words: str, tone: str = "quiet") -> Run:
    return Run(words, shade=colour(tone), size=_SMALL)


def _criterion_words(shown: ShownRow) -> str:
    return _joined(criterion_lines(shown))


def _evidence_words(shown: ShownRow) -> str:
    return _joined(evidence_lines(shown))


def _joined(lines: list[list[Run]]) -> str:
    return "; ".join("".join(run.text for run in line).strip() for line in lines)
