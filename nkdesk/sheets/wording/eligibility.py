"""Verdicts, outcomes and the check before a cycle in words, the same on screen, paper and terminal.

Every verdict is a shape and a word, so that it survives greyscale print (safety hazard H39). An
exclusion criterion never reads as something "met".
"""

from typing import assert_never

from nkdesk.model.criterion import CriterionKind, CriterionSource, Who
from nkdesk.model.eligibility import (
    CriterionVerdict,
    Evaluation,
    GateClosed,
    GateState,
    Outcome,
    UnknownReason,
    Verdict,
    Waiver,
)
from nkdesk.services.eligibility_models import CheckRow, ConsentWarning, CycleSummary, GateStatus
from nkdesk.sheets.wording.dates import date_text, day_text, moment_text
from nkdesk.sheets.wording.translation import translate


def verdict_symbol(verdict: Verdict) -> str:
    """Return the shape of a verdict: hollow while nothing can be said."""
    match verdict:
        case Verdict.MET:
            symbol = "✔"
        case Verdict.NOT_MET:
            symbol = "✖"
        case Verdict.UNKNOWN:
            symbol = "○"
        case Verdict.NOT_APPLICABLE:
            symbol = "\u2013"
        case _:
            assert_never(verdict)
    return symbol


def verdict_text(found: CriterionVerdict) -> str:
    """Write a verdict in one or two words; unknown says what is wrong, waived that it is."""
    exclusion = found.criterion.kind is CriterionKind.EXCLUSION
    match found.verdict:
        case Verdict.MET if exclusion:
            text = translate("wording", "Does not exclude")
        case Verdict.MET:
            text = translate("wording", "Met")
        case Verdict.NOT_MET:
            text = _not_met_text(found)
        case Verdict.UNKNOWN:
            reason = found.reasons[0] if found.reasons else UnknownReason.MISSING
            text = unknown_text(reason)
        case Verdict.NOT_APPLICABLE:
            text = translate("wording", "Does not apply")
        case _:
            assert_never(found.verdict)
    return text


def _not_met_text(found: CriterionVerdict) -> str:
    if found.criterion.kind is CriterionKind.EXCLUSION:
        text = translate("wording", "Excludes")
    else:
        text = translate("wording", "Not met")
    return translate("wording", "{}, waived").format(text) if found.waived else text


def unknown_text(reason: UnknownReason) -> str:
    """Write in one or two words why nothing can be said."""
    match reason:
        case UnknownReason.MISSING:
            text = translate("wording", "Missing")
        case UnknownReason.FUTURE:
            text = translate("wording", "Dated later")
        case UnknownReason.EXPIRED:
            text = translate("wording", "Too old")
        case UnknownReason.WRONG_SCALE:
            text = translate("wording", "Wrong scale")
        case UnknownReason.NO_ULN:
            text = translate("wording", "No limit known")
        case _:
            assert_never(reason)
    return text


def outcome_symbol(outcome: Outcome) -> str:
    """Return the shape of an outcome: that of the verdict which decides it."""
    match outcome:
        case Outcome.ELIGIBLE:
            verdict = Verdict.MET
        case Outcome.NOT_ELIGIBLE:
            verdict = Verdict.NOT_MET
        case Outcome.INCOMPLETE:
            verdict = Verdict.UNKNOWN
        case _:
            assert_never(outcome)
    return verdict_symbol(verdict)


def outcome_text(evaluation: Evaluation) -> str:
    """Write ``Eligible``, ``Not eligible: 1 criterion`` or ``Incomplete: 3 left``."""
    outcome = evaluation.outcome
    match outcome:
        case Outcome.ELIGIBLE:
            text = translate("wording", "Eligible")
        case Outcome.NOT_ELIGIBLE:
            text = _against_text(len(evaluation.not_met))
        case Outcome.INCOMPLETE:
            text = translate("wording", "Incomplete: {} left").format(len(evaluation.unknown))
        case _:
            assert_never(outcome)
    return text


def _against_text(count: int) -> str:
    if count == 1:
        return translate("wording", "Not eligible: 1 criterion")
    return translate("wording", "Not eligible: {} criteria").format(count)


def valid_until_text(evaluation: Evaluation) -> str:
    """Say until when an eligible outcome stands; "" for any other."""
    if evaluation.outcome is not Outcome.ELIGIBLE:
        return ""
    if evaluation.valid_until is None:
        return translate("wording", "Valid without an end: no criterion has a limit of days.")
    return translate("wording", "Valid until {}").format(day_text(evaluation.valid_until))


def gate_text(status: GateStatus, cycle: int) -> str:
    """Say where the check before a cycle stands, and what opens the cycle while it is closed."""
    match status.state:
        case GateState.NEVER_SIGNED:
            text = translate(
                "wording",
                "Cycle {n} is not open: no check has been signed. "
                "A physician signs it once the outcome is Eligible.",
            )
        case GateState.OPEN:
            text = _open_text(status)
        case GateState.CLOSED:
            text = translate(
                "wording",
                "Cycle {n} is closed: {why}. "
                "A new check that is Eligible and signed opens it again.",
            )
        case GateState.PASSED:
            text = translate("wording", "Cycle {n} has begun.")
        case _:
            assert_never(status.state)
    return text.format(n=cycle, why=_why_closed(status), day=_last_start(status))


def _open_text(status: GateStatus) -> str:
    if status.gate is None or status.gate.valid_until is None:
        return translate("wording", "Cycle {n} is open.")
    return translate("wording", "Cycle {n} is open: day 1 no later than {day}.")


def _last_start(status: GateStatus) -> str:
    until = status.gate.valid_until if status.gate else None
    return day_text(until) if until else ""


def _why_closed(status: GateStatus) -> str:
    if status.gate is not None and status.gate.closed_why is not None and not status.expired:
        return gate_closed_text(status.gate.closed_why)
    return gate_closed_text(GateClosed.EXPIRED)


def gate_closed_text(why: GateClosed) -> str:
    """Say why a signed check no longer opens its cycle."""
    match why:
        case GateClosed.RESULT:
            text = translate("wording", "a newer result changed the outcome")
        case GateClosed.START_MOVED:
            text = translate("wording", "day 1 was moved past the last day of its results")
        case GateClosed.EXPIRED:
            text = translate("wording", "the last day of its results is over")
        case GateClosed.OFF_STUDY:
            text = translate("wording", "the patient left the study")
        case GateClosed.WITHDRAWN:
            text = translate("wording", "the consent was withdrawn")
        case _:
            assert_never(why)
    return text


def signed_text(status: GateStatus | None) -> str:
    """Say who signed, as what and when with the offset from UTC, or that nobody has."""
    if status is None or status.gate is None:
        return translate("wording", "Not signed")
    gate = status.gate
    sentence = translate("wording", "Signed by {name}, {role}, on {when} (UTC{offset})")
    return sentence.format(
        name=gate.signed_by,
        role=gate.role,
        when=moment_text(gate.signed_at),
        offset=gate.signed_at.isoformat()[-len("+00:00") :],
    )


def waiver_text(waiver: Waiver) -> str:
    """Say who signed that a criterion does not count, when and why."""
    sentence = translate("wording", "Waived by {name} on {when}: {reason}")
    return sentence.format(
        name=waiver.investigator, when=moment_text(waiver.signed_at), reason=waiver.reason
    )


def rule_source_text(source: CriterionSource) -> str:
    """Say whose rule a criterion is: the trial's registry record, or the site's own."""
    match source:
        case CriterionSource.REGISTRY:
            text = translate("wording", "Trial")
        case CriterionSource.SITE:
            text = translate("wording", "Site rule")
        case _:
            assert_never(source)
    return text


def criterion_kind_text(kind: CriterionKind) -> str:
    """Say what a criterion does."""
    match kind:
        case CriterionKind.INCLUSION:
            text = translate("wording", "inclusion")
        case CriterionKind.EXCLUSION:
            text = translate("wording", "exclusion")
        case _:
            assert_never(kind)
    return text


def rule_mark_text(row: CheckRow) -> str:
    """Write ``Trial · exclusion`` or ``Site rule · inclusion``."""
    criterion = row.verdict.criterion
    source = CriterionSource.SITE if row.site_rule else criterion.source
    return f"{rule_source_text(source)} · {criterion_kind_text(criterion.kind)}"


def validity_text(row: CheckRow) -> str:
    """Say how long a result counts for a criterion, EXAMPLE where nobody published the number."""
    days = row.verdict.criterion.valid_days
    if days is None:
        return translate("wording", "no limit of days set by the site")
    text = translate("wording", "counts for {} days").format(days)
    return translate("wording", "{} (EXAMPLE)").format(text) if row.example else text


def who_text(who: Who) -> str:
    """Say whom a criterion is about."""
    match who:
        case Who.PATIENT:
            text = translate("wording", "Patient")
        case Who.DONOR:
            text = translate("wording", "Donor")
        case _:
            assert_never(who)
    return text


def consent_warning_text(warning: ConsentWarning) -> str:
    """Say what a consent asks a person to look at, and from when; unknown codes stay codes."""
    sentences = {
        "newer_version": translate(
            "wording",
            "A newer version of the consent form is in force from {day}: have it signed.",
        ),
        "comes_of_age": translate(
            "wording",
            "Comes of age on {day}: from then on the patient's own consent is needed.",
        ),
        "withdrawn": translate("wording", "The consent was withdrawn on {day}."),
    }
    known = sentences.get(warning.code, "{code}: {day}")
    return known.format(code=warning.code.replace("_", " "), day=day_text(warning.on))


def cycle_summary_text(before: CycleSummary) -> str:
    """Write what became of a cycle's infusions: given, not given, still open, the last day."""
    sentence = translate(
        "wording",
        "Cycle {n} from {day}: infusions given {given}, not given {not_given}, open {open}",
    )
    text = sentence.format(
        n=before.number,
        day=day_text(before.first_day),
        given=before.given,
        not_given=before.not_given,
        open=before.open,
    )
    if before.last_given is None:
        return text
    last = translate("wording", "last given {}").format(date_text(before.last_given))
    return f"{text}; {last}"
