"""Site, protocols, patients, cycles and days: what is saved comes back as it was."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from nkdesk.model.canonical import protocol_hash
from nkdesk.model.cycle import Address, Cycle, ItemPart, ItemState, PlanWarning
from nkdesk.model.folding import fold
from nkdesk.model.patient import AllergyState, Height, PersonName, Sex, Weight
from nkdesk.model.site import SiteDay
from nkdesk.model.words import Words
from nkdesk.store import cycles, patients, protocols
from nkdesk.store.cycles import Remark
from nkdesk.store.problem import StoreConflictError, StoreError, StoreProblem
from nkdesk.store.site import change_site, clear_site_day, set_site_day, site, site_days
from nkdesk.store.store import Store
from tests.store.made_up import (
    PROTOCOL,
    SITE,
    TODAY,
    Ward,
    cycle,
    given,
    infusion,
    new_store,
    person,
    with_item,
)


def day(number: int) -> date:
    return date(2026, 3, number)


def enrol(ward: Ward, number: int, **changes: object) -> int:
    with ward.store.step(actor="nurse", what="enrol") as step:
        return patients.add_patient(step, person(number, ward.protocol_hash, **changes))


def enrol_on_cycle(ward: Ward, number: int, placed: Cycle, **changes: object) -> int:
    with ward.store.step(actor="nurse", what="enrol_and_plan") as step:
        patient_id = patients.add_patient(step, person(number, ward.protocol_hash, **changes))
        cycles.add_cycle(step, patient_id, ward.protocol_hash, placed)
    return patient_id


def save(ward: Ward, before: Cycle, after: Cycle, **remarks: Remark) -> None:
    named = {Address.parse(f"C1/{name}"): remark for name, remark in remarks.items()}
    with ward.store.step(actor="nurse", what="given") as step:
        cycles.save_cycle(step, ward.patient_id, before, after, named)


class TestSite:
    def test_a_real_ward_has_no_fixed_today(self, tmp_path: Path) -> None:
        with new_store(tmp_path, sample=False, sample_today=None) as store:
            assert site(store) == replace(SITE, sample=False, sample_today=None)

    def test_a_ward_may_be_renamed_by_whoever_saw_its_name(self, store: Store) -> None:
        renamed = replace(SITE, ward="Отделение 3", time_zone="Europe/Warsaw")
        with store.step(actor="nurse", what="site") as step:
            change_site(step, SITE, renamed)
        assert site(store) == renamed
        with pytest.raises(StoreConflictError), store.step(actor="nurse", what="site") as step:
            change_site(step, SITE, replace(SITE, ward="other"))

    def test_a_store_without_its_ward_is_damaged(self, store: Store) -> None:
        store.database.execute("DROP TRIGGER site_is_kept")
        store.database.execute("DROP TRIGGER site_delete_in_step")
        store.database.execute("DELETE FROM site")
        with pytest.raises(StoreError) as caught:
            site(store)
        assert caught.value.problem is StoreProblem.DAMAGED

    def test_site_days_are_set_changed_and_cleared(self, store: Store) -> None:
        closed = SiteDay("nk_lab", day(20), is_open=False, note="санитарный день")
        opened = SiteDay("ward", day(8), is_open=True)
        with store.step(actor="nurse", what="site_day") as step:
            set_site_day(step, closed)
            set_site_day(step, opened)
        assert site_days(store) == (opened, closed)
        with store.step(actor="nurse", what="site_day") as step:
            set_site_day(step, replace(closed, is_open=True, note=""))
            clear_site_day(step, "ward", day(8))
        assert site_days(store) == (SiteDay("nk_lab", day(20), is_open=True),)
        with pytest.raises(StoreConflictError), store.step(actor="n", what="site_day") as step:
            clear_site_day(step, "ward", day(8))


class TestProtocols:
    def test_a_protocol_comes_back_with_its_source(self, ward: Ward) -> None:
        assert ward.protocol_hash == protocol_hash(PROTOCOL)
        found = protocols.protocol(ward.store, ward.protocol_hash)
        assert found is not None
        assert protocol_hash(found) == ward.protocol_hash
        assert protocols.protocol_source(ward.store, ward.protocol_hash) == "format = 1\n"

    def test_an_unknown_protocol_is_none(self, ward: Ward) -> None:
        assert protocols.protocol(ward.store, "0" * 64) is None
        assert protocols.protocol_source(ward.store, "0" * 64) is None
        assert protocols.stored_protocol(ward.store, "0" * 64) is None

    def test_the_same_protocol_twice_is_kept_once(self, ward: Ward) -> None:
        with ward.store.step(actor="nurse", what="add_protocol") as step:
            assert protocols.add_protocol(step, PROTOCOL, "other text") == ward.protocol_hash
        assert len(protocols.protocols(ward.store)) == 1
        assert protocols.protocol_source(ward.store, ward.protocol_hash) == "format = 1\n"

    def test_an_approval_names_two_people(self, ward: Ward) -> None:
        before = protocols.stored_protocol(ward.store, ward.protocol_hash)
        assert before is not None
        assert not before.approved
        assert before.title == Words("an invented protocol", "выдуманный протокол")
        with ward.store.step(actor="nurse", what="approve_protocol") as step:
            protocols.approve_protocol(step, ward.protocol_hash, "Dr A", "Dr B")
        (stored,) = protocols.protocols(ward.store)
        assert stored == protocols.stored_protocol(ward.store, ward.protocol_hash)
        assert stored.approved
        assert (stored.physician, stored.second_person) == ("Dr A", "Dr B")
        assert stored.approved_at is not None
        assert stored.approved_at.utcoffset() == timedelta(hours=3)

    def test_a_protocol_is_approved_once_and_only_if_it_is_there(self, ward: Ward) -> None:
        for hash_ in (ward.protocol_hash, "0" * 64):
            with (
                pytest.raises(StoreError) as caught,
                ward.store.step(actor="nurse", what="approve_protocol") as step,
            ):
                protocols.approve_protocol(step, hash_, "Dr A", "Dr B")
                protocols.approve_protocol(step, hash_, "Dr C", "Dr D")
            assert caught.value.problem is StoreProblem.RULE

    def test_protocols_in_use_are_those_of_patients(self, ward: Ward) -> None:
        with ward.store.step(actor="nurse", what="add_protocol") as step:
            protocols.add_protocol(step, replace(PROTOCOL, version="0.2"), "")
        assert len(protocols.protocols(ward.store)) == 2
        assert cycles.protocols_in_use(ward.store) == (ward.protocol_hash,)


class TestPatients:
    def test_a_patient_comes_back_letter_for_letter(self, ward: Ward) -> None:
        strange = person(
            2,
            ward.protocol_hash,
            name=PersonName('Иванов <!-- "Ё', "Ян", "", "", ""),
            sex=Sex.MALE,
            allergy_state=AllergyState.NOT_RECORDED,
            allergies="",
            case_number="",
        )
        with ward.store.step(actor="nurse", what="enrol") as step:
            patient_id = patients.add_patient(step, strange)
        found = patients.patient(ward.store, patient_id)
        assert found == replace(strange, id=patient_id)
        assert patients.newest_id(ward.store) == patient_id
        assert patients.newest_trial_number(ward.store) == "HR-002"

    def test_a_name_of_120_letters_is_kept_and_one_of_121_refused(self, ward: Ward) -> None:
        name = PersonName("Ж" * 120, "")
        patient_id = enrol(ward, 2, name=name)
        found = patients.patient(ward.store, patient_id)
        assert found is not None
        assert found.name == name
        with pytest.raises(StoreError):
            enrol(ward, 3, name=PersonName("Ж" * 121, ""))

    def test_nobody_is_nobody(self, store: Store) -> None:
        assert patients.patient(store, 1) is None
        assert patients.newest_id(store) == 0
        assert patients.newest_trial_number(store) == ""
        assert patients.all_patients(store) == ()

    def test_a_number_is_taken_once(self, ward: Ward) -> None:
        assert patients.trial_number_taken(ward.store, "HR-001")
        assert not patients.trial_number_taken(ward.store, "HR-001", except_patient=1)
        assert not patients.trial_number_taken(ward.store, "HR-002")
        assert patients.case_number_taken(ward.store, "K1")
        assert not patients.case_number_taken(ward.store, "K1", except_patient=1)
        assert not patients.case_number_taken(ward.store, "")
        for changes in ({"trial_number": "HR-001"}, {"case_number": "K1"}):
            with pytest.raises(StoreError) as caught:
                enrol(ward, 2, **changes)
            assert caught.value.problem is StoreProblem.RULE

    def test_two_patients_may_both_be_without_a_case_number(self, ward: Ward) -> None:
        enrol(ward, 2, case_number="")
        enrol(ward, 3, case_number="")
        assert patients.patient_count(ward.store) == 3

    def test_a_change_is_found_by_its_new_name(self, ward: Ward) -> None:
        before = patients.patient(ward.store, 1)
        assert before is not None
        after = replace(before, name=replace(before.name, family="Смит"))
        with ward.store.step(actor="nurse", what="change_patient") as step:
            patients.change_patient(step, before, after)
        assert patients.search_patients(ward.store, fold("СМИТ"), 5) == (after,)
        assert patients.search_patients(ward.store, fold("Ёлкина"), 5) == ()
        with (
            pytest.raises(StoreConflictError),
            ward.store.step(actor="nurse", what="change_patient") as step,
        ):
            patients.change_patient(step, before, replace(before, arm="other"))

    @pytest.mark.parametrize(
        "typed",
        [
            "Ёлкина",
            "елкина",
            "ЕЛКИНА",
            "анна елк",
            "Yolkina",
            "yolkina anna",
            "hr-001",
            "K1",
            "",
            " ",
        ],
    )
    def test_any_spelling_finds_the_patient(self, ward: Ward, typed: str) -> None:
        """H02."""
        found = patients.search_patients(ward.store, fold(typed), 10)
        assert [one.id for one in found] == [1]
        assert patients.patient_count(ward.store, fold(typed)) == 1

    @pytest.mark.parametrize("typed", ["%", "_", "'", '"', "\\", "елкина%", "[", "анна петр х"])
    def test_signs_of_a_query_are_letters_like_others(self, ward: Ward, typed: str) -> None:
        assert patients.search_patients(ward.store, fold(typed), 10) == ()
        assert patients.patient_count(ward.store, fold(typed)) == 0

    def test_lists_are_by_name_and_end_at_their_limit(self, ward: Ward) -> None:
        enrol(ward, 2, name=PersonName("Яковлев", "А"))
        enrol(ward, 3, name=PersonName("Абрамов", "Б"))
        names = [one.name.family for one in patients.all_patients(ward.store)]
        assert names == ["Абрамов", "Ёлкина", "Яковлев"]
        found = patients.search_patients(ward.store, "", 2)
        assert [one.name.family for one in found] == names[:2]

    def test_weights_and_heights_come_newest_first(self, ward: Ward) -> None:
        with ward.store.step(actor="nurse", what="weight") as step:
            for grams, on in ((12500, day(1)), (13000, day(5)), (12900, day(5)), (12000, day(3))):
                patients.add_weight(step, 1, Weight(grams, on))
            patients.add_height(step, 1, Height(900, day(1)))
            patients.add_height(step, 1, Height(901, day(2)))
        grams = [weight.grams for weight in patients.weights(ward.store, 1)]
        assert grams == [12900, 13000, 12000, 12500]
        assert patients.heights(ward.store, 1) == (Height(901, day(2)), Height(900, day(1)))
        other = enrol(ward, 2)
        wanted = [1, other, 99]
        assert patients.newest_weights(ward.store, wanted, day(4)) == {1: Weight(12000, day(3))}
        assert patients.newest_weights(ward.store, wanted, day(5)) == {1: Weight(12900, day(5))}
        assert patients.newest_heights(ward.store, wanted, day(1)) == {1: Height(900, day(1))}
        assert patients.newest_weights(ward.store, wanted, date(2026, 2, 28)) == {}
        assert patients.newest_weights(ward.store, [], day(9)) == {}

    @pytest.mark.parametrize("grams", [0, -1, 1999, 250001, 2**63])
    def test_a_weight_nobody_has_is_refused(self, ward: Ward, grams: int) -> None:
        """H16."""
        with pytest.raises(StoreError), ward.store.step(actor="nurse", what="weight") as step:
            patients.add_weight(step, 1, Weight(grams, TODAY))
        assert patients.weights(ward.store, 1) == ()


class TestCycles:
    def test_a_cycle_comes_back_as_it_was_placed(self, ward: Ward) -> None:
        assert cycles.cycles(ward.store, 1) == (cycle(),)
        assert cycles.planned_patients(ward.store) == {1}
        assert cycles.cycles(ward.store, 2) == ()

    def test_every_field_of_an_item_comes_back(self, ward: Ward) -> None:
        full = replace(
            infusion(day(16)),
            planned=day(17),
            target=day(15),
            label_day=9,
            warnings=(PlanWarning.CLOSED_DAY,),
            by_hand=True,
            parts=(ItemPart("08:00", day(17), "08:10"), ItemPart("20:00")),
            state=ItemState.PARTLY_GIVEN,
        )
        placed = Cycle(1, "flag", day(9), (full,))
        patient_id = enrol_on_cycle(ward, 2, placed)
        assert cycles.cycles(ward.store, patient_id) == (placed,)

    def test_a_cycle_without_items_is_still_a_cycle(self, ward: Ward) -> None:
        empty = Cycle(1, "flag", day(9), ())
        patient_id = enrol_on_cycle(ward, 2, empty)
        assert cycles.cycles(ward.store, patient_id) == (empty,)
        with ward.store.step(actor="nurse", what="plan") as step:
            cycles.remove_cycle(step, patient_id, empty)
        assert cycles.cycles(ward.store, patient_id) == ()

    def test_no_second_cycle_without_a_gate(self, ward: Ward) -> None:
        """H10."""
        with (
            pytest.raises(StoreError) as caught,
            ward.store.step(actor="nurse", what="plan") as step,
        ):
            cycles.add_cycle(step, 1, ward.protocol_hash, Cycle(2, "flag", day(30), ()))
        assert caught.value.problem is StoreProblem.RULE
        assert "gate" in caught.value.detail

    def test_saving_writes_only_the_rows_that_changed(self, ward: Ward) -> None:
        after = given(cycle(), "C1/NK1", day(16))
        save(ward, cycle(), after, NK1=Remark(note="slow"))
        assert cycles.cycles(ward.store, 1) == (after,)
        changed = ward.store.read("SELECT table_name FROM journal WHERE step = 5 ORDER BY n")
        assert changed == [("item",), ("item_part",)]
        entry = cycles.day_items(ward.store, day(16), TODAY)[0]
        assert (entry.reason, entry.note) == ("", "slow")

    def test_a_remark_is_kept_until_another_replaces_it(self, ward: Ward) -> None:
        omitted = with_item(cycle(), "C1/NK1", state=ItemState.OMITTED)
        save(ward, cycle(), omitted, NK1=Remark("infection", "38.9"))
        moved = with_item(omitted, "C1/NK1", label_day=9)
        save(ward, omitted, moved)
        entries = {str(one.item.address): one for one in cycles.patient_items(ward.store, 1)}
        assert (entries["C1/NK1"].reason, entries["C1/NK1"].note) == ("infection", "38.9")
        save(ward, moved, moved, NK1=Remark("family", ""))
        entries = {str(one.item.address): one for one in cycles.patient_items(ward.store, 1)}
        assert (entries["C1/NK1"].reason, entries["C1/NK1"].note) == ("family", "")

    def test_a_cycle_changed_meanwhile_is_not_overwritten(self, ward: Ward) -> None:
        save(ward, cycle(), given(cycle(), "C1/NK1", day(16)))
        with pytest.raises(StoreConflictError) as caught:
            save(ward, cycle(), given(cycle(), "C1/NK1", day(17)))
        assert caught.value.stored is not None
        assert caught.value.stored["actual"] == "2026-03-16"
        save_other = given(cycle(), "C1/NK1", day(16))
        save(ward, save_other, given(save_other, "C1/FLU@1", day(9)))

    @pytest.mark.parametrize(
        "theirs",
        [
            replace(cycle(), start=day(10)),
            with_item(cycle(), "C1/FLU@1", parts=(ItemPart("08:00"), ItemPart("21:00"))),
            with_item(cycle(), "C1/FLU@1", planned=day(11)),
        ],
        ids=["start", "part", "item"],
    )
    def test_whatever_moved_on_is_a_conflict_to_a_save_and_to_a_removal(
        self, ward: Ward, theirs: Cycle
    ) -> None:
        save(ward, cycle(), theirs)
        with pytest.raises(StoreConflictError):
            mine = replace(given(cycle(), "C1/FLU@1", day(9)), start=day(8))
            save(ward, cycle(), mine)
        with (
            pytest.raises(StoreConflictError),
            ward.store.step(actor="nurse", what="plan") as step,
        ):
            cycles.remove_cycle(step, 1, cycle())
        assert cycles.cycles(ward.store, 1) == (theirs,)

    def test_a_cycle_that_is_gone_is_a_conflict(self, ward: Ward) -> None:
        with ward.store.step(actor="nurse", what="plan") as step:
            cycles.remove_cycle(step, 1, cycle())
        assert cycles.patient_items(ward.store, 1) == ()
        with pytest.raises(StoreConflictError):
            save(ward, cycle(), given(cycle(), "C1/NK1", day(16)))

    def test_a_cycle_is_planned_afresh_only_while_nothing_was_given(self, ward: Ward) -> None:
        after = given(cycle(), "C1/NK1", day(16))
        save(ward, cycle(), after)
        with pytest.raises(StoreError) as caught, ward.store.step(actor="n", what="plan") as step:
            cycles.remove_cycle(step, 1, after)
        assert caught.value.problem is StoreProblem.RULE
        assert cycles.cycles(ward.store, 1) == (after,)

    def test_a_saved_cycle_keeps_its_items(self, ward: Ward) -> None:
        with pytest.raises(ValueError, match="keeps its items"):
            save(ward, cycle(), replace(cycle(), items=cycle().items[:1]))

    def test_an_item_is_found_by_its_number_and_by_its_address(self, ward: Ward) -> None:
        (entry,) = cycles.day_items(ward.store, day(16), day(16))[-1:]
        assert cycles.day_item(ward.store, entry.item_id) == entry
        assert cycles.day_item(ward.store, 999) is None
        assert cycles.item_ids(ward.store, 2) == {}
        found = cycles.item_ids(ward.store, 1)
        assert found[Address(1, "NK1")] == entry.item_id
        assert [str(address) for address in found] == ["C1/FLU@1", "C1/FLU@2", "C1/NK1"]

    def test_taken_counts_open_plans_and_given_dates_of_others(self, ward: Ward) -> None:
        other = enrol_on_cycle(ward, 2, cycle())
        third = enrol_on_cycle(ward, 3, cycle(day(10)))
        given_late = given(cycle(day(10)), "C1/NK1", day(20))
        with ward.store.step(actor="nurse", what="given") as step:
            cycles.save_cycle(step, third, cycle(day(10)), given_late)
        assert cycles.taken(ward.store, "nk_lab") == {day(16): 2, day(20): 1}
        assert cycles.taken(ward.store, "nk_lab", other) == {day(16): 1, day(20): 1}
        assert cycles.taken(ward.store, "nk_lab", since=day(17)) == {day(20): 1}
        assert cycles.taken(ward.store, "ward") == {}
        omitted = with_item(cycle(), "C1/NK1", state=ItemState.OMITTED)
        save(ward, cycle(), omitted, NK1=Remark("infection"))
        assert cycles.taken(ward.store, "nk_lab") == {day(16): 1, day(20): 1}


class TestDays:
    def labels(self, ward: Ward, on: date, today: date) -> list[str]:
        return [str(one.item.address) for one in cycles.day_items(ward.store, on, today)]

    def test_today_shows_what_is_planned_and_what_is_overdue(self, ward: Ward) -> None:
        assert self.labels(ward, day(10), day(10)) == ["C1/FLU@1", "C1/FLU@2"]
        assert self.labels(ward, day(10), day(9)) == ["C1/FLU@2"]
        assert self.labels(ward, day(10), day(11)) == ["C1/FLU@2"]
        assert self.labels(ward, day(12), day(12)) == ["C1/FLU@1", "C1/FLU@2"]
        assert self.labels(ward, day(16), day(20)) == ["C1/NK1"]

    def test_a_day_shows_what_was_given_on_it(self, ward: Ward) -> None:
        save(ward, cycle(), given(cycle(), "C1/NK1", day(18)))
        assert self.labels(ward, day(16), day(20)) == ["C1/NK1"]
        assert self.labels(ward, day(18), day(20)) == ["C1/NK1"]
        assert self.labels(ward, day(20), day(20)) == ["C1/FLU@1", "C1/FLU@2"]

    def test_a_day_shows_the_part_that_was_given_on_it(self, ward: Ward) -> None:
        parts = (ItemPart("09:00", day(11), "09:05"), ItemPart("21:00"))
        partly = with_item(cycle(), "C1/FLU@1", parts=parts, state=ItemState.PARTLY_GIVEN)
        save(ward, cycle(), partly)
        assert self.labels(ward, day(11), day(9)) == ["C1/FLU@1"]
        assert self.labels(ward, day(12), day(12)) == ["C1/FLU@1", "C1/FLU@2"]
        (entry,) = cycles.day_items(ward.store, day(11), day(9))
        assert entry.item.parts == parts

    def test_an_item_whose_rest_will_not_be_given_is_no_longer_open(self, ward: Ward) -> None:
        parts = (ItemPart("09:00", day(9), "09:05"), ItemPart("21:00"))
        closed = with_item(
            cycle(), "C1/FLU@1", parts=parts, state=ItemState.PARTLY_GIVEN, actual=day(9)
        )
        save(ward, cycle(), closed)
        assert self.labels(ward, day(12), day(12)) == ["C1/FLU@2"]
        assert cycles.open_between(ward.store, day(9), day(9)) == 0
        following = cycles.next_open_after(ward.store, day(8))
        assert following is not None
        assert str(following.item.address) == "C1/FLU@2"
        (first,) = cycles.next_open_by_patient(ward.store, date.min)
        assert first == following

    def test_a_line_carries_its_patient_and_protocol(self, ward: Ward) -> None:
        (entry,) = cycles.day_items(ward.store, day(16), TODAY)[-1:]
        assert entry.patient == patients.patient(ward.store, 1)
        assert entry.protocol_hash == ward.protocol_hash
        assert entry.item == infusion(day(16))

    def test_lines_are_by_date_and_name(self, ward: Ward) -> None:
        enrol_on_cycle(ward, 2, cycle(), name=PersonName("Абрамов", "Б"))
        found = cycles.day_items(ward.store, day(10), day(10))
        lines = [(one.patient.name.family, str(one.item.address)) for one in found]
        assert lines == [
            ("Абрамов", "C1/FLU@1"),
            ("Ёлкина", "C1/FLU@1"),
            ("Абрамов", "C1/FLU@2"),
            ("Ёлкина", "C1/FLU@2"),
        ]

    def test_what_comes_next_is_counted_and_named(self, ward: Ward) -> None:
        assert cycles.open_between(ward.store, day(9), day(10)) == 2
        assert cycles.open_between(ward.store, day(11), day(15)) == 0
        following = cycles.next_open_after(ward.store, day(10))
        assert following is not None
        assert str(following.item.address) == "C1/NK1"
        first = cycles.next_open_after(ward.store, day(8))
        assert first is not None
        assert len(first.item.parts) == 2
        assert cycles.next_open_after(ward.store, day(16)) is None

    def test_each_patient_has_one_next_item(self, ward: Ward) -> None:
        enrol(ward, 2)
        third = enrol_on_cycle(ward, 3, cycle(day(10)))
        following = cycles.next_open_by_patient(ward.store, day(10))
        found = {one.patient.id: str(one.item.address) for one in following}
        assert found == {1: "C1/FLU@2", third: "C1/FLU@1"}
        assert len(cycles.next_open_by_patient(ward.store, date.min)) == 2
        assert cycles.next_open_by_patient(ward.store, date.max) == ()
