"""The whole bedside path of an infusion of two bags, one stored step after the other."""

from dataclasses import dataclass
from datetime import timedelta

from nkdesk.services import infusions
from nkdesk.services.infusion_models import EndForm, ReactionForm, StartForm
from nkdesk.store import cycles, product_doses, reactions, vitals
from nkdesk.store import infusions as stored
from tests.services.infusions.bed_story import (
    FIRST,
    SECOND,
    Ready,
    act,
    check,
    matched,
    saved,
    vital_signs,
)


def _checks(position, bag):
    return lambda desk, ready, number: matched(check(desk, ready, number, position, bag=bag))


def _stopped(desk, ready, number):
    answer = check(desk, ready, number, 2, patient_scan="NK-004")
    assert not answer.matches


def _acts(what, **typed):
    return lambda desk, _ready, number: saved(act(desk, number, what, **typed))


def _measures(**typed):
    return lambda desk, _ready, number: saved(vital_signs(desk, number, **typed))


def _opens(desk, ready, _number):
    saved(infusions.open_check(desk, ready.item_id, FIRST))


def _starts(desk, _ready, number):
    saved(infusions.start(desk, StartForm(number, SECOND)))


def _reacts(desk, _ready, number):
    form = ReactionForm(number, "fever", FIRST, grade="1", temperature="38,4", systolic="110")
    saved(infusions.react(desk, form))


def _ends(desk, _ready, number):
    form = EndForm(number, "part", FIRST, remaining="12,5", reason="reaction")
    saved(infusions.end(desk, form))


def _completes(desk, _ready, number):
    saved(infusions.complete(desk, number, SECOND, "moved to the ward"))


STAGES = (
    _opens,
    _acts("premedicate", detail="paracetamol 500 mg"),
    _checks(1, 0),
    _stopped,
    _checks(2, 0),
    _checks(1, 1),
    _checks(2, 1),
    _measures(due=0),
    _starts,
    _acts("rate", detail="60"),
    _measures(due=15),
    _acts("pause", detail="reaction"),
    _reacts,
    _acts("call", detail="Dr Orlova"),
    _acts("resume"),
    _acts("next_bag"),
    _acts("note", note="line flushed"),
    _ends,
    _measures(due=0, after_end=True),
    _completes,
)
"""Every stored step of an infusion, in the order it happens."""


@dataclass(frozen=True)
class Seen:
    """Everything that is stored of an infusion, its item and its dose."""

    infusion: object
    events: tuple[object, ...]
    checks: tuple[object, ...]
    measured: tuple[object, ...]
    reactions: tuple[object, ...]
    item: object
    dose: object


def seen(desk, ready):
    """Read everything of the infusion as it is stored."""
    record = stored.of_item(desk.store, ready.item_id)
    number = 0 if record is None else record.id
    return Seen(
        record,
        stored.events(desk.store, number),
        stored.checks(desk.store, number),
        vitals.rows(desk.store, number),
        reactions.rows(desk.store, number),
        cycles.day_item(desk.store, ready.item_id),
        product_doses.dose(desk.store, ready.dose_id),
    )


def take(desk, ready: Ready, stage: int):
    """Take one stage of the path, at its own minute of the day."""
    desk.clock.moment = desk.clock.moment.replace(hour=10, minute=0) + timedelta(minutes=stage)
    record = stored.of_item(desk.store, ready.item_id)
    STAGES[stage](desk, ready, 0 if record is None else record.id)
