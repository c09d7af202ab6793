"""The board of gaps: what is missing or expires before the day each next cycle begins."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from nkdesk.model.cycle import Cycle
from nkdesk.model.eligibility import Gate, GateClosed, GateState, UnknownReason, Waiver
from nkdesk.scheduler import forecast
from nkdesk.services.change_forms import CauseForm, MoveForm, OffStudyForm
from nkdesk.services.changes import move_item, take_off_study
from nkdesk.services.courses import course_of
from nkdesk.services.evidence import gap_board
from nkdesk.services.evidence.gaps import gate_state
from nkdesk.services.forms import GivenForm, Saved
from nkdesk.services.record import record_given
from nkdesk.services.steps import revision
from nkdesk.store import cycles, gates, patients

GIRL, MAN, INFANT = 1, 2, 3
DAY_1 = date(2026, 3, 16)


def row_of(desk, patient_id=GIRL):
    found = [one for one in gap_board(desk).rows if one.line.patient.id == patient_id]
    return found[0] if found else None


def gaps(desk, patient_id=GIRL):
    return {one.criterion: one for one in row_of(desk, patient_id).gaps}


def begin(ward):
    """Give the first chemotherapy of the girl's cycle 1 on its day."""
    ward.clock.turn_to(DAY_1)
    for entry in cycles.patient_items(ward.desk.store, GIRL):
        if entry.item.planned == DAY_1:
            saved = record_given(ward.desk, GivenForm(entry.item_id, DAY_1.isoformat()))
            assert isinstance(saved, Saved), saved


def test_everybody_before_a_cycle_is_on_the_board(ward, desk):
    board = gap_board(desk)
    assert [one.line.patient.id for one in board.rows] == [GIRL, INFANT, MAN]
    assert (board.total, board.today, board.sample) == (3, date(2026, 3, 12), True)
    assert (board.revision, board.as_of) == (revision(desk), ward.clock.now())


def test_before_cycle_1_the_planned_day_counts_and_without_a_plan_today(desk):
    planned, waiting = row_of(desk), row_of(desk, MAN)
    assert (planned.for_cycle, planned.day, planned.forecast) == (1, DAY_1, False)
    assert (waiting.for_cycle, waiting.day, waiting.forecast) == (1, None, False)


def test_each_criterion_without_a_result_is_a_gap(desk):
    found = gaps(desk)
    assert set(found) == {"P-I2", "P-I3", "P-E1", "P-E2", "P-E3", "S-1", "S-2"}
    assert all(one.reason is UnknownReason.MISSING for one in found.values())
    assert found["P-E2"].title.en.startswith("severe hepatic")
    assert "S-2" not in gaps(desk, MAN)  # a pregnancy test is asked of no man


def test_who_has_everything_has_no_gap_and_stands_behind_the_others(ward, desk):
    ward.all_in_order()
    assert row_of(desk).gaps == ()
    assert gap_board(desk).rows[-1].line.patient.id == GIRL


def test_a_result_that_counts_today_and_no_more_on_the_day_is_a_gap_with_its_last_day(ward, desk):
    ward.result("neutrophils", "1,5", on="08.03.2026")  # 7 days; the day is 16-Mar
    found = gaps(desk)["S-1"]
    assert (found.reason, found.expires) == (UnknownReason.EXPIRED, date(2026, 3, 15))
    assert found.expires > ward.clock.today()


@pytest.mark.parametrize(("taken", "is_gap"), [("01.03.2026", True), ("02.03.2026", False)])
def test_the_last_valid_day_is_the_day_the_cycle_begins(ward, desk, taken, is_gap):
    ward.limits()
    ward.result("alt", "24", on=taken)
    ward.result("ast", "24", on=taken)
    found = gaps(desk).get("P-E2")
    assert (found is not None) is is_gap
    if found:
        assert (found.reason, found.expires) == (UnknownReason.EXPIRED, date(2026, 3, 15))


def test_what_is_not_met_is_named_as_such(ward, desk):
    ward.result("performance", "60")
    found = gaps(desk)["P-I2"]
    assert (found.not_met, found.reason) == (True, None)


def test_what_speaks_against_it_today_is_no_mere_expiry_before_the_day(ward, desk):
    ward.limits()
    ward.result("alt", "900", on="01.03.2026")  # 14 days; the day is 16-Mar
    ward.result("ast", "24", on="01.03.2026")
    found = gaps(desk)["P-E2"]
    assert (found.not_met, found.reason, found.expires) == (True, None, date(2026, 3, 15))


def test_what_an_investigator_waived_is_no_gap(ward, desk):
    ward.result("performance", "60")
    waiver = Waiver(GIRL, 1, "P-I2", "transport", "Dr Invented", ward.clock.now())
    with desk.store.step(actor="Anna", what="waive") as step:
        gates.add_waiver(step, waiver)
    assert "P-I2" not in gaps(desk)
    with desk.store.step(actor="Anna", what="waive") as step:
        gates.add_waiver(step, replace(waiver, criterion="S-1"))
    assert "S-1" in gaps(desk)  # a missing result must be obtained


def test_once_cycle_1_has_begun_the_forecast_of_cycle_2_counts(ward, desk):
    begin(ward)
    found = row_of(desk)
    assert (found.for_cycle, found.forecast) == (2, True)
    ahead = forecast(course_of(desk, patients.patient(desk.store, GIRL)), 2, DAY_1)
    assert isinstance(ahead, Cycle)
    assert found.day == ahead.start


def test_a_forecast_is_computed_again_when_the_plan_or_the_day_changes(ward, desk):
    begin(ward)
    first = row_of(desk).day
    kept = desk.forecasts
    ward.result("alt", "24")
    assert row_of(desk).day == first
    assert desk.forecasts is kept
    ward.clock.turn_to(first + timedelta(days=30))
    assert row_of(desk).day >= first + timedelta(days=30)
    assert desk.forecasts is not kept


def test_a_forecast_follows_what_becomes_of_the_plan(ward, desk):
    begin(ward)
    first, kept = row_of(desk).day, desk.forecasts
    last = max(
        (one for one in cycles.patient_items(desk.store, GIRL) if one.item.kind == "infusion"),
        key=lambda one: one.item.planned,
    )
    cause = CauseForm("family_request")
    form = MoveForm(last.item_id, "15.04.2026", "only", cause, deviation=True, physician="Dr A")
    saved = move_item(desk, form, revision(desk))
    assert isinstance(saved, Saved), saved
    assert row_of(desk).day == date(2026, 4, 16) > first
    assert desk.forecasts is not kept


def test_a_result_before_cycle_1_is_no_result_for_cycle_2(ward, desk):
    ward.all_in_order()
    begin(ward)
    found = gaps(desk)
    assert found["P-E3"].reason is UnknownReason.EXPIRED
    assert found["P-E3"].expires is None
    assert "P-I3" not in found  # a consent is carried forward


def test_who_left_the_study_is_not_on_the_board(desk):
    form = OffStudyForm(GIRL, "12.03.2026", CauseForm("family_request"))
    assert isinstance(take_off_study(desk, form, revision(desk)), Saved)
    assert row_of(desk) is None


def test_who_has_begun_the_last_cycle_is_not_on_the_board(ward, desk, monkeypatch):
    begin(ward)
    protocol = desk.protocol(patients.patient(desk.store, GIRL).protocol_hash)
    (name,) = desk.shelf
    monkeypatch.setitem(desk.shelf, name, replace(protocol, cycles=1))
    assert row_of(desk) is None


GATE = Gate(
    *(1, GIRL, 2, date(2026, 3, 1), date(2026, 3, 15), "Dr Invented", "physician"),
    *(None, "0" * 64),
)


def test_a_gate_is_open_until_its_last_day_and_never_again_once_closed():
    assert gate_state(None, DAY_1) is GateState.NEVER_SIGNED
    assert gate_state(GATE, date(2026, 3, 15)) is GateState.OPEN
    assert gate_state(GATE, DAY_1) is GateState.CLOSED
    assert gate_state(replace(GATE, valid_until=None), DAY_1) is GateState.OPEN
    closed = replace(GATE, closed_why=GateClosed.RESULT)
    assert gate_state(closed, date(2026, 3, 15)) is GateState.CLOSED


def test_the_board_asks_the_store_as_often_for_one_patient_as_for_three(ward, desk, monkeypatch):
    begin(ward)
    asked = []
    read = type(desk.store).read

    def counted(store, sql, parameters=()):
        asked.append(sql)
        return read(store, sql, parameters)

    monkeypatch.setattr(type(desk.store), "read", counted)
    gap_board(desk)
    few = len(asked)
    with desk.store.step(actor="Anna", what="enrol") as step:
        for number in range(4, 24):
            other = patients.patient(desk.store, MAN)
            other = replace(other, trial_number=f"NK-{number:03d}", case_number=f"S-{number}")
            patients.add_patient(step, other)
    desk.people = None
    desk.forecasts = None
    asked.clear()
    assert len(gap_board(desk).rows) == 23
    assert len(asked) <= few + 3  # the forecast and look-alike names are read again
