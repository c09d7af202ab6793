"""A refusal: a smallest set of rules that cannot hold together, and what would do."""

from datetime import date

from nkdesk.model.refusal import RuleCode
from nkdesk.scheduler import place_cycle
from tests.scheduler.building import STANDARD, request_of

MONDAY = date(2026, 3, 2)
MONDAY_AFTER = date(2026, 3, 9)
WINDOW = [date(2026, 3, day) for day in (9, 10, 11, 12)]


def refused(text=STANDARD, start=MONDAY, **more):
    return place_cycle(request_of(text, start, **more))


def told(rules):
    return [(rule.code, rule.item, rule.other, rule.limit, rule.calendar) for rule in rules]


def test_a_laboratory_closed_through_the_window_is_named_with_the_window():
    answer = refused(calendars={"lab": {"closed": dict.fromkeys(WINDOW, "works")}})
    assert told(answer.broken) == [
        (RuleCode.OUTSIDE_WINDOW, "C1/NK1", "", None, ""),
        (RuleCode.CLOSED_DAY, "C1/NK1", "", None, "lab"),
    ]
    assert answer.codes == ["closed_day", "outside_window"]


def test_alternatives_break_one_rule_each_and_the_nearest_comes_first():
    answer = refused(calendars={"lab": {"closed": dict.fromkeys(WINDOW, "works")}})
    nearest, other = answer.alternatives
    assert nearest.dates == (("C1/NK1", date(2026, 3, 9)), ("C1/NK2", date(2026, 3, 16)))
    assert (nearest.breaks.code, nearest.breaks.day) == (RuleCode.CLOSED_DAY, date(2026, 3, 9))
    assert (other.breaks.code, other.breaks.day) == (RuleCode.OUTSIDE_WINDOW, date(2026, 3, 13))


def test_full_days_are_named_with_the_limit():
    answer = refused(taken={"lab": dict.fromkeys(WINDOW, 2)})
    assert told(answer.broken)[-1] == (RuleCode.OVER_CAPACITY, "C1/NK1", "", 2, "lab")
    assert answer.alternatives[0].breaks.limit == 2


def test_a_limit_stated_for_a_date_is_the_one_named_for_that_date():
    taken = {"lab": dict.fromkeys(WINDOW, 2)}
    limits = {"lab": {"capacity_on": {date(2026, 3, 9): 1}}}
    answer = refused(taken=taken, calendars=limits)
    assert answer.alternatives[0].breaks.limit == 1


def test_two_gaps_that_contradict_each_other_are_named_alone():
    wide = STANDARD.replace(
        "before = 1, after = 2 }\ncalendar", "before = 9, after = 9 }\ncalendar"
    )
    answer = refused(wide + '[[gap]]\nfrom = "NK1"\nto = "NK2"\nmin = 12\n')
    assert sorted(told(answer.broken)) == [
        (RuleCode.GAP_TOO_LONG, "C1/NK1", "C1/NK2", 9, ""),
        (RuleCode.GAP_TOO_SHORT, "C1/NK1", "C1/NK2", 12, ""),
    ]


def test_a_gap_that_no_date_can_keep_is_named_alone():
    text = STANDARD + '[[gap]]\nfrom = "FLU@1"\nto = "FLU@5"\nmin = 9\n'
    answer = refused(text)
    assert told(answer.broken) == [(RuleCode.GAP_TOO_SHORT, "C1/FLU@1", "C1/FLU@5", 9, "")]
    assert answer.alternatives[0].breaks.day == date(2026, 3, 6)
    assert dict(answer.alternatives[0].dates)["C1/NK1"] == date(2026, 3, 9)


THREE_IN_TWO_DAYS = STANDARD[: STANDARD.index('[[item]]\ncode = "NK2"')] + "".join(
    f'[[item]]\ncode = "{code}"\nkind = "infusion"\nanchor = "chemo"\ndays = [8]\n'
    'window = { before = 1, after = 3 }\ncalendar = "lab"\n'
    for code in ("NK2", "NK3")
)


def test_three_infusions_cannot_share_two_open_days():
    shut = {"lab": {"closed": {date(2026, 3, 11): "", date(2026, 3, 12): ""}}}
    answer = refused(THREE_IN_TWO_DAYS, calendars=shut)
    assert answer.codes == ["closed_day", "order", "outside_window", "same_day"]
    assert len(answer.alternatives) == 3
    assert {one.breaks.code for one in answer.alternatives} <= {
        RuleCode.CLOSED_DAY,
        RuleCode.OUTSIDE_WINDOW,
        RuleCode.SAME_DAY,
    }


def test_windows_in_the_wrong_order_are_named_with_the_order():
    text = THREE_IN_TWO_DAYS.replace("before = 1, after = 3", "before = 0, after = 0")
    text = text.replace("days = [8]", "days = [4]", 2).replace("days = [4]", "days = [8]", 1)
    text = text[: text.index('[[item]]\ncode = "NK3"')]
    answer = refused(text)
    assert told(answer.broken) == [
        (RuleCode.OUTSIDE_WINDOW, "C1/NK1", "", None, ""),
        (RuleCode.OUTSIDE_WINDOW, "C1/NK2", "", None, ""),
        (RuleCode.ORDER, "C1/NK2", "C1/NK1", None, ""),
    ]
    swapped = next(one for one in answer.alternatives if one.breaks.code is RuleCode.ORDER)
    assert dict(swapped.dates) == {"C1/NK1": MONDAY_AFTER, "C1/NK2": date(2026, 3, 5)}
    assert swapped.breaks.day == date(2026, 3, 5)


def test_a_window_that_ended_before_today_is_said_to_have_ended():
    answer = refused(today=date(2026, 3, 13))
    [rule] = answer.broken
    assert (rule.code, rule.item, rule.other, rule.day) == (
        RuleCode.OUTSIDE_WINDOW,
        "C1/NK1",
        "today",
        date(2026, 3, 12),
    )
    assert dict(answer.alternatives[0].dates)["C1/NK1"] == date(2026, 3, 13)


def test_a_start_too_long_ago_is_out_of_reach_of_any_rule():
    answer = refused(today=date(2026, 7, 1))
    [rule] = answer.broken
    assert (rule.item, rule.other, rule.day, rule.limit) == (
        "C1/NK1",
        "today",
        date(2026, 7, 1),
        60,
    )
    assert answer.alternatives == ()


def test_an_infusion_without_a_window_is_looked_for_sixty_days_either_side():
    text = STANDARD[: STANDARD.index('[[item]]\ncode = "NK2"')].replace(
        "window = { before = 1, after = 3 }\n", ""
    )
    open_day = date(2026, 5, 8)
    every_day = frozenset(range(1, 8))
    found = place_cycle(
        request_of(
            text,
            MONDAY,
            calendars={"lab": {"closed_weekdays": every_day, "opened": frozenset([open_day])}},
        )
    )
    assert found.items[-1].planned == open_day
    answer = refused(
        text,
        start=date(2026, 3, 1),
        calendars={"lab": {"closed_weekdays": every_day, "opened": frozenset([open_day])}},
    )
    assert told(answer.broken) == [(RuleCode.CLOSED_DAY, "C1/NK1", "", None, "lab")]


def test_two_conflicts_that_share_no_rule_leave_no_alternative():
    shut = [date(2026, 3, day) for day in (*range(8, 13), *range(14, 20), *range(21, 24))]
    text = STANDARD.replace("min = 6\nmax = 9", "min = 1").replace(
        'anchor = "nk"', 'anchor = "chemo"'
    )
    text = text.replace("days = [7]\nwindow", "days = [15]\nwindow")
    answer = refused(text, calendars={"lab": {"closed": dict.fromkeys(shut, "")}})
    assert len(answer.broken) == 2
    assert answer.alternatives == ()
