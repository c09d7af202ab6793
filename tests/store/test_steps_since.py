"""What changed since a moment: newest first, page by page, whatever the computer's clock said."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from nkdesk.store.journal import StoredStep, journal_rows, rows_of_steps, steps_since
from nkdesk.store.store import Store
from nkdesk.store.ward_rows import taken_back
from tests.store.made_up import MINSK, Ward, take_back
from tests.store.processes import add_day

MORNING = datetime(2026, 3, 13, 8, 0, tzinfo=MINSK)


@pytest.fixture
def act(store: Store) -> Callable[[datetime], int]:
    """Save a step at a moment and return its number; a new store has two steps already."""

    def save(moment: datetime) -> int:
        store.moment = lambda: moment
        with store.step(actor="nurse", what="site_day") as step:
            add_day(step, f"c{step.seq}")
        return step.seq

    return save


def seqs(steps: tuple[StoredStep, ...]) -> list[int]:
    return [step.seq for step in steps]


def test_a_moment_takes_in_its_own_steps_and_all_later_ones(
    store: Store, act: Callable[[datetime], int]
) -> None:
    for minutes in (0, 1, 2):
        act(MORNING + timedelta(minutes=minutes))
    assert seqs(steps_since(store, MORNING + timedelta(minutes=1))) == [5, 4]
    assert seqs(steps_since(store, MORNING)) == [5, 4, 3]
    assert seqs(steps_since(store, MORNING + timedelta(minutes=2, seconds=1))) == []
    assert seqs(steps_since(store, MORNING - timedelta(days=1000))) == [5, 4, 3, 2, 1]


def test_a_moment_is_the_same_in_any_time_zone(
    store: Store, act: Callable[[datetime], int]
) -> None:
    act(MORNING)
    act(MORNING + timedelta(microseconds=1))
    utc = datetime.fromisoformat("2026-03-13T05:00:00+00:00")
    assert seqs(steps_since(store, utc)) == [4, 3]
    assert seqs(steps_since(store, utc + timedelta(microseconds=1))) == [4]
    with pytest.raises(ValueError, match="time zone"):
        steps_since(store, utc.replace(tzinfo=None))


def test_a_clock_that_was_set_back_hides_no_step(
    store: Store, act: Callable[[datetime], int]
) -> None:
    """H24: what came after stands after, though it names an earlier time."""
    act(MORNING)
    act(MORNING - timedelta(hours=1))
    act(MORNING + timedelta(hours=1))
    assert seqs(steps_since(store, MORNING)) == [5, 4, 3]
    assert seqs(steps_since(store, MORNING - timedelta(minutes=30))) == [5, 4, 3]


def test_pages_meet_without_a_gap(store: Store, act: Callable[[datetime], int]) -> None:
    for _ in range(5):
        act(MORNING)
    first = steps_since(store, MORNING, limit=2)
    second = steps_since(store, MORNING, before_seq=first[-1].seq, limit=2)
    last = steps_since(store, MORNING, before_seq=second[-1].seq, limit=2)
    assert [seqs(page) for page in (first, second, last)] == [[7, 6], [5, 4], [3]]
    assert steps_since(store, MORNING, before_seq=3) == ()


def test_a_number_stands_for_the_steps_after_it(
    store: Store, act: Callable[[datetime], int]
) -> None:
    act(MORNING)
    act(MORNING)
    assert seqs(steps_since(store, 2)) == [4, 3]
    assert seqs(steps_since(store, 2, before_seq=4)) == [3]
    assert steps_since(store, 4) == ()


def test_the_rows_of_many_steps_are_those_of_each(ward: Ward) -> None:
    store = ward.store
    with store.step(actor="nurse", what="printed"):
        pass
    found = rows_of_steps(store, [3, 4, 5, 99])
    assert found == {3: journal_rows(store, 3), 4: journal_rows(store, 4)}
    assert len(found[4]) == 10
    assert rows_of_steps(store, []) == {}


def test_what_was_taken_back_is_told(store: Store, act: Callable[[datetime], int]) -> None:
    act(MORNING)
    act(MORNING)
    take_back(store, "nurse")
    assert taken_back(store, [3, 4, 5]) == {4}
    assert taken_back(store, [3]) == frozenset()
