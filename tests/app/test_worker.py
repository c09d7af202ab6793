"""Slow work goes to one thread; its results come back to the window's."""

import gc
import sys
import threading
import time

import pytest
from PySide6.QtCore import QTimer

from nkdesk.app.worker import SWITCH_S, Worker


@pytest.fixture
def worker(qapp):
    made = Worker()
    yield made
    made.stop()


def test_work_is_done_elsewhere_and_answered_here(worker, qtbot):
    answers = []
    worker.run(
        threading.current_thread,
        lambda done: answers.append((done.result(), threading.current_thread())),
    )
    qtbot.waitUntil(lambda: answers != [])
    [(there, here)] = answers
    assert there.name.startswith("nkdesk-worker")
    assert here is threading.main_thread()


def test_one_piece_of_work_follows_another(worker, qtbot):
    running, most, answers = [], [], []

    def work():
        running.append(1)
        most.append(len(running))
        time.sleep(0.005)
        running.pop()

    for number in range(8):
        worker.run(work, lambda _done, number=number: answers.append(number))
    qtbot.waitUntil(lambda: len(answers) == 8)
    assert answers == list(range(8))
    assert set(most) == {1}


def test_the_window_gets_its_turn_often_while_work_runs_and_python_is_as_before_after(
    worker, qtbot
):
    seen, turns = [], []

    def work():
        seen.append((sys.getswitchinterval(), gc.get_freeze_count() > 0))
        until = time.monotonic() + 0.5
        while time.monotonic() < until:
            pass

    before = (sys.getswitchinterval(), gc.get_freeze_count())
    timer = QTimer()
    timer.timeout.connect(lambda: turns.append(time.monotonic()))
    timer.start(5)
    done = []
    worker.run(work, done.append)
    qtbot.waitUntil(lambda: done != [])
    timer.stop()
    assert seen == [(pytest.approx(SWITCH_S), True)]
    assert len(turns) > 20
    assert (sys.getswitchinterval(), gc.get_freeze_count()) == before


def test_a_failure_leaves_python_as_it_was(worker, qtbot):
    before = (sys.getswitchinterval(), gc.get_freeze_count())
    failed = []
    worker.run(lambda: 1 / 0, failed.append)
    qtbot.waitUntil(lambda: failed != [])
    assert isinstance(failed[0].exception(), ZeroDivisionError)
    assert (sys.getswitchinterval(), gc.get_freeze_count()) == before


def test_a_failure_comes_back_with_the_answer(worker, qtbot):
    failures = []

    def fail():
        raise OSError(5, "no disk")

    worker.run(fail, lambda done: failures.append(done.exception()))
    qtbot.waitUntil(lambda: failures != [])
    assert isinstance(failures[0], OSError)


def test_stopping_waits_for_the_work_in_hand_and_takes_no_more(worker):
    begun, finished, never = threading.Event(), [], []

    def work():
        begun.set()
        time.sleep(0.05)
        finished.append(1)

    worker.run(work, lambda _done: None)
    worker.run(lambda: never.append(1), lambda _done: None)
    begun.wait(5)
    worker.stop()
    assert (finished, never) == ([1], [])
    with pytest.raises(RuntimeError):
        worker.run(work, lambda _done: None)


def test_no_answer_comes_after_the_stop(worker, qapp):
    answers = []
    worker.run(lambda: 1, answers.append)
    worker.stop()
    qapp.processEvents()
    assert answers == []
