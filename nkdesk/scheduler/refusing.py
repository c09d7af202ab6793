"""Saying why no placement is possible, and what would be possible if one rule gave way."""

from datetime import date

from nkdesk.model.refusal import Alternative, BrokenRule, Refused, RuleCode
from nkdesk.scheduler.conflict import find_conflict
from nkdesk.scheduler.frame import frame_of
from nkdesk.scheduler.layout import PREVIOUS_INFUSION_LAST, SEARCH_DAYS
from nkdesk.scheduler.possible import some_days
from nkdesk.scheduler.rules import PREVIOUS, Rule, numbered, rules_of
from nkdesk.scheduler.scene import Scene
from nkdesk.scheduler.search import best_days, is_possible

ALTERNATIVES = 3
_OF_GAPS = (RuleCode.GAP_TOO_SHORT, RuleCode.GAP_TOO_LONG)
_OF_PAIRS = (RuleCode.SAME_DAY, RuleCode.ORDER)
TODAY = "today"
"""Named as ``other`` of an ``outside_window`` when the window ends before today."""


def refuse(scene: Scene) -> Refused:
    """Name rules that cannot hold together and the nearest placements that break one of them each.

    Up to six rules are always a smallest set; of more none can be left out (conflict).

    Alternatives are ordered as placements are: smallest sum of distances from the targets, then
    the earliest dates. Each rule is offered once, by the best placement that breaks it alone.
    """
    rules = rules_of(scene.layout)
    if not _possible(scene, frozenset()):
        return Refused(_out_of_reach(scene))
    conflict = find_conflict(rules, lambda tried: _possible(scene, tried), _cost(scene))
    everything = frozenset(rules)
    offers = []
    for rule in conflict:
        if _placed(scene, everything - {rule}):
            offer = _alternative(scene, rule)
            offers.append((_distance(scene), [day for _, day in offer.dates], offer))
    offers.sort(key=lambda offer: offer[:2])
    broken = tuple(_named(scene, rule, chosen=False) for rule in conflict)
    return Refused(broken, tuple(offer for _, _, offer in offers[:ALTERNATIVES]))


def _cost(scene: Scene) -> int:
    """Return what asking whether some rules are possible costs, measured in infusions squared."""
    return (len(scene.layout.infusions) + 4) ** 2


def _possible(scene: Scene, rules: frozenset[Rule]) -> bool:
    """Whether some rules can hold together; if so, days that keep them are set in the scene."""
    return some_days(scene, frame_of(scene.layout, rules)) is not None


def _placed(scene: Scene, rules: frozenset[Rule]) -> bool:
    """Whether some rules can hold together; if so, the best days are set in the scene."""
    frame = frame_of(scene.layout, rules)
    return is_possible(scene, frame) and best_days(scene, frame) is not None


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
