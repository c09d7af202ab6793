"""The placement as a smallest cut: the same answers as the search, whatever the question."""

import random
from dataclasses import replace
from datetime import date
from functools import partial

import pytest

from nkdesk.model.cycle import Cycle
from nkdesk.model.refusal import Refused
from nkdesk.scheduler import place_cycle, placing, search
from nkdesk.scheduler.frame import frame_of
from nkdesk.scheduler.layout import layout_of
from nkdesk.scheduler.max_flow import SINK, SOURCE, Network
from nkdesk.scheduler.possible import some_days
from nkdesk.scheduler.rules import rules_of
from nkdesk.scheduler.scene import Scene
from nkdesk.scheduler.search import best_days, is_possible
from nkdesk.scheduler.tries import TriesSpentError
from tests.scheduler.brute_force import address, best_placement
from tests.scheduler.building import STANDARD, request_of
from tests.scheduler.random_cases import random_case
from tests.scheduler.test_brute_force import answer, request_for
from tests.scheduler.test_placing import LATER_ANCHOR, MONDAY

UNLIMITED = 10**9


def test_the_smallest_cut_with_the_fewest_nodes_is_found():
    edges = {(SOURCE, 2): 3, (2, 3): 2, (3, 2): 2, (3, SINK): 3, (2, SINK): 1, (SOURCE, 4): 1}
    edges |= {(4, 3): 1, (5, SINK): 1}
    assert Network(6, edges).cut(100) == (4, [True, False, False, False, False, False])


def test_a_cut_as_large_as_the_limit_is_none():
    assert Network(3, {(SOURCE, 2): 9, (2, SINK): 9}).cut(9) is None
    assert Network(3, {(SOURCE, 2): 9, (2, SINK): 9}).cut(10)[0] == 9


@pytest.mark.parametrize("seed", range(8))
def test_the_cut_is_the_best_of_all_combinations(seed, monkeypatch):
    monkeypatch.setattr(placing, "best_days", partial(best_days, tries=0))
    source = random.Random(seed)  # noqa: S311 -- cases to try, no secrets
    for _ in range(40):
        case = random_case(source)
        best, got = best_placement(case), answer(case)
        if best is None:
            assert isinstance(got, Refused), case
            continue
        assert isinstance(got, Cycle), case
        expected = {address(row): best.date(row) for row in case.rows()}
        assert {str(item.address): item.planned for item in got.items} == expected, case


def some_rules(source, layout):
    """All rules, or some of them: few enough leave infusions apart in either order."""
    rules, part = rules_of(layout), source.choice([1, 0.9, 0.5])
    return frozenset(rule for rule in rules if source.random() <= part)


@pytest.mark.parametrize("seed", range(8))
def test_search_and_cut_agree_on_any_of_the_rules(seed):
    source = random.Random(seed)  # noqa: S311 -- cases to try, no secrets
    tried = 0
    while tried < 20:
        case = random_case(source, infusions=(2, 3, 4))
        request = request_for(case)
        layout = layout_of(request.protocol, "a", 1)
        frame = frame_of(layout, some_rules(source, layout))
        if frame is None or sum(map(len, frame.apart)) > 3:
            continue
        tried += 1
        scene = Scene(request, layout)
        found = best_days(scene, frame, tries=UNLIMITED)
        assert best_days(scene, frame, tries=0) == found, case
        assert (some_days(scene, frame, UNLIMITED) is None) == (found is None), case


def test_a_question_not_decided_in_time_is_decided_by_the_best_days(monkeypatch):
    def spent(*_asked):
        raise TriesSpentError

    monkeypatch.setattr(search, "some_days", spent)
    request = request_of(STANDARD, MONDAY)
    layout = layout_of(request.protocol, "a", 1)
    scene = Scene(request, layout)
    assert is_possible(scene, frame_of(layout, frozenset()))
    assert not is_possible(scene, None)


TWO_BLOCKS = LATER_ANCHOR.replace(
    "days = [8]\n", "days = [8]\nwindow = { before = 9, after = 9 }\n"
) + (
    '[anchor.first]\nnumber = 0\nday_zero = true\nitem = "NK1"\n'
    '[[item]]\ncode = "NK3"\nkind = "infusion"\nanchor = "chemo"\ndays = [20]\n'
    '[[item]]\ncode = "FLU"\nkind = "chemo"\nanchor = "nk"\ndays = [4]\n'
    '[[item]]\ncode = "CYT"\nkind = "chemo"\nanchor = "first"\ndays = [2]\n'
)


@pytest.mark.parametrize("gap", ["min = 12", "max = 5", "min = 10\nmax = 11"])
@pytest.mark.parametrize("ends", ["chemo.last NK3", "NK3 chemo.first", "chemo.first chemo.last"])
def test_a_block_that_hangs_on_two_infusions_has_several_last_days(ends, gap):
    """One of the two days is the last: either may be, and the better choice is taken."""
    start, end = ends.split()
    text = TWO_BLOCKS + f'[[gap]]\nfrom = "{start}"\nto = "{end}"\n{gap}\n'
    request = request_of(text, MONDAY)
    layout = layout_of(request.protocol, "a", 1)
    scene, frame = Scene(request, layout), frame_of(layout, None)
    found = best_days(scene, frame, tries=UNLIMITED)
    never = ends == "NK3 chemo.first" and "min" in gap
    assert (found is None) == never
    assert best_days(scene, frame, tries=0) == found
    assert (some_days(scene, frame) is None) == never


AFTER_THE_CYCLE_BEFORE = STANDARD + (
    '[[gap]]\nfrom = "previous.infusion.last"\nto = "NK1"\nmin = 22\n'
)


def days_on(request):
    """The days of the infusions, counted from the start, by the cut; some days by both ways."""
    layout = layout_of(request.protocol, "a", request.cycle)
    scene, frame = Scene(request, layout), frame_of(layout, None)
    assert some_days(scene, frame) is not None
    days = best_days(scene, frame, tries=0)
    assert days == best_days(scene, frame, tries=UNLIMITED)
    return [day - scene.start for day in days]


def test_a_gap_to_a_cycle_before_that_was_not_there_asks_nothing():
    assert days_on(request_of(AFTER_THE_CYCLE_BEFORE, MONDAY)) == [7, 14]


def test_a_gap_to_the_cycle_before_holds_for_the_cut_too():
    request = request_of(AFTER_THE_CYCLE_BEFORE, MONDAY)
    first = place_cycle(request)
    start = date(2026, 3, 30)
    assert days_on(replace(request, cycle=2, start=start, previous=first)) == [8, 15]
