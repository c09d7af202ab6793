"""Saying why no placement is possible, and what would be possible if one rule gave way."""

from datetime import date

from nkdesk.model.refusal import Alternative, BrokenRule, Refused, RuleCode
from nkdesk.scheduler.conflict import smallest_conflict
from nkdesk.scheduler.frame import GapCheck, frame_of
from nkdesk.scheduler.layout import PREVIOUS_INFUSION_LAST, SEARCH_DAYS
from nkdesk.scheduler.rules import PREVIOUS, Rule, numbered, rules_of
from nkdesk.scheduler.scene import Scene
from nkdesk.scheduler.search import best_days

ALTERNATIVES = 3
_OF_GAPS = (RuleCode.GAP_TOO_SHORT, RuleCode.GAP_TOO_LONG)
_OF_PAIRS = (RuleCode.SAME_DAY, RuleCode.ORDER)
TODAY = "today"
"""Named as ``other`` of an ``outside_window`` when the window ends before today."""


def refuse(scene: Scene) -> Refused:
    """Name a smallest conflict and the nearest placements that break one rule of it each.

    Alternatives are ordered as placements are: smallest sum of distances from the targets, then
    the earliest dates. Each rule is offered once, by the best placement that breaks it alone.
    """
    rules = rules_of(scene.layout)
    if _placed(scene, frozenset()) is None:
        return Refused(_out_of_reach(scene))
    conflict = smallest_conflict(rules, lambda tried: _satisfied(scene, rules, tried))
    everything = frozenset(rules)
    offers = []
    for rule in conflict:
        if _placed(scene, everything - {rule}) is not None:
            offer = _alternative(scene, rule)
            offers.append((_distance(scene), [day for _, day in offer.dates], offer))
    offers.sort(key=lambda offer: offer[:2])
    broken = tuple(_named(scene, rule, chosen=False) for rule in conflict)
    return Refused(broken, tuple(offer for _, _, offer in offers[:ALTERNATIVES]))


def _placed(scene: Scene, rules: frozenset[Rule]) -> tuple[int, ...] | None:
    return best_days(scene, frame_of(scene.layout, rules))


def _satisfied(
    scene: Scene, rules: tuple[Rule, ...], tried: frozenset[Rule]
) -> frozenset[Rule] | None:
    if _placed(scene, tried) is None:
        return None
    return frozenset(rule for rule in rules if rule in tried or _holds(scene, rule))


def _holds(scene: Scene, rule: Rule) -> bool:
    """Whether a rule holds for the days chosen in the scene."""
    if rule.code in _OF_GAPS:
        return scene.keeps(_gap_check(scene, rule))
    if rule.code in _OF_PAIRS:
        return _pair_holds(scene, rule)
    slot = scene.layout.searched[rule.first]
    day = scene.chosen[rule.first]
    if rule.code is RuleCode.CLOSED_DAY:
        return scene.opens[slot.calendar].is_open(day)
    if rule.code is RuleCode.OVER_CAPACITY:
        return not scene.rooms[slot.calendar].is_full(day)
    window = slot.window
    away = day - scene.target(slot)
    return window is None or -window.before <= away <= window.after


def _gap_check(scene: Scene, rule: Rule) -> GapCheck:
    gap = scene.layout.gaps[rule.first]
    if rule.code is RuleCode.GAP_TOO_SHORT:
        return GapCheck(gap, gap.min, None)
    return GapCheck(gap, None, gap.max)


def _pair_holds(scene: Scene, rule: Rule) -> bool:
    day = scene.chosen[rule.second]
    before = scene.infused_before if rule.first == PREVIOUS else (scene.chosen[rule.first],)
    if rule.code is RuleCode.SAME_DAY:
        return day not in before
    return day >= max(before, default=day)


def _distance(scene: Scene) -> int:
    return sum(
        abs(day - scene.target(slot))
        for slot, day in zip(scene.layout.searched, scene.chosen, strict=True)
    )


def _alternative(scene: Scene, rule: Rule) -> Alternative:
    dates = tuple(
        (str(slot.address), date.fromordinal(scene.chosen[number]))
        for number, slot in numbered(scene.layout)
    )
    return Alternative(dates, _named(scene, rule, chosen=True))


def _named(scene: Scene, rule: Rule, *, chosen: bool) -> BrokenRule:
    """Put a rule so that it can be said; with the day that breaks it, where days are chosen."""
    if rule.code in _OF_GAPS:
        return _gap_named(scene, rule, chosen=chosen)
    number = rule.second if rule.code in _OF_PAIRS else rule.first
    day = date.fromordinal(scene.chosen[number]) if chosen else None
    if rule.code in _OF_PAIRS:
        return _pair_named(scene, rule, day)
    if rule.code is RuleCode.OUTSIDE_WINDOW:
        return _window_named(scene, number, day)
    slot = scene.layout.searched[number]
    calendar, limit = slot.calendar, None
    if rule.code is RuleCode.OVER_CAPACITY:
        rules = scene.rooms[calendar].calendar
        limit = rules.capacity if day is None else rules.limit(day)
    return BrokenRule(rule.code, str(slot.address), day=day, limit=limit, calendar=calendar)


def _gap_named(scene: Scene, rule: Rule, *, chosen: bool) -> BrokenRule:
    gap = scene.layout.gaps[rule.first]
    end = scene.end_day(gap.end) if chosen else None
    day = None if end is None else date.fromordinal(end)
    limit = gap.min if rule.code is RuleCode.GAP_TOO_SHORT else gap.max
    return BrokenRule(rule.code, gap.start.name, gap.end.name, day, limit)


def _pair_named(scene: Scene, rule: Rule, day: date | None) -> BrokenRule:
    slots = scene.layout.searched
    other = PREVIOUS_INFUSION_LAST
    if rule.first != PREVIOUS:
        other = str(slots[rule.first].address)
    return BrokenRule(rule.code, str(slots[rule.second].address), other, day)


def _window_named(scene: Scene, number: int, day: date | None) -> BrokenRule:
    slot = scene.layout.searched[number]
    item, window = str(slot.address), slot.window
    if day is None and window is not None and slot.root is None and scene.today is not None:
        latest = scene.target(slot) + window.after
        if latest < scene.today:
            return BrokenRule(RuleCode.OUTSIDE_WINDOW, item, TODAY, date.fromordinal(latest))
    return BrokenRule(RuleCode.OUTSIDE_WINDOW, item, day=day)


def _out_of_reach(scene: Scene) -> tuple[BrokenRule, ...]:
    """Name the infusion that would have to be looked for longest before it reaches today."""
    frame = frame_of(scene.layout, frozenset())
    last = [] if frame is None else frame.most[0][1:]
    number = min(range(len(last)), key=last.__getitem__)
    item = str(scene.layout.searched[number].address)
    today = None if scene.today is None else date.fromordinal(scene.today)
    return (BrokenRule(RuleCode.OUTSIDE_WINDOW, item, TODAY, today, SEARCH_DAYS),)
