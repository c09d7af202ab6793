"""Wide windows and many infusions: an answer with bounded work, whatever the protocol asks.

Work is counted, not timed: how often infusions are put off or tried on a day.
"""

from datetime import date

import pytest

from nkdesk.model.cycle import Cycle
from nkdesk.model.refusal import Refused, RuleCode
from nkdesk.scheduler import place_cycle, start_that_fits
from nkdesk.scheduler.possible import Bounds
from nkdesk.scheduler.tries import Tries
from tests.scheduler.building import planned_days, request_of

MONDAY = date(2026, 3, 2)
SIZES = [6, 8, 12, 20]
WIDE = "window = { before = 30, after = 30 }"
HEAD = """
[anchor.chemo]
number = 1
day_zero = true
[anchor.nk]
number = 0
day_zero = true
item = "NK1"
[calendar.lab]
closed_weekdays = ["sat", "sun"]
"""


def infusion(number, anchor, day, window=""):
    return (
        f'[[item]]\ncode = "NK{number}"\nkind = "infusion"\nanchor = "{anchor}"\n'
        f'days = [{day}]\ncalendar = "lab"\n{window}\n'
    )


def gap(first, last, limit):
    return f'[[gap]]\nfrom = "NK{first}"\nto = "NK{last}"\n{limit}\n'


def row_of(count, window=""):
    """A first infusion on day 8, then one a day."""
    others = "".join(infusion(n, "nk", n, window) for n in range(2, count + 1))
    return HEAD + infusion(1, "chemo", 8) + others


@pytest.fixture
def work(monkeypatch):
    """How often something was tried, by what it was."""
    counted = {"put_off": 0, "spend": 0}

    def count(owner, name):
        whole = getattr(owner, name)

        def counting(*asked):
            counted[name] += 1
            return whole(*asked)

        monkeypatch.setattr(owner, name, counting)

    count(Bounds, "put_off")
    count(Tries, "spend")
    return counted


def answered(text, **more):
    return place_cycle(request_of(text, MONDAY, **more))


@pytest.mark.parametrize(
    ("count", "window"), [*((count, WIDE) for count in SIZES), (6, ""), (8, "")]
)
def test_a_row_that_its_gap_leaves_no_room_for_is_refused_with_little_work(count, window, work):
    """So many infusions, one day each at least, cannot stand in two days less."""
    refused = answered(row_of(count, window) + gap(1, count, f"max = {count - 3}"))
    assert isinstance(refused, Refused)
    named = [(rule.code, rule.item, rule.other) for rule in refused.broken]
    assert (RuleCode.GAP_TOO_LONG, "C1/NK1", f"C1/NK{count}") in named
    assert refused.codes == ["gap_too_long", "order", "same_day"]
    pairs = [rule for rule in refused.broken if rule.code is not RuleCode.GAP_TOO_LONG]
    assert len(pairs) == 2 * (count - 1) - 1
    [offer] = [one for one in refused.alternatives if one.breaks.code is RuleCode.GAP_TOO_LONG]
    days = [day for _, day in offer.dates]
    assert days == sorted(set(days))
    assert all(day.isoweekday() < 6 for day in days)
    assert work["put_off"] < 50 * count
    assert work["spend"] < 200 * count


@pytest.mark.parametrize("count", SIZES)
def test_a_row_that_fits_is_placed_with_little_work(count, work):
    """Weekends push a row of daily infusions apart; the search gives way where it takes long."""
    placed = answered(row_of(count, WIDE) + gap(1, count, f"max = {2 * count}"))
    assert isinstance(placed, Cycle)
    days = [item.planned for item in placed.items]
    assert days == sorted(set(days))
    assert all(day.isoweekday() < 6 for day in days)
    assert (days[-1] - days[0]).days <= 2 * count
    assert work["spend"] <= 1001


@pytest.mark.parametrize("count", SIZES)
def test_a_calendar_that_never_opens_is_named_with_little_work(count, work):
    shut = {"lab": {"closed_weekdays": frozenset(range(1, 8))}}
    refused = answered(row_of(count, WIDE), calendars=shut)
    assert len(refused.broken) == 1
    assert refused.codes == ["closed_day"]
    assert work["put_off"] < 25 * count


@pytest.mark.parametrize("count", [6, 12])
def test_many_gaps_that_contradict_each_other_end_in_an_answer(count, work):
    pairs = [(first, last) for first in range(1, count) for last in range(first + 2, count + 1)]
    limits = [f"min = {3 * (last - first)}" for first, last in pairs[::2]]
    tight = [f"max = {2 * (last - first)}" for first, last in pairs[1::2]]
    gaps = [gap(*pair, limit) for pair, limit in zip(pairs[::2], limits, strict=True)]
    gaps += [gap(*pair, limit) for pair, limit in zip(pairs[1::2], tight, strict=True)]
    refused = answered(row_of(count, WIDE) + "".join(gaps))
    assert 2 <= len(refused.broken) <= 6
    assert {"gap_too_long", "gap_too_short"} <= set(refused.codes)
    assert work["put_off"] < 2500


SHUT = {"lab": {"closed": dict.fromkeys([date(2026, 3, day) for day in range(1, 20)], "")}}


def narrow():
    return HEAD + infusion(1, "chemo", 8, "window = { before = 1, after = 1 }")


def test_the_first_later_start_that_fits_is_found():
    request = request_of(narrow(), MONDAY, calendars=SHUT)
    assert isinstance(place_cycle(request), Refused)
    later = start_that_fits(request, 60)
    assert later == date(2026, 3, 12)
    found = place_cycle(request_of(narrow(), later, calendars=SHUT))
    assert planned_days(found) == {"C1/NK1": "2026-03-20"}


def test_a_start_further_off_than_asked_is_not_found():
    request = request_of(narrow(), MONDAY, calendars=SHUT)
    assert start_that_fits(request, 10) == date(2026, 3, 12)
    assert start_that_fits(request, 9) is None


def test_looking_for_a_start_does_not_ask_why_the_others_fail(work):
    request = request_of(row_of(20, WIDE) + gap(1, 20, "max = 17"), MONDAY)
    assert start_that_fits(request, 60) is None
    assert work["put_off"] <= 60


def test_no_start_fits_a_cycle_the_protocol_does_not_have():
    assert start_that_fits(request_of(narrow(), MONDAY, cycle=3), 5) is None
