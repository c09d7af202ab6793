"""The days one infusion may have by the rules that concern it alone."""

from nkdesk.model.refusal import RuleCode
from nkdesk.scheduler.frame import UNBOUNDED, Frame
from nkdesk.scheduler.rules import PREVIOUS, Rule
from nkdesk.scheduler.scene import DayRules, Scene


class Choices:
    """Today, the cycle before, open days and capacity, as far as the rules of a frame hold.

    ``lows[n]`` is the first day infusion n may have.
    """

    __slots__ = ("_frame", "_known", "_rules", "_scene", "lows")

    def __init__(self, scene: Scene, frame: Frame) -> None:
        numbers = range(len(scene.layout.searched))
        self._scene = scene
        self._frame = frame
        self._rules = [self._rules_of(number) for number in numbers]
        self._known = [scene.usable.setdefault(rules, {}) for rules in self._rules]
        self.lows = [self._low(number) for number in numbers]

    def usable(self, number: int, day: int) -> bool:
        """Whether the resource is open that day and has room, and the cycle before left it free."""
        known = self._known[number].get(day)
        if known is None:
            known = self._known[number][day] = self._looked_up(day, self._rules[number])
        return known

    def _low(self, number: int) -> int:
        scene = self._scene
        low = -UNBOUNDED if scene.today is None else scene.today
        if scene.infused_before and self._after_previous(RuleCode.ORDER, number):
            low = max(low, *scene.infused_before)
        return low

    def _after_previous(self, code: RuleCode, number: int) -> bool:
        rules = self._frame.rules
        return rules is None or Rule(code, PREVIOUS, number) in rules

    def _rules_of(self, number: int) -> DayRules:
        """Return the calendar of an infusion and which rules of single days hold."""
        return (
            self._scene.layout.searched[number].calendar,
            self._frame.holds(RuleCode.CLOSED_DAY, number),
            self._frame.holds(RuleCode.OVER_CAPACITY, number),
            self._after_previous(RuleCode.SAME_DAY, number),
        )

    def _looked_up(self, day: int, rules: DayRules) -> bool:
        calendar, closed, over, same_day = rules
        if closed and not self._scene.opens[calendar].is_open(day):
            return False
        if over and self._scene.rooms[calendar].is_full(day):
            return False
        return not (same_day and day in self._scene.infused_before)
