"""Placing a cycle: the rules one by one, on days a person can count."""

from dataclasses import replace
from datetime import date

import pytest

from nkdesk.model.cycle import ItemState, PlanWarning
from nkdesk.model.refusal import RuleCode
from nkdesk.scheduler import place_cycle
from nkdesk.scheduler.frame import frame_of
from nkdesk.scheduler.layout import layout_of
from nkdesk.scheduler.rules import rules_of
from nkdesk.scheduler.scene import Scene
from nkdesk.scheduler.search import best_days
from tests.scheduler.building import STANDARD, planned_days, request_of

MONDAY = date(2026, 3, 2)


def placed(text=STANDARD, start=MONDAY, **more):
    return planned_days(place_cycle(request_of(text, start, **more)))


def item(cycle, written):
    return next(one for one in cycle.items if str(one.address) == written)


def test_everything_stands_on_its_target_when_nothing_is_in_the_way():
    cycle = place_cycle(request_of(STANDARD, MONDAY))
    assert planned_days(cycle) == {
        "C1/FLU@1": "2026-03-02",
        "C1/FLU@2": "2026-03-03",
        "C1/FLU@3": "2026-03-04",
        "C1/FLU@4": "2026-03-05",
        "C1/FLU@5": "2026-03-06",
        "C1/NK1": "2026-03-09",
        "C1/NK2": "2026-03-16",
        "C1/CHIM@7": "2026-03-16",
        "C1/CHIM@28": "2026-04-06",
    }
    second = item(cycle, "C1/NK2")
    assert (second.target, second.earliest, second.latest) == (
        date(2026, 3, 16),
        date(2026, 3, 15),
        date(2026, 3, 18),
    )
    assert (second.original, second.label, second.actual) == (second.planned, "C1 D15", None)
    assert [part.time for part in item(cycle, "C1/FLU@1").parts] == ["09:00", "21:00"]
    assert item(cycle, "C1/FLU@1").earliest is None


def test_a_closed_day_moves_the_infusion_to_the_nearest_open_one():
    shut = {"lab": {"closed": {date(2026, 3, 9): "works"}}}
    assert placed(calendars=shut)["C1/NK1"] == "2026-03-10"


def test_what_counts_from_the_first_infusion_follows_its_chosen_date():
    shut = {"lab": {"closed": {date(2026, 3, 9): "works"}}}
    cycle = place_cycle(request_of(STANDARD, MONDAY, calendars=shut))
    assert item(cycle, "C1/NK2").target == date(2026, 3, 17)
    assert item(cycle, "C1/CHIM@28").target == date(2026, 4, 7)


def test_a_full_day_is_left_to_the_others():
    taken = {"lab": {date(2026, 3, 9): 2, date(2026, 3, 10): 1}}
    assert placed(taken=taken)["C1/NK1"] == "2026-03-10"


def test_no_infusion_is_placed_before_today():
    assert placed(today=date(2026, 3, 11))["C1/NK1"] == "2026-03-11"


def test_a_day_of_chemotherapy_stays_on_a_closed_day_and_warns():
    shut = {"ward": {"closed": {date(2026, 3, 4): "water"}}}
    cycle = place_cycle(request_of(STANDARD, MONDAY, calendars=shut))
    assert item(cycle, "C1/FLU@3").planned == date(2026, 3, 4)
    assert item(cycle, "C1/FLU@3").warnings == (PlanWarning.CLOSED_DAY,)
    assert item(cycle, "C1/FLU@2").warnings == ()


def test_a_sample_takes_the_later_of_two_open_days_equally_near():
    shut = {"lab": {"closed": {date(2026, 4, 7): ""}}}
    cycle = place_cycle(request_of(STANDARD, date(2026, 3, 3), calendars=shut))
    chimerism = item(cycle, "C1/CHIM@28")
    assert (chimerism.target, chimerism.planned) == (date(2026, 4, 7), date(2026, 4, 8))
    assert chimerism.warnings == ()


def test_a_sample_without_an_open_day_in_its_window_stays_and_warns():
    days = {date(2026, 4, day): "" for day in (3, 4, 5, 6, 7, 8)}
    cycle = place_cycle(request_of(STANDARD, MONDAY, calendars={"lab": {"closed": days}}))
    chimerism = item(cycle, "C1/CHIM@28")
    assert chimerism.planned == chimerism.target == date(2026, 4, 6)
    assert chimerism.warnings == (PlanWarning.CLOSED_DAY,)


def test_a_cycle_the_protocol_does_not_have_is_unknown():
    assert place_cycle(request_of(STANDARD, MONDAY, cycle=3)).codes == ["unknown_item"]
    assert place_cycle(request_of(STANDARD, MONDAY, cycle=0)).codes == ["unknown_item"]


def test_a_cycle_of_which_something_has_happened_is_not_placed_afresh():
    request = request_of(STANDARD, MONDAY)
    cycle = place_cycle(request)
    given = replace(cycle.items[0], state=ItemState.PARTLY_GIVEN)
    begun = replace(cycle, items=(given, *cycle.items[1:]))
    refused = place_cycle(replace(request, current=begun))
    assert [(rule.code, rule.item) for rule in refused.broken] == [
        (RuleCode.ALREADY_CLOSED, "C1/FLU@1")
    ]


def test_a_cycle_placed_afresh_keeps_its_first_planned_dates():
    request = request_of(STANDARD, MONDAY)
    again = place_cycle(replace(request, current=place_cycle(request), start=date(2026, 3, 3)))
    first = item(again, "C1/NK1")
    assert (first.planned, first.original) == (date(2026, 3, 10), date(2026, 3, 9))


PREVIOUS_GAPS = """
[[gap]]
from = "previous.chemo.first"
to = "chemo.first"
min = 28
[[gap]]
from = "previous.infusion.last"
to = "NK1"
min = 21
"""


def second_cycle(start, change=lambda item: item, text=STANDARD + PREVIOUS_GAPS):
    first = place_cycle(request_of(text, MONDAY))
    first = replace(first, items=tuple(change(item) for item in first.items))
    return place_cycle(request_of(text, start, cycle=2, previous=first))


def test_gaps_to_the_cycle_before_ask_nothing_of_the_first():
    assert placed(STANDARD + PREVIOUS_GAPS)["C1/NK1"] == "2026-03-09"


def test_the_second_cycle_keeps_its_gaps_to_the_first():
    assert second_cycle(date(2026, 3, 30)).start == date(2026, 3, 30)
    refused = second_cycle(date(2026, 3, 29))
    assert [(rule.code, rule.item, rule.limit) for rule in refused.broken] == [
        (RuleCode.GAP_TOO_SHORT, "previous.chemo.first", 28)
    ]


def test_the_last_infusion_of_the_cycle_before_counts_by_its_actual_date():
    def late(item):
        if str(item.address) != "C1/NK2":
            return item
        return replace(item, state=ItemState.GIVEN, actual=date(2026, 3, 18))

    cycle = second_cycle(date(2026, 3, 30), late)
    assert item(cycle, "C2/NK1").planned == date(2026, 4, 8)


def test_an_infusion_omitted_in_the_cycle_before_counts_no_more():
    def omitted(item):
        return replace(item, state=ItemState.OMITTED) if "NK" in item.address.code else item

    assert item(second_cycle(date(2026, 3, 30), omitted), "C2/NK1").planned == date(2026, 4, 6)


def test_no_infusion_comes_before_those_of_the_cycle_before():
    cycle = second_cycle(date(2026, 3, 9), text=STANDARD)
    assert item(cycle, "C2/NK1").planned == date(2026, 3, 17)


def test_an_infusion_on_the_last_day_of_the_cycle_before_is_the_same_day():
    refused = second_cycle(date(2026, 3, 5), text=STANDARD)
    assert refused.codes == ["order", "outside_window"]
    assert refused.broken[-1].other == "previous.infusion.last"
    narrow = STANDARD.replace("before = 1, after = 3", "before = 0, after = 0")
    refused = second_cycle(date(2026, 3, 9), text=narrow)
    assert refused.codes == ["outside_window", "same_day"]


def test_an_item_of_another_arm_or_cycle_is_left_out_and_so_are_its_gaps():
    text = STANDARD + (
        '[[arm]]\nid = "a"\n[[arm]]\nid = "b"\n'
        '[[item]]\ncode = "IDA"\nkind = "chemo"\nanchor = "chemo"\ndays = [7]\narms = ["b"]\n'
        '[[gap]]\nfrom = "IDA"\nto = "NK1"\nmin = 3\n'
    )
    assert "C1/IDA" not in placed(text)
    assert placed(text, arm="b")["C1/NK1"] == "2026-03-11"


def test_a_protocol_without_infusions_or_chemotherapy_is_placed():
    text = STANDARD[: STANDARD.index("[[item]]")] + (
        '[[item]]\ncode = "REST"\nkind = "check"\nanchor = "chemo"\ndays = [1]\n'
        '[[gap]]\nfrom = "chemo.first"\nto = "REST"\nmin = 3\n'
    )
    text = text.replace('[anchor.nk]\nnumber = 0\nday_zero = true\nitem = "NK1"\n', "")
    assert placed(text) == {"C1/REST": "2026-03-02"}


def test_the_second_day_of_an_item_comes_after_the_first_whatever_their_order_in_the_file():
    text = STANDARD + (
        '[[item]]\ncode = "DLI"\nkind = "infusion"\nanchor = "nk"\ndays = [16, 14]\n'
        "window = { before = 3, after = 3 }\n"
    )
    days = placed(text)
    assert (days["C1/DLI@14"], days["C1/DLI@16"]) == ("2026-03-23", "2026-03-25")
    assert list(days).index("C1/DLI@14") < list(days).index("C1/DLI@16")


HELD_BY_A_SAMPLE = STANDARD + (
    '[anchor.sampled]\nnumber = 0\nday_zero = true\nitem = "LUMP"\n'
    '[[item]]\ncode = "LUMP"\nkind = "sample"\nanchor = "chemo"\ndays = [6]\ncalendar = "lab"\n'
    '[[item]]\ncode = "LATE"\nkind = "chemo"\nanchor = "sampled"\ndays = [1]\n'
)


def test_what_hangs_on_a_sample_follows_the_day_the_sample_found():
    days = placed(HELD_BY_A_SAMPLE)
    assert (days["C1/LUMP"], days["C1/LATE"]) == ("2026-03-06", "2026-03-07")
    assert days["C1/NK1"] == "2026-03-09"


def test_a_gap_to_the_last_chemotherapy_counts_a_day_that_hangs_on_a_sample():
    text = HELD_BY_A_SAMPLE.replace("days = [1]", "days = [2]")
    assert placed(text)["C1/NK1"] == "2026-03-10"


def test_the_earliest_first_infusion_wins_among_equals():
    shut = {"lab": {"closed": {date(2026, 3, 11): ""}}}
    text = STANDARD.replace("days = [8]", "days = [10]").replace("before = 1", "before = 2")
    assert placed(text, calendars=shut)["C1/NK1"] == "2026-03-10"


HEAD = STANDARD[: STANDARD.index("[[item]]")]
LATER_ANCHOR = HEAD.replace('item = "NK1"', 'item = "NK2"') + (
    '[[item]]\ncode = "CHK"\nkind = "check"\nanchor = "nk"\ndays = [1]\n'
    '[[item]]\ncode = "NK1"\nkind = "infusion"\nanchor = "chemo"\ndays = [8]\n'
    '[[item]]\ncode = "NK2"\nkind = "infusion"\nanchor = "chemo"\ndays = [8]\n'
)


def test_ties_are_decided_in_file_order_even_where_the_search_runs_in_another():
    request = request_of(LATER_ANCHOR, MONDAY)
    layout = layout_of(request.protocol, "a", 1)
    assert layout.searched != layout.infusions
    scene = Scene(request, layout)
    apart = frozenset(rule for rule in rules_of(layout) if rule.code is RuleCode.SAME_DAY)
    best_days(scene, frame_of(layout, apart))
    first, second = (scene.day(slot) - scene.start for slot in layout.infusions)
    assert (first, second) == (6, 7)


def test_an_infusion_may_hang_on_one_that_stands_later_in_the_file():
    text = LATER_ANCHOR.replace('anchor = "chemo"\ndays = [8]', 'anchor = "nk"\ndays = [-2]', 1)
    days = placed(text)
    assert (days["C1/NK1"], days["C1/NK2"]) == ("2026-03-07", "2026-03-09")


def test_what_hangs_on_a_chemotherapy_day_follows_it():
    text = HEAD.replace('item = "NK1"', 'item = "FLU"') + (
        '[[item]]\ncode = "FLU"\nkind = "chemo"\nanchor = "chemo"\ndays = [4, 2]\n'
        '[[item]]\ncode = "NK1"\nkind = "infusion"\nanchor = "nk"\ndays = [3]\n'
    )
    assert placed(text)["C1/NK1"] == "2026-03-06"


@pytest.mark.parametrize("start", [date(2024, 2, 26), date(2027, 12, 27), date(2100, 2, 22)])
def test_a_leap_day_and_a_year_end_are_days_like_any_other(start):
    days = [date.fromisoformat(day) for day in placed(start=start).values()]
    assert [(day - start).days for day in days] == [0, 1, 2, 3, 4, 7, 14, 14, 35]
