"""The board of gaps: whose results are missing or expire before the day their next cycle begins.

So that nobody learns of an expired result on the morning of day 1.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from nkdesk.eligibility import Dossier, Person, evaluate
from nkdesk.model.criterion import Criterion, Who
from nkdesk.model.eligibility import (
    CriterionVerdict,
    Evaluation,
    Gate,
    GateState,
    UnknownReason,
    Verdict,
    Waiver,
)
from nkdesk.model.evidence import ConsentVersion, UlnChoice
from nkdesk.model.patient import Patient
from nkdesk.model.protocol import Protocol
from nkdesk.services.desk import Desk
from nkdesk.services.eligibility_models import Gap, GapBoard, GapRow
from nkdesk.services.evidence.dossiers import with_computed
from nkdesk.services.evidence.next_days import NextDay, next_days
from nkdesk.services.evidence.waivers import counted_waivers
from nkdesk.services.lines import everybody
from nkdesk.services.read_models import PatientLine
from nkdesk.services.steps import revision
from nkdesk.services.ward_days import collecting_later
from nkdesk.store import board_rows, changes, evidence, gates
from nkdesk.store.evidence import Owner, PersonEvidence
from nkdesk.store.site import site


def gap_board(desk: Desk) -> GapBoard:
    """Return every patient before their next cycle with what it still needs.

    Each is evaluated on the day that cycle begins, with the results known today.
    """
    with collecting_later():
        lines = everybody(desk)
        rows = sorted(_rows(desk, lines), key=_order)
    return GapBoard(
        today=desk.clock.today(),
        rows=tuple(rows),
        total=len(lines),
        as_of=desk.clock.now(),
        revision=revision(desk),
        sample=site(desk.store).sample,
    )


def _order(row: GapRow) -> tuple[bool, date]:
    """Who lacks something first, then by day; who has no day yet last among them.

    The rows come in the order of names, which stays among rows of one day.
    """
    return (not row.gaps, row.day or date.max)


@dataclass(frozen=True, slots=True)
class _Ward:
    """What counts of everybody, read by a number of queries that does not grow."""

    today: date
    known: Mapping[Owner, PersonEvidence]
    versions: tuple[ConsentVersion, ...]
    uln: tuple[UlnChoice, ...]
    gates: Mapping[tuple[int, int], Gate]
    waived: dict[tuple[int, int], frozenset[str]]


def _rows(desk: Desk, lines: Iterable[PatientLine]) -> Iterator[GapRow]:
    left = changes.off_study_patients(desk.store)
    listed = [line for line in lines if line.patient.id not in left]
    people = [line.patient for line in listed]
    days = next_days(desk, people, board_rows.plan_lines(desk.store))
    ward = _read(desk, people)
    for line in listed:
        if line.patient.id in days:
            yield _row(desk, ward, line, days[line.patient.id])


def _read(desk: Desk, people: Sequence[Patient]) -> _Ward:
    today, store = desk.clock.today(), desk.store
    waived: dict[tuple[int, int], frozenset[str]] = {}
    for one in _counted(desk, people):
        key = (one.patient_id, one.cycle)
        waived[key] = waived.get(key, frozenset()) | {one.criterion}
    return _Ward(
        today,
        evidence.evidence_of_all(store, on=today),
        evidence.consent_versions(store),
        evidence.uln_choices(store),
        gates.newest_gates(store),
        waived,
    )


def _counted(desk: Desk, people: Sequence[Patient]) -> Iterator[Waiver]:
    """Yield the waivers that still count, protocol by protocol."""
    protocols = {patient.id: patient.protocol_hash for patient in people}
    signed = gates.waivers_of(desk.store, protocols)
    for protocol in sorted({protocols[one.patient_id] for one in signed}):
        of_it = tuple(one for one in signed if protocols[one.patient_id] == protocol)
        yield from counted_waivers(desk, desk.protocol(protocol).criteria, of_it)


def _row(desk: Desk, ward: _Ward, line: PatientLine, following: NextDay) -> GapRow:
    patient = line.patient
    protocol = desk.protocol(patient.protocol_hash)
    on = max(following.day or ward.today, ward.today)
    judged = _Judged(protocol, ward, patient, following)
    found = judged.on(protocol.criteria, on)
    expired = [one.criterion for one in found.verdicts if _expired(one)]
    against_now = frozenset[str]()
    if expired and on > ward.today:
        now = judged.on(expired, ward.today)
        against_now = frozenset(one.criterion.id for one in now.not_met)
    gate = gate_state(ward.gates.get((patient.id, following.cycle)), on)
    gaps = tuple(gap for one in found.verdicts for gap in _gap(one, against_now))
    return GapRow(line, following.cycle, following.day, following.forecast, gate, gaps)


@dataclass(frozen=True, slots=True)
class _Judged:
    """A patient held against criteria with the results known today."""

    protocol: Protocol
    ward: _Ward
    patient: Patient
    following: NextDay

    def on(self, criteria: Sequence[Criterion], day: date) -> Evaluation:
        """Return what some criteria say on a day."""
        ward, patient, following = self.ward, self.patient, self.following
        known = ward.known.get((patient.id, None), PersonEvidence())
        dossier = Dossier(
            with_computed(known.observations, following.first, day),
            known.consents,
            ward.versions,
            ward.uln,
            self.protocol.infant_scale or "none",
            following.first,
        )
        person = Person(Who.PATIENT, patient.born, patient.sex, patient.disease_group)
        waived = ward.waived.get((patient.id, following.cycle), frozenset())
        return evaluate(criteria, person, dossier, following.cycle, day, waived=waived)


def gate_state(gate: Gate | None, on: date) -> GateState:
    """Return where a gate stands for a cycle that would begin on a day."""
    if gate is None:
        return GateState.NEVER_SIGNED
    over = gate.valid_until is not None and gate.valid_until < on
    return GateState.CLOSED if over or gate.closed_why is not None else GateState.OPEN


def _gap(verdict: CriterionVerdict, against_now: frozenset[str]) -> Iterator[Gap]:
    """Yield what a criterion still needs; what speaks against it today is no mere expiry."""
    criterion: Criterion = verdict.criterion
    if verdict.verdict is Verdict.NOT_MET and not verdict.waived:
        yield Gap(criterion.id, criterion.text, None, verdict.last_day, not_met=True)
    elif verdict.verdict is Verdict.UNKNOWN and criterion.id in against_now:
        yield Gap(criterion.id, criterion.text, None, _expired(verdict), not_met=True)
    elif verdict.verdict is Verdict.UNKNOWN:
        yield Gap(criterion.id, criterion.text, verdict.reasons[0], _expired(verdict))


def _expired(verdict: CriterionVerdict) -> date | None:
    """Return the earliest last day of a result that is over by then, None where none is."""
    days = (one.last_day for one in verdict.evidence if one.reason is UnknownReason.EXPIRED)
    return min((day for day in days if day is not None), default=None)
