"""Invented people, a small invented protocol and a clock that ticks, for the tests of the store."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path

from nkdesk.model.change import (
    ChangeCause,
    ChangeKind,
    Deviation,
    OffStudy,
    PlanChange,
    Scope,
    SiteCapacity,
)
from nkdesk.model.criterion import (
    Comparison,
    ConsentTest,
    Criterion,
    CriterionKind,
    CriterionSource,
    Join,
    ObservationTest,
    Recheck,
    ScopedTest,
    Test,
    Who,
)
from nkdesk.model.cycle import Address, Cycle, CycleItem, ItemPart, ItemState
from nkdesk.model.patient import AllergyState, Patient, PersonName, Sex
from nkdesk.model.protocol import (
    TYPED_ANCHOR,
    Anchor,
    Arm,
    CalendarRules,
    Item,
    ItemKind,
    Protocol,
    ProtocolStatus,
)
from nkdesk.model.refusal import BrokenRule, RuleCode
from nkdesk.model.site import Site
from nkdesk.model.words import Words
from nkdesk.store.changes import add_deviation, add_plan_change, set_off_study
from nkdesk.store.cycles import add_cycle
from nkdesk.store.journal import StoredStep
from nkdesk.store.patients import add_patient
from nkdesk.store.protocols import add_protocol
from nkdesk.store.site import set_site_capacity
from nkdesk.store.store import Step, Store, create_store
from nkdesk.store.undo import UndoRefused, undo, undoable

MINSK = timezone(timedelta(hours=3))
TODAY = date(2026, 3, 12)
SITE = Site(
    "5d0f7f5e-0000-4000-8000-000000000001", "Invented ward", sample=True, sample_today=TODAY
)


def criterion(name: str, test: Test, who: Who = Who.PATIENT) -> Criterion:
    return Criterion(
        name,
        who,
        CriterionKind.INCLUSION,
        Words(f"an invented criterion {name}"),
        CriterionSource.SITE,
        Recheck.REPEAT,
        Join.ALL_OF,
        (ScopedTest(test),),
        valid_days=14,
        example=True,
    )


CRITERIA = (
    criterion("S-1", ObservationTest("performance", Comparison.AT_LEAST, Decimal(70))),
    criterion("S-2", ConsentTest()),
    criterion("S-3", ObservationTest("hiv", Comparison.EQUALS, "negative")),
    criterion("S-4", ObservationTest("hcv", Comparison.EQUALS, "negative"), Who.DONOR),
)
"""A criterion that may be waived, and three that never are."""

PROTOCOL = Protocol(
    id="INVENTED",
    version="0.1",
    status=ProtocolStatus.EXAMPLE,
    planned_patients=15,
    cycles=2,
    title=Words("an invented protocol", "выдуманный протокол"),
    sources=("none",),
    infant_scale=None,
    anchors=(Anchor(TYPED_ANCHOR, Words("first day"), 1, day_zero=True),),
    calendars=(CalendarRules("ward"), CalendarRules("nk_lab", capacity=2)),
    arms=(Arm("flag", Words("FLAG"), ("relapsed",)),),
    items=(
        Item("FLU", Words("fludarabine"), ItemKind.CHEMO, ("flag",), (1, 2), TYPED_ANCHOR, (1, 2)),
        Item("NK1", Words("NK"), ItemKind.INFUSION, ("flag",), (1, 2), TYPED_ANCHOR, (8,)),
    ),
    gaps=(),
    criteria=CRITERIA,
)


def ticking(start: datetime = datetime(2026, 3, 12, 8, 0, tzinfo=MINSK)) -> Callable[[], datetime]:
    """A clock that is a second later each time it is read."""
    seconds = iter(range(10**9))
    return lambda: start + timedelta(seconds=next(seconds))


def new_store(folder: Path, **changes: object) -> Store:
    return create_store(
        folder / "ward.nkdesk", replace(SITE, **changes), ticking(), workstation="W1"
    )


def person(number: int = 1, protocol_hash: str = "", **changes: object) -> Patient:
    return replace(
        Patient(
            id=0,
            name=PersonName("Ёлкина", "Анна", "Петровна", "Yolkina", "Anna"),
            born=date(2015, 3, 1),
            sex=Sex.FEMALE,
            trial_number=f"HR-{number:03d}",
            case_number=f"K{number}",
            disease_group="relapsed",
            arm="flag",
            protocol_hash=protocol_hash,
            allergy_state=AllergyState.KNOWN,
            allergies="penicillin",
        ),
        **changes,
    )


def chemo(day: int, on: date) -> CycleItem:
    return CycleItem(
        address=Address(1, "FLU", day),
        day=day,
        kind=ItemKind.CHEMO,
        calendar="ward",
        target=on,
        earliest=None,
        latest=None,
        planned=on,
        original=on,
        label_day=day,
        parts=(ItemPart("09:00"), ItemPart("21:00")),
    )


def infusion(on: date) -> CycleItem:
    return CycleItem(
        address=Address(1, "NK1"),
        day=8,
        kind=ItemKind.INFUSION,
        calendar="nk_lab",
        target=on,
        earliest=on - timedelta(days=1),
        latest=on + timedelta(days=3),
        planned=on,
        original=on,
        label_day=8,
    )


def cycle(start: date = date(2026, 3, 9)) -> Cycle:
    return Cycle(
        1,
        "flag",
        start,
        (
            chemo(1, start),
            chemo(2, start + timedelta(days=1)),
            infusion(start + timedelta(days=7)),
        ),
    )


def with_item(placed: Cycle, address: str, **changes: object) -> Cycle:
    """The cycle with one item changed."""
    wanted = Address.parse(address)
    items = tuple(
        replace(item, **changes) if item.address == wanted else item for item in placed.items
    )
    assert items != placed.items
    return replace(placed, items=items)


def given(placed: Cycle, address: str, on: date, at: str = "10:30") -> Cycle:
    """The cycle with one item given on a day, all its parts."""
    item = next(one for one in placed.items if str(one.address) == address)
    parts = tuple(replace(part, done=on, at=at) for part in item.parts)
    return with_item(placed, address, state=ItemState.GIVEN, actual=on, parts=parts)


@dataclass(frozen=True)
class Ward:
    """An open store with a protocol and one patient on cycle 1."""

    store: Store
    protocol_hash: str
    patient_id: int


def filled(store: Store, actor: str = "nurse") -> Ward:
    with store.step(actor=actor, what="add_protocol") as step:
        protocol_hash = add_protocol(step, PROTOCOL, "format = 1\n")
    with store.step(actor=actor, what="enrol_and_plan") as step:
        patient_id = add_patient(step, person(1, protocol_hash))
        add_cycle(step, patient_id, protocol_hash, cycle())
    return Ward(store, protocol_hash, patient_id)


def change_everything(step: Step, leaving: int) -> None:
    """A row in every table of changed plans, of patient 1 on cycle 1; somebody leaves."""
    on = date(2026, 3, 16)
    cause = ChangeCause("infection", "neutropenia", 3, "38,9")
    later = on + timedelta(days=1)
    add_plan_change(step, PlanChange(1, ChangeKind.MOVE, cause, "C1/NK1", Scope.NEEDED, on, later))
    broken = BrokenRule(RuleCode.OVER_CAPACITY, "C1/NK1", "", on, 2, "nk_lab")
    add_deviation(step, Deviation(1, 1, broken))
    set_site_capacity(step, SiteCapacity("nk_lab", on, 1, "one bench"))
    set_off_study(step, OffStudy(leaving, date(2026, 3, 30), "withdrawn", "moved away"))


def take_back(store: Store, actor: str, why: str = "") -> StoredStep | UndoRefused:
    """Undo what is offered, as a screen does that has just shown the offer."""
    offered = undoable(store, actor)
    step = offered.step if isinstance(offered, UndoRefused) else offered
    return undo(store, actor, 0 if step is None else step.seq, why)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)
