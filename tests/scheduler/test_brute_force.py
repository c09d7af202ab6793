"""The scheduler against an independent search that tries every date."""

import random

import pytest

from nkdesk.model.cycle import Cycle
from nkdesk.model.refusal import Refused
from nkdesk.scheduler import PlacementRequest, place_cycle
from tests.scheduler.brute_force import address, best_placement, refusal_facts
from tests.scheduler.building import calendars_of, protocol_of_table
from tests.scheduler.random_cases import random_case


def request_for(case):
    protocol = protocol_of_table(case.table)
    changes = {
        name: {
            "closed": dict.fromkeys(case.closed.get(name, ()), ""),
            "opened": frozenset(case.opened.get(name, ())),
        }
        for name in case.table["calendar"]
    }
    calendars = calendars_of(protocol, **changes)
    return PlacementRequest(protocol, "a", 1, case.start, calendars, case.taken, today=case.today)


def answer(case):
    return place_cycle(request_for(case))


def rule_of(broken):
    return (broken.code.value, broken.item, broken.other.replace("today", ""), broken.limit)


@pytest.mark.parametrize("seed", range(40))
def test_the_placement_is_the_best_of_all_combinations(seed):
    source = random.Random(seed)  # noqa: S311 -- cases to try, no secrets
    for _ in range(50):
        case = random_case(source)
        best, got = best_placement(case), answer(case)
        if best is None:
            assert isinstance(got, Refused), case
            continue
        assert isinstance(got, Cycle), case
        expected = {address(row): best.date(row) for row in case.rows()}
        assert {str(item.address): item.planned for item in got.items} == expected, case
        targets = {address(row): best.target(row) for row in case.rows()}
        assert {str(item.address): item.target for item in got.items} == targets, case


@pytest.mark.parametrize("seed", range(10))
def test_infusions_without_windows_are_placed_best_too(seed):
    source = random.Random(seed)  # noqa: S311 -- cases to try, no secrets
    for infusions in [(1,)] * 12 + [(2,)]:
        case = random_case(source, infusions=infusions, windows=False)
        best, got = best_placement(case), answer(case)
        if best is None:
            assert isinstance(got, Refused), case
        else:
            expected = {address(row): best.date(row) for row in case.infusions()}
            found = {
                str(one.address): one.planned for one in got.items if str(one.address) in expected
            }
            assert found == expected, case


def check_refusal(case, refused):
    smallest, alone, families = refusal_facts(case)
    if not families:
        assert [rule.other for rule in refused.broken] == ["today"]
        return
    broken = {rule_of(rule) for rule in refused.broken}
    assert len(broken) == len(refused.broken) == smallest, case
    assert all(family & broken for family in families), case
    offers = [(dict(offer.dates), rule_of(offer.breaks)) for offer in refused.alternatives]
    expected = [
        ({address(row): best.date(row) for row in case.infusions()}, rule) for best, rule in alone
    ]
    assert offers == expected[:3], case


@pytest.mark.parametrize("seed", range(8))
def test_a_refusal_names_a_smallest_conflict_and_the_nearest_alternatives(seed):
    source = random.Random(seed)  # noqa: S311 -- cases to try, no secrets
    refused = 0
    while refused < 12:
        case = random_case(source, infusions=(1,), reach=2)
        got = answer(case)
        if isinstance(got, Refused):
            refused += 1
            check_refusal(case, got)


@pytest.mark.parametrize("seed", range(6))
def test_a_refusal_of_two_infusions_names_a_smallest_conflict(seed):
    source = random.Random(seed)  # noqa: S311 -- cases to try, no secrets
    refused = 0
    while refused < 2:
        case = random_case(source, infusions=(2,), reach=2)
        got = answer(case)
        if isinstance(got, Refused):
            refused += 1
            check_refusal(case, got)
