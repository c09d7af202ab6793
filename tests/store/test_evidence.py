"""Evidence comes back as it was entered; what was corrected or struck stays readable."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from nkdesk.model.evidence import Consent, ConsentVersion, Infection, Observation, UlnChoice
from nkdesk.model.uln import sorted_table, uln_hash
from nkdesk.store import evidence
from nkdesk.store.evidence import PersonEvidence, Recorded
from nkdesk.store.journal import journal_rows
from nkdesk.store.patients import add_patient
from nkdesk.store.problem import StoreConflictError, StoreError, StoreProblem
from nkdesk.store.store import Store
from nkdesk.store.verify import verify
from tests.store.made_up import Ward, person
from tests.store.signed import ALT, CONSENT, DONOR, PERFORMANCE, ULN


def entered(
    store: Store, *results: Observation, donor_id: int | None = None, patient_id: int = 1
) -> list[Observation]:
    """Save results in one step; return them with the numbers they got."""
    with store.step(actor="nurse", what="observation") as step:
        return [
            replace(one, id=evidence.add_observation(step, patient_id, donor_id, one))
            for one in results
        ]


def corrected(store: Store, old: Observation, new: Observation, why: str = "misread") -> int:
    with store.step(actor="nurse", what="observation") as step:
        return evidence.add_observation(step, 1, None, new, corrects=old.id, why=why)


def struck(store: Store, number: int, why: str = "another patient's") -> int:
    with store.step(actor="Dr B", what="strike") as step:
        return evidence.strike_observation(step, number, why, "Dr B")


def donor(ward: Ward) -> int:
    with ward.store.step(actor="nurse", what="donor") as step:
        return evidence.add_donor(step, DONOR)


def day(number: int) -> date:
    return date(2026, 4, number)


class TestResults:
    def test_every_field_comes_back(self, ward: Ward) -> None:
        told = replace(ALT, what="hiv", value="negative", unit="", note="в два приёма")
        saved = entered(ward.store, ALT, PERFORMANCE, told)
        assert evidence.observations(ward.store, 1) == (saved[0], saved[2], saved[1])
        assert str(saved[0].value) == "41.50"
        assert verify(ward.store) == ()

    @pytest.mark.parametrize("value", ["0", "-3", "1200.050", "007"])
    def test_what_is_measured_comes_back_as_a_number_with_every_digit(
        self, ward: Ward, value: str
    ) -> None:
        entered(ward.store, replace(ALT, value=Decimal(value)))
        (found,) = evidence.observations(ward.store, 1)
        assert isinstance(found.value, Decimal)
        assert found.value == Decimal(value)

    def test_a_number_is_never_written_with_an_exponent(self, ward: Ward) -> None:
        entered(ward.store, replace(ALT, value=Decimal("1E+2")))
        assert ward.store.read("SELECT value FROM observation") == [("100",)]

    @pytest.mark.parametrize("value", ["positive", "nan", "1e5", "infinity", "-", "3+", "4."])
    def test_what_is_told_comes_back_as_its_code(self, ward: Ward, value: str) -> None:
        entered(ward.store, replace(ALT, value=value))
        assert evidence.observations(ward.store, 1)[0].value == value

    def test_results_come_by_kind_and_the_oldest_first(self, ward: Ward) -> None:
        later, first, other, again = entered(
            ward.store,
            replace(ALT, on=day(9)),
            replace(ALT, on=day(2)),
            replace(ALT, what="ast", on=day(1)),
            replace(ALT, on=day(9), value=Decimal(7)),
        )
        assert evidence.observations(ward.store, 1) == (first, later, again, other)

    def test_a_donor_s_results_are_not_the_patient_s(self, ward: Ward) -> None:
        number = donor(ward)
        (own,) = entered(ward.store, ALT)
        (given,) = entered(ward.store, replace(ALT, value=Decimal(9)), donor_id=number)
        assert evidence.observations(ward.store, 1) == (own,)
        assert evidence.observations(ward.store, 1, number) == (given,)
        assert evidence.observation(ward.store, given.id) == (1, number, given)
        assert evidence.observation(ward.store, own.id) == (1, None, own)
        assert evidence.observation(ward.store, 99) is None

    def test_a_correction_takes_the_place_of_what_it_corrects(self, ward: Ward) -> None:
        (old,) = entered(ward.store, ALT)
        new = replace(ALT, value=Decimal("14.5"), entered_by="Dr B")
        number = corrected(ward.store, old, new)
        now = replace(new, id=number)
        assert evidence.observations(ward.store, 1) == (now,)
        assert evidence.observation_history(ward.store, 1) == (
            Recorded(old, corrected_by=number, why="misread"),
            Recorded(now, corrects=old.id, why="misread"),
        )
        assert [one.counts for one in evidence.observation_history(ward.store, 1)] == [False, True]

    def test_a_correction_is_corrected_and_struck_in_its_turn(self, ward: Ward) -> None:
        (old,) = entered(ward.store, ALT)
        second = replace(ALT, value=Decimal(2))
        second = replace(second, id=corrected(ward.store, old, second))
        third = replace(ALT, value=Decimal(3))
        third = replace(third, id=corrected(ward.store, second, third, "again"))
        assert evidence.observations(ward.store, 1) == (third,)
        line = struck(ward.store, third.id)
        assert evidence.observations(ward.store, 1) == ()
        assert evidence.observation_history(ward.store, 1) == (
            Recorded(old, corrected_by=second.id, why="misread"),
            Recorded(second, old.id, third.id, why="again"),
            Recorded(third, second.id, line, struck=True, why="another patient's"),
        )

    def test_the_line_that_strikes_names_who_did_it(self, ward: Ward) -> None:
        (old,) = entered(ward.store, ALT)
        line = struck(ward.store, old.id)
        found = ward.store.read("SELECT entered_by, corrects, struck FROM observation")
        assert found == [("nurse", None, 0), ("Dr B", old.id, 1)]
        assert line == old.id + 1
        assert {row.patient_id for row in journal_rows(ward.store, ward.store.head().seq)} == {1}

    def test_nothing_is_struck_that_was_never_entered(self, ward: Ward) -> None:
        with pytest.raises(StoreConflictError):
            struck(ward.store, 7)

    @pytest.mark.parametrize("again", ["correct", "strike"])
    def test_what_does_not_count_any_more_is_not_put_right_again(
        self, ward: Ward, again: str
    ) -> None:
        (old,) = entered(ward.store, ALT)
        line = struck(ward.store, old.id)
        for number in (old.id, line):
            with pytest.raises(StoreError):
                if again == "strike":
                    struck(ward.store, number)
                else:
                    corrected(ward.store, replace(old, id=number), ALT)

    def test_a_correction_is_of_the_same_person_and_kind_and_says_why(self, ward: Ward) -> None:
        number = donor(ward)
        with ward.store.step(actor="nurse", what="enrol") as step:
            add_patient(step, person(2, ward.protocol_hash))
        (old,) = entered(ward.store, ALT)
        (given,) = entered(ward.store, ALT, donor_id=number)
        (other,) = entered(ward.store, ALT, patient_id=2)
        for wrong in (given, other, replace(old, id=99)):
            with pytest.raises(StoreError):
                corrected(ward.store, wrong, ALT)
        with pytest.raises(StoreError):
            corrected(ward.store, old, replace(ALT, what="ast"))
        with pytest.raises(StoreError):
            corrected(ward.store, old, ALT, why="")
        assert len(evidence.observations(ward.store, 1)) == 1

    def test_a_reason_is_of_a_correction_alone(self, ward: Ward) -> None:
        with pytest.raises(StoreError), ward.store.step(actor="nurse", what="observation") as step:
            evidence.add_observation(step, 1, None, ALT, why="x")

    def test_a_judgement_keeps_its_structure_beside_its_verdict(self, ward: Ward) -> None:
        verdict = replace(ALT, what="uncontrolled_infection", value="yes", unit="")
        structure = Infection("lung", "E. coli", "yes", 4, "better")
        with ward.store.step(actor="nurse", what="infection") as step:
            first = evidence.add_observation(step, 1, None, verdict)
            evidence.add_infection(step, 1, first, structure)
            second = evidence.add_observation(step, 1, None, replace(verdict, on=day(20)))
            evidence.add_infection(step, 1, second, replace(structure, treatment_day=None))
        assert evidence.infections(ward.store, [second, first, 99]) == {
            first: structure,
            second: replace(structure, treatment_day=None),
        }
        assert evidence.infections(ward.store, []) == {}


class TestConsents:
    def test_every_field_comes_back(self, ward: Ward) -> None:
        with ward.store.step(actor="nurse", what="consent") as step:
            number = evidence.add_consent(step, 1, None, CONSENT)
        kept = replace(CONSENT, id=number)
        assert evidence.consents(ward.store, 1) == (kept,)
        assert evidence.consent(ward.store, number) == (1, None, evidence.RecordedConsent(kept))
        assert evidence.consent(ward.store, 99) is None

    def test_of_a_donor_and_of_the_patient_each_has_its_own_by_the_day_signed(
        self, ward: Ward
    ) -> None:
        number = donor(ward)
        with ward.store.step(actor="nurse", what="consent") as step:
            late = evidence.add_consent(step, 1, None, replace(CONSENT, signed=day(5)))
            early = evidence.add_consent(step, 1, None, CONSENT)
            own = evidence.add_consent(step, 1, number, CONSENT)
        assert [one.id for one in evidence.consents(ward.store, 1)] == [early, late]
        assert [one.id for one in evidence.consents(ward.store, 1, number)] == [own]

    def consent(self, ward: Ward) -> int:
        with ward.store.step(actor="nurse", what="consent") as step:
            return evidence.add_consent(step, 1, None, CONSENT)

    def withdraw(self, ward: Ward, number: int, on: date, why: str = "moved away") -> None:
        with ward.store.step(actor="nurse", what="withdraw_consent") as step:
            evidence.withdraw_consent(step, number, on, why)

    def strike(self, ward: Ward, number: int, why: str = "of another") -> None:
        with ward.store.step(actor="nurse", what="strike") as step:
            evidence.strike_consent(step, number, why)

    def test_a_withdrawal_stays_with_the_consent(self, ward: Ward) -> None:
        number = self.consent(ward)
        self.withdraw(ward, number, day(3))
        (kept,) = evidence.consents(ward.store, 1)
        assert kept == replace(CONSENT, id=number, withdrawn=day(3))
        assert evidence.consent_history(ward.store, 1)[0].why == "moved away"

    def test_a_consent_struck_counts_no_more_and_is_still_told(self, ward: Ward) -> None:
        number = self.consent(ward)
        self.strike(ward, number)
        assert evidence.consents(ward.store, 1) == ()
        (told,) = evidence.consent_history(ward.store, 1)
        assert told == evidence.RecordedConsent(
            replace(CONSENT, id=number), struck=True, why="of another"
        )

    def test_what_was_taken_back_is_not_given_back(self, ward: Ward) -> None:
        number = self.consent(ward)
        self.withdraw(ward, number, day(3))
        with pytest.raises(StoreError):
            self.withdraw(ward, number, day(4))
        self.strike(ward, number)
        with pytest.raises(StoreError):
            self.strike(ward, number, "again")
        with pytest.raises(StoreError):
            self.withdraw(ward, number, day(5))

    def test_a_withdrawal_needs_its_reason_and_a_day_after_the_signature(self, ward: Ward) -> None:
        number = self.consent(ward)
        with pytest.raises(StoreError):
            self.withdraw(ward, number, day(3), why="")
        with pytest.raises(StoreError):
            self.withdraw(ward, number, CONSENT.signed - timedelta(days=1))
        with pytest.raises(StoreError):
            self.strike(ward, number, why="")
        with pytest.raises(StoreConflictError):
            self.strike(ward, 99)

    def test_a_consent_is_signed_by_somebody_and_entered_before_it_is_withdrawn(
        self, ward: Ward
    ) -> None:
        for wrong in (replace(CONSENT, signers=()), replace(CONSENT, withdrawn=day(3))):
            with pytest.raises(StoreError), ward.store.step(actor="nurse", what="consent") as step:
                evidence.add_consent(step, 1, None, wrong)

    def test_versions_come_by_the_day_they_come_into_force(self, ward: Ward) -> None:
        second, first = ConsentVersion("2", day(9)), ConsentVersion("1", day(1), "the first")
        moved = replace(second, valid_from=day(11), note="later")
        with ward.store.step(actor="nurse", what="consent_version") as step:
            evidence.set_consent_version(step, second)
            evidence.set_consent_version(step, first)
        assert evidence.consent_versions(ward.store) == (first, second)
        with ward.store.step(actor="nurse", what="consent_version") as step:
            evidence.set_consent_version(step, moved)
        assert evidence.consent_versions(ward.store) == (first, moved)
        with (
            pytest.raises(StoreError),
            ward.store.step(actor="nurse", what="consent_version") as step,
        ):
            evidence.set_consent_version(step, ConsentVersion("3", day(1)))


class TestDonors:
    def test_a_donor_comes_back_and_is_changed(self, ward: Ward) -> None:
        first = replace(DONOR, id=donor(ward))
        second = replace(DONOR, id=donor(ward))
        changed = replace(second, given="Павел", born=date(1985, 3, 2), relation="uncle")
        with ward.store.step(actor="nurse", what="donor") as step:
            evidence.change_donor(step, second, changed)
        assert evidence.donors(ward.store, 1) == (first, changed)
        assert evidence.donors(ward.store, 2) == ()
        with (
            pytest.raises(StoreConflictError),
            ward.store.step(actor="nurse", what="donor") as step,
        ):
            evidence.change_donor(step, second, first)

    def test_a_donor_is_of_a_patient_who_is_there(self, ward: Ward) -> None:
        with pytest.raises(StoreError) as caught, ward.store.step(actor="n", what="d") as step:
            evidence.add_donor(step, replace(DONOR, patient_id=9))
        assert caught.value.problem is StoreProblem.RULE


class TestLimits:
    def test_a_table_is_kept_whole_and_once(self, ward: Ward) -> None:
        with ward.store.step(actor="nurse", what="uln") as step:
            name = evidence.add_uln_table(step, ULN)
            assert evidence.add_uln_table(step, ULN) == name == uln_hash(ULN)
        assert evidence.uln_tables(ward.store) == {name: sorted_table(ULN)}

    def test_of_each_day_one_table_is_chosen(self, ward: Ward) -> None:
        other = replace(ULN, version="2")
        with ward.store.step(actor="nurse", what="uln") as step:
            first, second = (evidence.add_uln_table(step, one) for one in (ULN, other))
            evidence.choose_uln(step, first, day(9))
            evidence.choose_uln(step, second, day(1))
        early = UlnChoice(sorted_table(other), day(1))
        assert evidence.uln_choices(ward.store) == (early, UlnChoice(sorted_table(ULN), day(9)))
        with ward.store.step(actor="nurse", what="uln") as step:
            evidence.choose_uln(step, second, day(9))
        assert evidence.uln_choices(ward.store) == (early, UlnChoice(sorted_table(other), day(9)))

    def test_a_table_nobody_keeps_is_not_chosen(self, ward: Ward) -> None:
        with pytest.raises(StoreError), ward.store.step(actor="nurse", what="uln") as step:
            evidence.choose_uln(step, "f" * 64, day(1))


class TestEverybody:
    @pytest.fixture
    def several(self, ward: Ward) -> Ward:
        """Patient 1 with a donor, both examined; 2 with a consent alone; 3 with nothing."""
        number = donor(ward)
        with ward.store.step(actor="nurse", what="enrol") as step:
            for other in (2, 3):
                add_patient(step, person(other, ward.protocol_hash))
            evidence.add_consent(step, 1, None, CONSENT)
            evidence.add_consent(step, 2, None, CONSENT)
            second = evidence.add_consent(step, 2, None, CONSENT)
            evidence.strike_consent(step, second, "twice")
        for on in (2, 9, 9, 20):
            entered(ward.store, replace(ALT, on=day(on)), replace(ALT, what="ast", on=day(on)))
        entered(ward.store, ALT, donor_id=number)
        first, *_ = evidence.observations(ward.store, 1)
        corrected(ward.store, first, replace(first, value=Decimal(1)))
        return ward

    def test_everybody_s_evidence_is_that_of_each(self, several: Ward) -> None:
        store = several.store
        found = evidence.evidence_of_all(store)
        assert found == {
            (1, None): PersonEvidence(evidence.observations(store, 1), evidence.consents(store, 1)),
            (1, 1): PersonEvidence(evidence.observations(store, 1, 1)),
            (2, None): PersonEvidence((), evidence.consents(store, 2)),
        }
        assert len(found[1, None].observations) == 8
        assert len(found[2, None].consents) == 1

    def test_only_those_asked_for_are_read(self, several: Ward) -> None:
        everybody = evidence.evidence_of_all(several.store)
        for on in (None, day(30)):
            assert set(evidence.evidence_of_all(several.store, [3, 2], on=on)) == {(2, None)}
            assert evidence.evidence_of_all(several.store, [], on=on) == {}
        assert evidence.evidence_of_all(several.store, [1, 2, 3]) == everybody

    @pytest.mark.parametrize(
        ("on", "days"),
        [
            (1, [2, 9, 9, 20]),
            (2, [2, 9, 9, 20]),
            (8, [2, 9, 9, 20]),
            (9, [9, 9, 20]),
            (19, [9, 9, 20]),
            (20, [20]),
            (30, [20]),
        ],
    )
    def test_on_a_day_the_newest_up_to_it_and_what_is_dated_later_have_a_say(
        self, several: Ward, on: int, days: list[int]
    ) -> None:
        found = evidence.evidence_of_all(several.store, on=day(on))[1, None].observations
        for what in ("alt", "ast"):
            assert [one.on.day for one in found if one.what == what] == days

    def test_what_was_corrected_or_struck_hides_no_older_result(self, ward: Ward) -> None:
        old, new = entered(ward.store, ALT, replace(ALT, on=day(20)))
        struck(ward.store, new.id)
        found = evidence.evidence_of_all(ward.store, on=day(30))
        assert found == {(1, None): PersonEvidence((old,))}

    def test_it_takes_two_queries_however_many_there_are(
        self, several: Ward, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        asked: list[str] = []
        reading = several.store.read

        def read(sql: str, parameters: tuple[object, ...] = ()) -> object:
            asked.append(sql)
            return reading(sql, parameters)

        monkeypatch.setattr(several.store, "read", read)
        for patient_ids in (None, [1], [1, 2, 3]):
            evidence.evidence_of_all(several.store, patient_ids, on=day(9))
        assert len(asked) == 6


def test_a_consent_without_assent_is_one_too(ward: Ward) -> None:
    bare = Consent("1", day(1), signers=("patient",), entered_by="nurse")
    with ward.store.step(actor="nurse", what="consent") as step:
        number = evidence.add_consent(step, 1, None, bare)
    assert evidence.consents(ward.store, 1) == (replace(bare, id=number),)
