"""The ward placed anew: asked, searched elsewhere, looked at, accepted in whole or in part."""

from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtWidgets import QLabel

from nkdesk.model.cycle import Address
from nkdesk.model.refusal import BrokenRule, Refused, RuleCode
from nkdesk.model.words import Words
from nkdesk.services.calendar_models import LabDayForm, ReplacementPreview, WardMoveRow
from nkdesk.services.forms import Unsaved
from nkdesk.services.lab_days import lab_days, set_lab_day
from nkdesk.services.patient_page import patient_page
from nkdesk.services.steps import revision
from nkdesk.services.ward_replacing import Progress, ReplacementAnswer
from nkdesk.ui.common.dialog import Question
from nkdesk.ui.replace import search as search_module
from nkdesk.ui.replace.dialog import ReplaceDialog, Stage
from nkdesk.ui.replace.words import move_words, nothing_words, progress_words, verdict_words

CLOSED = date(2026, 3, 24)


class Done:
    """An answer that has come."""

    def __init__(self, answer):
        self._answer = answer

    def result(self):
        return self._answer


class ByHand:
    """Work that runs when a test says so."""

    def __init__(self):
        self.waiting = []

    def run(self, work, then):
        self.waiting.append((work, then))

    def go(self):
        work, then = self.waiting.pop(0)
        then(Done(work()))


@pytest.fixture
def worker():
    return ByHand()


@pytest.fixture
def dialog(qtbot, text_size, desk, worker):
    made = ReplaceDialog(None, desk, worker, sample=True)
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.fixture
def found(dialog, worker):
    """The dialog with the placement for the day that is closed in the sample ward."""
    dialog.compute()
    worker.go()
    return dialog


def add_day(dialog, day="30.03.2026", kind="closed", **rest):
    form = dialog.question.form
    form.calendar.choose("nk_lab")
    form.kind.choose(kind)
    form.day.put(day)
    form.capacity.put(rest.get("capacity", ""))
    form.note.put(rest.get("note", ""))
    dialog.question.add.click()


def on_the_closed_day(desk):
    pages = [patient_page(desk, number) for number in range(1, 13)]
    return [
        page.line.patient.trial_number
        for page in pages
        for cycle in page.cycles
        for row in cycle.rows
        if row.item.planned == CLOSED and row.nth and row.item.is_open
    ]


def test_nothing_is_saved_before_it_was_looked_at_and_accepted(dialog, desk, worker):
    before = revision(desk)
    assert dialog.stage is Stage.ASK
    dialog.compute()
    assert dialog.stage is Stage.SEARCH
    worker.go()
    assert dialog.stage is Stage.LOOK
    assert revision(desk) == before


def test_every_moved_infusion_stands_under_its_patient_with_both_days(found):
    shown = [label.text() for one in found.proposal.patients for label in one.findChildren(QLabel)]
    names = [words for words in shown if "NK\u2011" in words or "NK-0" in words]
    assert all("Born" in words for words in names)
    moves = [words for words in shown if "→" in words]
    assert moves
    assert all("later" in words or "earlier" in words for words in moves)
    assert all(words.startswith("NK dose ") for words in moves)
    assert "Proven best" in found.proposal.verdict.text()
    assert (
        found.proposal.before.text() == "Closed or overfull days as planned now: 2 open infusions."
    )


def test_accepting_all_of_it_is_one_step_that_frees_the_day(found, desk):
    before = revision(desk)
    found.cause.reason.choose("laboratory")
    found.save.click()
    assert found.saved is not None
    assert revision(desk) == before + 1
    assert on_the_closed_day(desk) == []


def test_only_the_patients_ticked_are_moved(found, desk):
    both = on_the_closed_day(desk)
    assert len(both) == 2
    [left, *_] = found.proposal.patients
    left.box.click()
    assert found.save.text() == "Move infusions of 1 of 2 patients"
    assert not found.proposal.everybody.isChecked()
    found.cause.reason.choose("laboratory")
    found.accept_moves()
    assert found.saved is not None
    assert len(on_the_closed_day(desk)) == 1


def test_one_box_ticks_and_clears_all(found):
    assert found.proposal.everybody.isChecked()
    found.proposal.everybody.click()
    assert found.proposal.accepted == frozenset()
    found.proposal.everybody.click()
    assert len(found.proposal.accepted) == 2


def test_a_reason_is_asked_for_and_at_least_one_patient(found, desk):
    before = revision(desk)
    found.confirm()
    assert found.summary.lines == ["Reason: Needed."]
    assert not found.cause.reason.note.isHidden()
    found.cause.reason.choose("laboratory")
    assert found.cause.reason.note.isHidden()
    found.proposal.everybody.click()
    found.confirm()
    assert found.summary.lines == ["Tick at least one patient."]
    assert revision(desk) == before
    assert found.stage is Stage.LOOK


def test_a_part_that_breaks_a_rule_alone_is_refused_in_words(found, monkeypatch):
    full = BrokenRule(RuleCode.OVER_CAPACITY, "NK-003 C1/NK3", "", CLOSED, 2, "nk_lab")
    monkeypatch.setattr(
        "nkdesk.ui.replace.dialog.accept_replacement", lambda *_: Unsaved((), Refused((full,)))
    )
    found.accept_moves()
    [said] = found.summary.lines
    assert said.startswith("NK-003, C1/NK3: NK laboratory is full on Tue 24-Mar-2026")
    assert found.saved is None


def test_a_stale_answer_is_worked_out_anew_and_nothing_typed_is_lost(found, desk, worker):
    found.proposal.patients[0].box.click()
    left_out = found.proposal.patients[0].patient_id
    found.cause.reason.choose("other")
    found.cause.note.text.setPlainText("audit")
    set_lab_day(desk, LabDayForm("nk_lab", "02.04.2026", "closed"))
    before = revision(desk)
    found.accept_moves()
    assert "Somebody changed the plan meanwhile" in found.summary.lines[0]
    assert found.stage is Stage.SEARCH
    worker.go()
    assert found.stage is Stage.LOOK
    assert "Somebody changed" in found.summary.lines[0]
    assert left_out not in found.proposal.accepted
    assert found.proposal.accepted
    assert found.cause.value().note == "audit"
    assert revision(desk) == before
    found.accept_moves()
    assert found.saved is not None


def test_a_day_taken_into_the_question_is_saved_with_the_answer_only(dialog, desk, worker):
    add_day(dialog, note="audit")
    [taken] = dialog.question.days
    assert (taken.day, taken.note) == ("30.03.2026", "audit")
    assert len(lab_days(desk).days) == 1
    dialog.compute()
    worker.go()
    dialog.cause.reason.choose("laboratory")
    dialog.accept_moves()
    assert [one.day for one in lab_days(desk).days] == [CLOSED, date(2026, 3, 30)]


def test_another_word_on_the_same_day_replaces_the_first_and_days_can_be_left_out(dialog):
    add_day(dialog)
    add_day(dialog, kind="capacity", capacity="1")
    [taken] = dialog.question.days
    assert taken.kind == "capacity"
    add_day(dialog, day="31.03.2026", kind="open")
    words = [label.text() for label in dialog.question.findChildren(QLabel)]
    assert "NK laboratory takes at most 1 a day on Mon 30-Mar-2026" in words
    assert "NK laboratory open on Tue 31-Mar-2026" in words
    dialog.question._drop(taken)
    assert [one.kind for one in dialog.question.days] == ["open"]


def test_a_faulty_day_never_gets_into_the_question(dialog, worker):
    add_day(dialog, day="31.02.2026")
    assert dialog.question.days == ()
    assert "This day does not exist." in dialog.summary.lines[0]
    dialog.compute()
    assert dialog.stage is Stage.ASK
    assert worker.waiting == []


def test_a_day_typed_but_not_added_is_asked_along(dialog, worker):
    form = dialog.question.form
    form.calendar.choose("nk_lab")
    form.kind.choose("closed")
    form.day.put("30.03.2026")
    dialog.confirm()
    assert [one.day for one in dialog.question.days] == ["30.03.2026"]
    assert dialog.stage is Stage.SEARCH


def found_nothing(question, _keep_going):
    return ReplacementAnswer(question, Refused(()), 1)


def test_a_search_stopped_before_it_found_anything_says_that_nothing_changed(
    dialog, worker, monkeypatch
):
    monkeypatch.setattr(search_module, "solve", found_nothing)
    dialog.compute()
    dialog.stop_button.click()
    worker.go()
    assert dialog.stage is Stage.ASK
    assert dialog.summary.lines == ["Stopped before a placement was found. Nothing has changed."]


def test_a_search_that_ends_by_itself_with_nothing_does_not_say_that_anybody_stopped_it(
    dialog, worker, monkeypatch
):
    monkeypatch.setattr(search_module, "solve", found_nothing)
    dialog.compute()
    worker.go()
    [said] = dialog.summary.lines
    assert "not proven that there is none" in said


def test_a_search_is_stopped_by_hand_and_after_a_minute(dialog, worker, monkeypatch):
    dialog.compute()
    told = Progress(4, 9, 3, 7, found=True)
    assert dialog.search._keep_going(told)
    dialog.progress.show_progress()
    assert "Best so far: 4 patients, 9 days" in dialog.progress.words.accessibleName()
    monkeypatch.setattr(search_module, "LIMIT_S", 0)
    assert not dialog.search._keep_going(told)
    monkeypatch.undo()
    assert dialog.search._keep_going(told)
    dialog._stop_search()
    assert not dialog.search._keep_going(told)
    worker.waiting.clear()


def test_closing_the_dialog_ends_the_search_and_its_answer_changes_nothing(dialog, worker):
    dialog.compute()
    search = dialog.search
    dialog.done(0)
    assert not search._keep_going(Progress(0, 0, 0, 0, found=False))
    worker.go()
    assert dialog.answer is None
    assert dialog.stage is Stage.SEARCH
    dialog._stop_search()
    dialog.progress.show_progress()


def test_a_ward_where_everything_fits_says_that_nothing_has_to_move(dialog, desk, worker):
    found = lab_days(desk).days[0]
    set_lab_day(desk, LabDayForm("nk_lab", found.day.isoformat(), "open"))
    dialog.compute()
    worker.go()
    assert dialog.proposal.verdict.text() == "Nothing has to move: every rule holds as planned."
    assert dialog.save.isHidden()
    dialog.confirm()
    assert dialog.stage is Stage.LOOK
    dialog.back.click()
    assert dialog.stage is Stage.ASK


def test_days_on_which_nothing_fits_are_refused_with_the_rules(dialog, worker):
    for day in range(12, 32):
        add_day(dialog, day=f"{day}.03.2026")
    dialog.compute()
    worker.go()
    assert dialog.stage is Stage.ASK
    assert dialog.summary.lines
    assert len(dialog.question.days) == 20


def test_leaving_an_answer_asks_first(found):
    found.reject()
    assert found.findChild(Question, "question") is not None


def test_the_laboratory_days_are_one_step_away(dialog, qtbot):
    with qtbot.waitSignal(dialog.days_asked):
        dialog._ask_days()


def test_a_question_that_cannot_be_read_keeps_what_was_typed(dialog, monkeypatch):
    from nkdesk.services.problems import StoreError  # noqa: PLC0415
    from nkdesk.store.problem import StoreProblem  # noqa: PLC0415

    def busy(*_):
        raise StoreError(StoreProblem.BUSY)

    monkeypatch.setattr("nkdesk.ui.replace.dialog.replacement_question", busy)
    dialog.compute()
    assert "writing to the ward store" in dialog.summary.lines[0]
    dialog.question.form.day.put("30.03.2026")
    dialog.compute()
    assert dialog.question.form.day.value() == "30.03.2026"
    assert dialog.stage is Stage.ASK


def test_an_answer_that_cannot_be_shown_leads_back_to_the_question(dialog, worker, monkeypatch):
    from nkdesk.services.problems import StoreError  # noqa: PLC0415
    from nkdesk.store.problem import StoreProblem  # noqa: PLC0415

    def busy(*_):
        raise StoreError(StoreProblem.BUSY)

    dialog.accept_moves()
    assert dialog.saved is None
    monkeypatch.setattr("nkdesk.ui.replace.dialog.replacement_preview", busy)
    dialog.compute()
    worker.go()
    assert dialog.stage is Stage.ASK
    assert dialog.summary.lines


PROGRESS = Progress(4, 9, 3, 7, found=True)


@pytest.mark.parametrize(
    ("progress", "words"),
    [
        (None, "Reading every patient's rules…"),
        (PROGRESS, "Best so far: 4 patients, 9 days of movement in all; nothing better than 3"),
        (replace(PROGRESS, bound_touched=4), "fewer days than 7 days neither."),
        (
            replace(PROGRESS, touched=1, bound_touched=1, movement=1),
            "Best so far: 1 patient, 1 day",
        ),
        (replace(PROGRESS, found=False), "None found yet that keeps every rule. At least 3"),
    ],
)
def test_how_far_a_search_is_stands_there_in_words(progress, words):
    assert words in progress_words(progress)


def test_what_is_not_proven_says_for_how_long_it_was_searched_and_how_good_it_could_be():
    told = ReplacementPreview(
        1, touched=4, movement=9, bound_touched=3, bound_movement=7, seconds=60
    )
    words = verdict_words(told)
    assert words.startswith("4 patients would move, 9 days in all. Not proven after 60 s")
    assert words.endswith("none below 3 patients, 7 days.")
    assert "was found in 60 s; it is not proven" in nothing_words(told, by_hand=False)


def test_what_follows_an_infusion_is_named_by_its_own_title():
    day = date(2026, 3, 24)
    row = WardMoveRow(1, Address(1, "PERSIST"), Words("blood sample"), None, day, day)
    assert move_words(row) == "blood sample, C1: Tue 24-Mar-2026 → Tue 24-Mar-2026, the same day"


def test_the_whole_way_in_the_window_with_the_worker(view, qtbot, desk):
    view.frame.commands.lab_days.trigger()
    view.acts.dialog._ask_replacement()
    dialog = view.acts.dialog
    assert isinstance(dialog, ReplaceDialog)
    dialog.compute()
    qtbot.waitUntil(lambda: dialog.stage is Stage.LOOK, timeout=20_000)
    dialog.cause.reason.choose("laboratory")
    with qtbot.waitSignal(view.acts.saved):
        dialog.accept_moves()
    assert view.frame.status.said.text() == "Placed anew: the ward's infusions"
    assert on_the_closed_day(desk) == []
    assert view.acts.dialog is None


def test_a_window_that_closes_ends_a_search_that_runs(view, monkeypatch, qtbot):
    ended = []

    def endless(_question, keep_going):
        while keep_going(Progress(0, 0, 0, 0, found=False)):
            pass
        ended.append(True)
        return "nobody waits for it"

    monkeypatch.setattr(search_module, "solve", endless)
    view.frame.commands.replace.trigger()
    view.acts.dialog.compute()
    qtbot.waitUntil(lambda: view.acts.dialog.search.progress is not None)
    view.window.close()
    qtbot.waitUntil(lambda: ended != [])


def test_a_day_saved_in_the_list_is_said_at_the_foot_of_the_window(view, qtbot):
    view.acts.ward.lab_days()
    dialog = view.acts.dialog
    dialog.rows.buttons[0].click()
    assert view.frame.status.said.text().startswith("Removed: NK laboratory closed")
