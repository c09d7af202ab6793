"""Saving at the bed: one act is one step, read, judged and written under one lock.

What is refused leaves nothing behind. Times are read to the minute: that is what a hand writes on
paper, and two acts of one minute are never out of order.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import NoReturn

from nkdesk.bedside.infusing import after
from nkdesk.model.infusion import Infusion, InfusionAct, InfusionEvent, InfusionState
from nkdesk.services.desk import Desk
from nkdesk.services.forms import FieldCode, FieldProblem, Saved, Unsaved
from nkdesk.services.infusions.bed import Bed, bed_of
from nkdesk.services.infusions.moments import When, read_when
from nkdesk.services.product.entries import ProductReader
from nkdesk.services.steps import StepKind
from nkdesk.store import infusions
from nkdesk.store.store import Step

BEFORE_CHECK = timedelta(days=1)
"""How long before the check something that belongs to an infusion may have been done."""


class NotSavedError(Exception):
    """Takes back everything of the open step; carries why."""

    def __init__(self, unsaved: Unsaved) -> None:
        super().__init__(unsaved)
        self.unsaved = unsaved


@dataclass(slots=True)
class Writing:
    """An open step about one infusion: what is stored, what is read, what is written.

    ``bed`` follows what is written.
    """

    desk: Desk
    step: Step
    bed: Bed
    reader: ProductReader = field(init=False)

    def __post_init__(self) -> None:
        self.reader = ProductReader(self.desk)

    @property
    def now(self) -> datetime:
        """The moment the form was sent."""
        return self.reader.now

    def at(self, on: str, time: str, since: datetime) -> datetime:
        """Read when something was done; refuse the step when it cannot have been then."""
        at = read_when(self.reader, When(on, time), self.now, since)
        self.finish_reading()
        return at or self.now  # a moment that could not be read is a problem that was just raised

    def person(self, typed: str, name: str = "person") -> str:
        """Read who did it."""
        return self.reader.name(name, typed, needed=True)

    def finish_reading(self) -> None:
        """Refuse the step when anything that was typed is wrong."""
        if self.reader.problems:
            raise NotSavedError(Unsaved(tuple(self.reader.problems)))

    def refuse(self, name: str, code: FieldCode, detail: str = "") -> NoReturn:
        """Refuse the step for what is wrong with one field."""
        self.reader.refuse(name, code, detail)
        raise NotSavedError(Unsaved(tuple(self.reader.problems)))

    def turn(
        self, act: InfusionAct, known: Infusion | None = None, *, all_checked: bool = False
    ) -> None:
        """Bring the infusion where an act leads to; ``known`` is what is known of it by that."""
        now = self.bed.infusion
        turned = replace(known or now, state=self._led_to(act, all_checked=all_checked))
        if turned != now:
            infusions.change_infusion(self.step, now, turned)
        self.bed = replace(self.bed, infusion=turned)

    def allow(self, act: InfusionAct, *, all_checked: bool = True) -> None:
        """Refuse an act that the infusion's state does not allow, before anything is read of it."""
        self._led_to(act, all_checked=all_checked)

    def note(self, event: InfusionEvent) -> None:
        """Store one event."""
        infusions.add_event(self.step, event)
        self.bed = self.bed.with_event(event)

    def event(self, act: InfusionAct, at: datetime, person: str) -> InfusionEvent:
        """Return an event of this infusion, recorded now."""
        return InfusionEvent(self.bed.infusion.id, act, at, self.now, person)

    def _led_to(self, act: InfusionAct, *, all_checked: bool) -> InfusionState:
        led = after(self.bed.infusion.state, act, all_checked=all_checked)
        if isinstance(led, InfusionState):
            return led
        return self.refuse("act", FieldCode.NOT_AT_THIS_STAGE, led.state)


NO_INFUSION = Unsaved((FieldProblem("infusion_id", FieldCode.NOT_A_CHOICE),))


def save_step(desk: Desk, what: StepKind, write: Callable[[Step], None]) -> Saved | Unsaved:
    """Save what ``write`` writes as one step, or say why nothing was saved."""
    try:
        with desk.store.step(actor=desk.actor, what=what) as step:
            write(step)
    except NotSavedError as refused:
        return refused.unsaved
    return Saved(step.seq)


def save_at_bed(
    desk: Desk, infusion_id: int, what: StepKind, write: Callable[[Writing], None]
) -> Saved | Unsaved:
    """Save what ``write`` writes about an infusion as one step, or say why nothing was saved."""
    return save_step(desk, what, lambda step: write(_at_bed(desk, step, infusion_id)))


def _at_bed(desk: Desk, step: Step, infusion_id: int) -> Writing:
    bed = bed_of(desk, infusion_id)
    if bed is None:
        raise NotSavedError(NO_INFUSION)
    return Writing(desk, step, bed)
