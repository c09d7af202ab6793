"""Evaluations, signatures, waivers and alerts come back as they were signed; what is undone."""

import hashlib
from dataclasses import replace
from datetime import date

import pytest

from nkdesk.eligibility import frozen
from nkdesk.model.change import Deviation
from nkdesk.model.cycle import ItemState
from nkdesk.model.eligibility import (
    CriterionVerdict,
    Evaluation,
    Gate,
    GateClosed,
    Outcome,
    Verdict,
)
from nkdesk.model.evidence import ConsentVersion
from nkdesk.model.refusal import BrokenRule, RuleCode
from nkdesk.store import evidence, gates
from nkdesk.store.changes import add_deviation, deviations
from nkdesk.store.cycles import cycles, remove_cycle, save_cycle
from nkdesk.store.journal import StoredStep
from nkdesk.store.patients import add_patient
from nkdesk.store.problem import StoreConflictError, StoreError
from nkdesk.store.undo import UndoProblem, UndoRefused
from nkdesk.store.verify import verify
from tests.store.made_up import CRITERIA, Ward, cycle, given, person, take_back, with_item
from tests.store.signed import (
    ALT,
    CHECKED,
    CONSENT,
    DONOR,
    ULN,
    VALID_UNTIL,
    evaluation,
    evidence_of_every_kind,
    keep,
    plan_second,
    second,
    sign,
    waiver,
)


@pytest.fixture
def planned(ward: Ward) -> Ward:
    """Patient 1 with a second cycle behind gate 1."""
    sign(ward.store, 1, ward.protocol_hash)
    plan_second(ward.store, 1, ward.protocol_hash, 1, second())
    return ward


def close(ward: Ward, gate_id: int, why: GateClosed = GateClosed.RESULT) -> None:
    with ward.store.step(actor="physician", what="close_gate") as step:
        gates.close_gate(step, gate_id, why, "S-1")


class TestEvaluations:
    def test_it_is_kept_byte_for_byte(self, ward: Ward) -> None:
        one = evaluation(Outcome.INCOMPLETE)
        with ward.store.step(actor="physician", what="check") as step:
            number = keep(step, 1, ward.protocol_hash, one)
        assert gates.evaluation(ward.store, number) == frozen(one)
        assert gates.evaluation(ward.store, 99) is None
        sealed = hashlib.sha256(frozen(one)).hexdigest()
        assert ward.store.read("SELECT hash, outcome, valid_until FROM evaluation") == [
            (sealed, "incomplete", None)
        ]

    def test_the_text_says_what_the_evaluation_says(self, ward: Ward) -> None:
        one = evaluation()
        for other in (
            evaluation(Outcome.NOT_ELIGIBLE),
            replace(one, cycle=3),
            replace(one, on=date(2026, 4, 21)),
            replace(one, valid_until=None),
        ):
            with pytest.raises(StoreError), ward.store.step(actor="p", what="check") as step:
                gates.add_evaluation(step, 1, one, frozen(other), ward.protocol_hash)

    def waived(self, name: str, verdict: Verdict = Verdict.NOT_MET) -> Evaluation:
        one = evaluation()
        said = tuple(
            CriterionVerdict(each.criterion, verdict, waived=True)
            if each.criterion.id == name
            else each
            for each in one.verdicts
        )
        return replace(one, verdicts=said)

    def test_eligible_by_a_waiver_needs_the_waiver(self, ward: Ward) -> None:
        one = self.waived("S-1")
        for cycle_number in (1, 3):
            with ward.store.step(actor="physician", what="waive") as step:
                gates.add_waiver(step, waiver(number=cycle_number))
            with pytest.raises(StoreError), ward.store.step(actor="p", what="check") as step:
                keep(step, 1, ward.protocol_hash, one)
        with ward.store.step(actor="physician", what="waive") as step:
            gates.add_waiver(step, waiver())
            keep(step, 1, ward.protocol_hash, one)

    def test_no_waiver_makes_an_unknown_eligible(self, ward: Ward) -> None:
        with ward.store.step(actor="physician", what="waive") as step:
            gates.add_waiver(step, waiver())
        with pytest.raises(StoreError), ward.store.step(actor="p", what="check") as step:
            keep(step, 1, ward.protocol_hash, self.waived("S-1", Verdict.UNKNOWN))

    def test_a_criterion_that_does_not_apply_is_answered(self, ward: Ward) -> None:
        one = evaluation()
        first, *rest = one.verdicts
        with ward.store.step(actor="physician", what="check") as step:
            said = (replace(first, verdict=Verdict.NOT_APPLICABLE), *rest)
            keep(step, 1, ward.protocol_hash, replace(one, verdicts=said))

    def test_the_first_cycle_is_evaluated_too_and_opened_by_no_signature(self, ward: Ward) -> None:
        with ward.store.step(actor="physician", what="check") as step:
            first = keep(step, 1, ward.protocol_hash, evaluation(cycle_number=1))
        with pytest.raises(StoreError), ward.store.step(actor="p", what="sign_gate") as step:
            gates.add_gate(step, first, "Dr A", "investigator")


class TestSignatures:
    def test_a_gate_comes_back_as_it_was_signed(self, ward: Ward) -> None:
        number = sign(ward.store, 1, ward.protocol_hash)
        found = gates.open_gate(ward.store, 1, 2)
        assert found is not None
        assert found == Gate(
            number,
            1,
            2,
            CHECKED,
            VALID_UNTIL,
            "Dr A",
            "investigator",
            found.signed_at,
            hashlib.sha256(frozen(evaluation())).hexdigest(),
        )
        assert found.signed_at.utcoffset() is not None
        assert gates.newest_gate(ward.store, 1, 2) == found
        assert gates.gate(ward.store, number) == found
        assert gates.evaluation_of_gate(ward.store, number) == frozen(evaluation())
        assert gates.evaluation_of_gate(ward.store, 99) is None
        assert verify(ward.store) == ()

    def test_a_gate_without_a_last_day_is_valid_for_ever(self, ward: Ward) -> None:
        number = sign(ward.store, 1, ward.protocol_hash, evaluation(valid_until=None))
        found = gates.gate(ward.store, number)
        assert found is not None
        assert found.valid_until is None
        plan_second(ward.store, 1, ward.protocol_hash, number, second(date(2030, 1, 7)))

    def test_a_closed_gate_says_why_and_a_new_signature_is_a_new_gate(self, ward: Ward) -> None:
        first = sign(ward.store, 1, ward.protocol_hash)
        close(ward, first)
        assert gates.open_gate(ward.store, 1, 2) is None
        newest = gates.newest_gate(ward.store, 1, 2)
        assert newest is not None
        assert (newest.id, newest.closed_why, newest.closed_by) == (first, GateClosed.RESULT, "S-1")
        again = sign(ward.store, 1, ward.protocol_hash)
        newest = gates.newest_gate(ward.store, 1, 2)
        assert newest is not None
        assert (newest.id, newest.closed_why) == (again, None)
        assert [one.id for one in gates.gates(ward.store, 1)] == [first, again]

    def test_a_gate_is_closed_once(self, ward: Ward) -> None:
        number = sign(ward.store, 1, ward.protocol_hash)
        close(ward, number)
        with pytest.raises(StoreError):
            close(ward, number, GateClosed.EXPIRED)
        with pytest.raises(StoreConflictError):
            close(ward, 99)

    def test_the_gates_of_everybody(self, ward: Ward) -> None:
        with ward.store.step(actor="nurse", what="enrol") as step:
            add_patient(step, person(2, ward.protocol_hash))
            add_patient(step, person(3, ward.protocol_hash))
        first, other = (sign(ward.store, who, ward.protocol_hash) for who in (1, 2))
        close(ward, first)
        later = sign(ward.store, 1, ward.protocol_hash)
        close(ward, other)
        assert [one.id for one in gates.open_gates(ward.store)] == [later]
        found = gates.newest_gates(ward.store)
        assert {key: one.id for key, one in found.items()} == {(1, 2): later, (2, 2): other}
        assert gates.newest_gate(ward.store, 3, 2) is None

    def test_only_the_newest_evaluation_is_signed_and_once(self, ward: Ward) -> None:
        with ward.store.step(actor="physician", what="check") as step:
            first = keep(step, 1, ward.protocol_hash, evaluation())
            newer = keep(step, 1, ward.protocol_hash, evaluation())
        with pytest.raises(StoreError), ward.store.step(actor="p", what="sign_gate") as step:
            gates.add_gate(step, first, "Dr A", "investigator")
        with ward.store.step(actor="physician", what="sign_gate") as step:
            number = gates.add_gate(step, newer, "Dr A", "investigator")
        close(ward, number)
        with pytest.raises(StoreError), ward.store.step(actor="p", what="sign_gate") as step:
            gates.add_gate(step, newer, "Dr A", "investigator")
        with pytest.raises(StoreConflictError), ward.store.step(actor="p", what="s") as step:
            gates.add_gate(step, 99, "Dr A", "investigator")


class TestSecondCycles:
    def test_a_cycle_stands_behind_its_gate(self, planned: Ward) -> None:
        assert cycles(planned.store, 1) == (cycle(), second())
        found = gates.gate_of_cycle(planned.store, 1, 2)
        assert found == gates.gate(planned.store, 1)
        assert found is not None
        assert gates.gate_of_cycle(planned.store, 1, 1) is None
        assert gates.gate_of_cycle(planned.store, 1, 3) is None

    def test_it_may_start_on_the_last_valid_day_and_not_one_later(self, ward: Ward) -> None:
        number = sign(ward.store, 1, ward.protocol_hash)
        with pytest.raises(StoreError):
            plan_second(ward.store, 1, ward.protocol_hash, number, second(date(2026, 5, 1)))
        plan_second(ward.store, 1, ward.protocol_hash, number, second(VALID_UNTIL))

    def test_it_is_moved_to_the_last_valid_day_and_not_one_later(self, planned: Ward) -> None:
        with planned.store.step(actor="nurse", what="move") as step:
            save_cycle(step, 1, second(), replace(second(), start=VALID_UNTIL))
        with pytest.raises(StoreError), planned.store.step(actor="n", what="move") as step:
            before = replace(second(), start=VALID_UNTIL)
            save_cycle(step, 1, before, replace(second(), start=date(2026, 5, 1)))

    def test_its_gate_is_closed_after_it_is_removed_and_not_before(self, planned: Ward) -> None:
        with pytest.raises(StoreError):
            close(planned, 1)
        broken = Deviation(1, 2, BrokenRule(RuleCode.CLOSED_DAY, "C2/NK1"))
        with planned.store.step(actor="nurse", what="move") as step:
            add_deviation(step, broken)
        with planned.store.step(actor="physician", what="close_gate") as step:
            remove_cycle(step, 1, second())
            gates.close_gate(step, 1, GateClosed.START_MOVED)
        assert cycles(planned.store, 1) == (cycle(),)
        assert deviations(planned.store, 1) == ()
        assert verify(planned.store) == ()

    def test_what_was_given_in_it_keeps_its_gate_open(self, planned: Ward) -> None:
        after = given(second(), "C2/NK1", date(2026, 5, 4))
        with planned.store.step(actor="nurse", what="given") as step:
            save_cycle(step, 1, second(), after)
        with pytest.raises(StoreError), planned.store.step(actor="p", what="close") as step:
            remove_cycle(step, 1, after)
            gates.close_gate(step, 1, GateClosed.RESULT)
        assert cycles(planned.store, 1)[1] == after


class TestWaivers:
    def test_they_come_back_as_they_were_signed(self, ward: Ward) -> None:
        with ward.store.step(actor="nurse", what="enrol") as step:
            add_patient(step, person(2, ward.protocol_hash))
            for one in (waiver(), waiver(number=3), waiver(patient_id=2)):
                gates.add_waiver(step, one)
        first, third = gates.waivers(ward.store, 1)
        assert first == replace(waiver(), id=1)
        assert gates.waivers(ward.store, 1, 3) == (third,)
        assert gates.waivers(ward.store, 1, 9) == ()
        assert [one.id for one in gates.waivers_of(ward.store, [2, 1])] == [1, 2, 3]
        assert gates.waivers_of(ward.store, []) == ()

    @pytest.mark.parametrize("name", [one.id for one in CRITERIA[1:]])
    def test_hiv_consent_and_donor_serology_cannot_be_waived(self, ward: Ward, name: str) -> None:
        with pytest.raises(StoreError) as caught, ward.store.step(actor="p", what="waive") as step:
            gates.add_waiver(step, waiver(name))
        assert caught.value.detail == "this criterion cannot be waived"


class TestAlerts:
    def test_they_are_told_newest_first_until_somebody_has_seen_them(self, ward: Ward) -> None:
        number = sign(ward.store, 1, ward.protocol_hash)
        with ward.store.step(actor="physician", what="result") as step:
            first = gates.add_alert(step, number, GateClosed.EXPIRED)
            second_one = gates.add_alert(step, number, GateClosed.RESULT, "S-1", after_start=True)
        newest, older = gates.alerts(ward.store)
        assert (newest.id, newest.patient_id, newest.cycle, newest.gate_id) == (
            *(second_one, 1, 2),
            number,
        )
        assert (newest.why, newest.criterion, newest.after_start) == (
            GateClosed.RESULT,
            "S-1",
            True,
        )
        assert (older.id, older.after_start, older.seen_by, older.seen_at) == (
            first,
            False,
            "",
            None,
        )
        with ward.store.step(actor="physician", what="see_alert") as step:
            gates.see_alert(step, second_one, "Dr B")
        assert gates.alerts(ward.store, unseen_only=True) == (older,)
        seen = gates.alerts(ward.store)[0]
        assert seen.seen_by == "Dr B"
        assert seen.seen_at is not None
        assert seen.seen_at > seen.raised_at

    def test_an_alert_is_seen_once_and_is_of_a_gate(self, ward: Ward) -> None:
        number = sign(ward.store, 1, ward.protocol_hash)
        with ward.store.step(actor="physician", what="result") as step:
            alert = gates.add_alert(step, number, GateClosed.EXPIRED)
            gates.see_alert(step, alert, "Dr B")
        with pytest.raises(StoreError), ward.store.step(actor="p", what="see_alert") as step:
            gates.see_alert(step, alert, "Dr C")
        with pytest.raises(StoreConflictError), ward.store.step(actor="p", what="r") as step:
            gates.add_alert(step, 99, GateClosed.EXPIRED)


class TestUndo:
    def why_not(self, ward: Ward, actor: str = "physician") -> UndoProblem:
        refused = take_back(ward.store, actor)
        assert isinstance(refused, UndoRefused)
        return refused.problem

    def test_a_signature_is_never_taken_back(self, ward: Ward) -> None:
        sign(ward.store, 1, ward.protocol_hash)
        assert self.why_not(ward) is UndoProblem.PERMANENT

    def test_planning_behind_a_gate_is_taken_back_and_done_again(self, planned: Ward) -> None:
        assert isinstance(take_back(planned.store, "nurse"), StoredStep)
        assert cycles(planned.store, 1) == (cycle(),)
        assert gates.open_gate(planned.store, 1, 2) is not None
        plan_second(planned.store, 1, planned.protocol_hash, 1, second())
        assert verify(planned.store) == ()

    def test_planning_is_not_taken_back_once_something_was_given(self, planned: Ward) -> None:
        after = given(second(), "C2/NK1", date(2026, 5, 4))
        with planned.store.step(actor="other", what="given") as step:
            save_cycle(step, 1, second(), after)
        assert self.why_not(planned, "nurse") is UndoProblem.MOVED_ON

    def test_planning_is_not_taken_back_once_its_gate_has_closed(self, planned: Ward) -> None:
        with planned.store.step(actor="physician", what="close_gate") as step:
            remove_cycle(step, 1, second())
            gates.close_gate(step, 1, GateClosed.RESULT)
        assert self.why_not(planned, "nurse") is UndoProblem.MOVED_ON

    def test_a_step_that_closed_a_gate_is_not_taken_back(self, planned: Ward) -> None:
        """Else a cycle would come back that nobody has cleared."""
        with planned.store.step(actor="nurse", what="move") as step:
            remove_cycle(step, 1, second())
            gates.close_gate(step, 1, GateClosed.START_MOVED)
        assert self.why_not(planned, "nurse") is UndoProblem.PERMANENT
        assert cycles(planned.store, 1) == (cycle(),)

    def test_a_removed_cycle_comes_back_while_its_gate_is_open(self, planned: Ward) -> None:
        with planned.store.step(actor="nurse", what="unplan") as step:
            remove_cycle(step, 1, second())
        assert isinstance(take_back(planned.store, "nurse"), StoredStep)
        assert cycles(planned.store, 1) == (cycle(), second())
        assert gates.gate_of_cycle(planned.store, 1, 2) is not None
        assert verify(planned.store) == ()

    def test_a_removed_cycle_does_not_come_back_once_its_gate_has_closed(
        self, planned: Ward
    ) -> None:
        with planned.store.step(actor="nurse", what="unplan") as step:
            remove_cycle(step, 1, second())
        close(planned, 1)
        assert self.why_not(planned, "nurse") is UndoProblem.DEPENDED_ON

    def test_a_change_of_a_second_cycle_is_taken_back(self, planned: Ward) -> None:
        after = with_item(second(), "C2/NK1", state=ItemState.CEASED)
        with planned.store.step(actor="nurse", what="cease") as step:
            save_cycle(step, 1, second(), after)
        assert isinstance(take_back(planned.store, "nurse"), StoredStep)
        assert cycles(planned.store, 1) == (cycle(), second())

    @pytest.mark.parametrize("kind", ["observation", "consent", "version", "limits", "waiver"])
    def test_evidence_is_struck_or_set_anew_never_undone(self, ward: Ward, kind: str) -> None:
        with ward.store.step(actor="physician", what="evidence") as step:
            if kind == "observation":
                evidence.add_observation(step, 1, None, ALT)
            elif kind == "consent":
                evidence.add_consent(step, 1, None, CONSENT)
            elif kind == "waiver":
                gates.add_waiver(step, waiver())
            elif kind == "version":
                evidence.set_consent_version(step, ConsentVersion("2", CHECKED))
            else:
                evidence.add_uln_table(step, ULN)
        before = ward.store.head()
        assert self.why_not(ward) is UndoProblem.PERMANENT
        assert ward.store.head() == before

    def test_a_donor_entered_by_mistake_is_undone_while_nothing_hangs_on_them(
        self, ward: Ward
    ) -> None:
        with ward.store.step(actor="physician", what="donor") as step:
            number = evidence.add_donor(step, DONOR)
        with ward.store.step(actor="other", what="observation") as step:
            evidence.add_observation(step, 1, number, ALT)
        assert self.why_not(ward) is UndoProblem.DEPENDED_ON
        with ward.store.step(actor="physician", what="donor") as step:
            evidence.add_donor(step, DONOR)
        assert isinstance(take_back(ward.store, "physician"), StoredStep)
        assert [one.id for one in evidence.donors(ward.store, 1)] == [number]


def test_everything_at_once_is_journalled_and_whole(ward: Ward) -> None:
    with ward.store.step(actor="physician", what="everything") as step:
        evidence_of_every_kind(step, ward.protocol_hash)
    assert verify(ward.store, ward.store.head()) == ()
