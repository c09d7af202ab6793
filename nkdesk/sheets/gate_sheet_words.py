"""Everything on the sheet of a check around its rows: headings, outcome, signature, stamps."""

from dataclasses import dataclass

from nkdesk.eligibility import frozen_hash
from nkdesk.model.criterion import Who
from nkdesk.model.eligibility import Gate, GateState, Outcome, Verdict
from nkdesk.services.eligibility_models import EligibilityCheck
from nkdesk.sheets.check_rows import CheckSheet
from nkdesk.sheets.list_options import Names, PrintStamp
from nkdesk.sheets.list_rows import identity, printed_identity
from nkdesk.sheets.list_words import sample_mark
from nkdesk.sheets.wording.dates import born_text, date_text, day_text, moment_text
from nkdesk.sheets.wording.eligibility import (
    cycle_summary_text,
    gate_text,
    outcome_symbol,
    outcome_text,
    signed_text,
    valid_until_text,
)
from nkdesk.sheets.wording.evidence import uln_table_text
from nkdesk.sheets.wording.people import sex_text
from nkdesk.sheets.wording.translation import translate

HASH_LETTERS = 12
"""As many letters of a SHA-256 as a person compares without losing the place."""


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signed, or that nobody has. ``lines`` are read top down; ``by_hand`` asks for boxes.

    ``alarms`` say that it does not stand under these rows, or no longer counts.
    """

    title: str
    lines: tuple[str, ...]
    by_hand: bool = False
    alarms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class GateWords:
    """The words of one printed check around its rows."""

    title: str
    identity: dict[str, str]
    trial: str
    day: str
    alarms: tuple[str, ...]
    symbol: str
    outcome: str
    valid: str
    standing: tuple[str, ...]
    empty: str
    signature: Signature
    end: str
    stamp: str
    discard: str
    watermark: str


def gate_words(sheet: CheckSheet, stamp: PrintStamp | None = None) -> GateWords:
    """Return the words around the rows of a check; what is not on paper has no stamp."""
    check = sheet.check
    count = sum(len(one.rows) for one in sheet.checks)
    return GateWords(
        title=_title(sheet),
        identity=_identity(check),
        trial=_trial(check),
        day=day_text(check.evaluation.on),
        alarms=_alarms(sheet),
        symbol=outcome_symbol(check.evaluation.outcome),
        outcome=outcome_text(check.evaluation),
        valid=valid_until_text(check.evaluation),
        standing=tuple(line for line in _standing(sheet) if line),
        empty="" if count else translate("CheckSheet", "The protocol names no criterion."),
        signature=_signature(check),
        end=translate("CheckSheet", "END OF CHECK {n} of {n} criteria").format(n=count),
        stamp=_stamp(check, stamp) if stamp is not None else "",
        discard=translate(
            "CheckSheet", "Evaluation {}. The ward's record decides, not paper."
        ).format(evaluation_mark(check)),
        watermark=sample_mark() if check.sample else "",
    )


def check_title(check: EligibilityCheck) -> str:
    """Return what the check is called on the ward."""
    if check.who is Who.DONOR:
        return translate("CheckSheet", "Donor check")
    if check.cycle == 1:
        return translate("CheckSheet", "Enrolment check")
    return translate("CheckSheet", "Cycle {} check").format(check.cycle)


def evaluation_mark(check: EligibilityCheck) -> str:
    """Return the first letters of the hash of the evaluation whose rows are shown."""
    return frozen_hash(check.evaluation)[:HASH_LETTERS]


def donor_text(check: EligibilityCheck) -> str:
    """Write who the donor is; "" where none is known."""
    donor = check.donor
    if donor is None:
        return ""
    name = ", ".join(part for part in (donor.family, donor.given) if part)
    sentence = translate("CheckSheet", "{name}, born {born}, {relation}")
    return sentence.format(name=name, born=date_text(donor.born), relation=donor.relation)


def _title(sheet: CheckSheet) -> str:
    words = check_title(sheet.check)
    return f"{words} — {sheet.ward}" if sheet.ward else words


def _identity(check: EligibilityCheck) -> dict[str, str]:
    patient = check.line.patient
    sex = translate("CheckSheet", "{sex}, born {born}").format(
        sex=sex_text(patient.sex), born=born_text(patient.born, check.line.age)
    )
    return printed_identity(identity(check.line), Names.FULL) | {"born": sex}


def _trial(check: EligibilityCheck) -> str:
    parts = [translate("CheckSheet", "Protocol {}").format(check.protocol)]
    if check.uln is not None:
        table = uln_table_text(f"{check.uln.table.id} {check.uln.table.version}")
        since = translate("CheckSheet", "limits of normal: {table}, in force from {day}")
        parts.append(since.format(table=table, day=date_text(check.uln.valid_from)))
    return "; ".join(parts)


def _alarms(sheet: CheckSheet) -> tuple[str, ...]:
    alarms = []
    if sheet.check.example:
        alarms.append(
            translate("CheckSheet", "EXAMPLE protocol: a number marked EXAMPLE is not the trial's.")
        )
    if sheet.check.evaluation.on != sheet.check.today:
        today = day_text(sheet.check.today)
        alarms.append(translate("CheckSheet", "Not today's check: today is {}.").format(today))
    if sheet.check.sample:
        alarms.append(translate("CheckSheet", "SAMPLE ward: invented patients."))
    return tuple(alarms)


def _standing(sheet: CheckSheet) -> tuple[str, ...]:
    """Return what stands below the outcome: what is in its way, the cycle, the one before."""
    check = sheet.check
    return (
        _numbered(sheet, Verdict.NOT_MET, translate("CheckSheet", "Against it: {}")),
        _numbered(sheet, Verdict.UNKNOWN, translate("CheckSheet", "Left to answer: {}")),
        gate_text(check.gate, check.cycle) if check.gate is not None else "",
        cycle_summary_text(check.before) if check.before is not None else "",
        _waived(sheet),
        _donor(sheet),
    )


def _numbered(sheet: CheckSheet, verdict: Verdict, sentence: str) -> str:
    """Name the patient's rows of a verdict by number and criterion; "" when there is none."""
    numbered = enumerate(sheet.check.rows, 1)
    named = [
        translate("CheckSheet", "no. {n} ({id})").format(n=n, id=row.verdict.criterion.id)
        for n, row in numbered
        if row.verdict.verdict is verdict and not row.verdict.waived
    ]
    return sentence.format(", ".join(named)) if named else ""


def _waived(sheet: CheckSheet) -> str:
    waived = [
        found.criterion.id
        for check in sheet.checks
        for found in check.evaluation.verdicts
        if found.waived
    ]
    if not waived:
        return ""
    sentence = translate("CheckSheet", "Waived by an investigator, see the row: {}")
    return sentence.format(", ".join(waived))


def _donor(sheet: CheckSheet) -> str:
    who = donor_text(sheet.donor or sheet.check)
    if sheet.donor is None:
        return translate("CheckSheet", "Donor: {}").format(who) if who else ""
    evaluation = sheet.donor.evaluation
    sentence = translate("CheckSheet", "Donor: {who}. {outcome} (a check of its own)")
    named = who or translate("CheckSheet", "not entered yet")
    return sentence.format(who=named, outcome=outcome_text(evaluation))


def _signature(check: EligibilityCheck) -> Signature:
    title = translate("CheckSheet", "Signature")
    status = check.gate
    if status is None or status.gate is None:
        # No place for a hand where there is nothing to sign.
        by_hand = check.evaluation.outcome is Outcome.ELIGIBLE
        return Signature(title, (signed_text(status), _paper_opens_nothing(check)), by_hand)
    gate = status.gate
    alarms = []
    if gate.evaluation_hash != frozen_hash(check.evaluation):
        alarms.append(_other_rows(gate, check))
    if status.state is GateState.CLOSED or status.expired:
        alarms.append(gate_text(status, check.cycle))
    return Signature(title, (signed_text(status), _meaning(gate)), alarms=tuple(alarms))


def _meaning(gate: Gate) -> str:
    parts = [translate("CheckSheet", "Meaning: every criterion checked for cycle {n}, Eligible")]
    if gate.valid_until is not None:
        until = translate("CheckSheet", "valid until {}").format(day_text(gate.valid_until))
        parts.append(until)
    hashed = gate.evaluation_hash[:HASH_LETTERS]
    parts.append(translate("CheckSheet", "evaluation {}").format(hashed))
    return "; ".join(parts).format(n=gate.cycle)


def _other_rows(gate: Gate, check: EligibilityCheck) -> str:
    """Say that the signature stands under other rows than the ones on this sheet."""
    sentence = translate(
        "CheckSheet",
        "NOT under the rows above: signed was the check of {day} (evaluation {mark}). "
        "The rows above show the check of {on} (evaluation {shown}).",
    )
    return sentence.format(
        day=day_text(gate.evaluated_on),
        mark=gate.evaluation_hash[:HASH_LETTERS],
        on=day_text(check.evaluation.on),
        shown=evaluation_mark(check),
    )


def _paper_opens_nothing(check: EligibilityCheck) -> str:
    if check.who is Who.DONOR or check.cycle == 1:
        return translate("CheckSheet", "Nobody has signed this check in nkdesk.")
    eligible = check.evaluation.outcome is Outcome.ELIGIBLE
    if not eligible:
        return translate("CheckSheet", "It can be signed in nkdesk once the outcome is Eligible.")
    sentence = translate(
        "CheckSheet", "Cycle {n} opens when a physician signs in nkdesk; paper alone opens nothing."
    )
    return sentence.format(n=check.cycle)


def _stamp(check: EligibilityCheck, stamp: PrintStamp) -> str:
    sentence = translate("CheckSheet", "Printed {printed} by {by}. Data of step {step}.")
    return sentence.format(
        printed=moment_text(stamp.printed_at), by=stamp.printed_by, step=check.read_at
    )
