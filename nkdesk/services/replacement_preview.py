"""The ward placed anew as a person sees it before accepting any of it."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from nkdesk.model.refusal import BrokenRule, Refused
from nkdesk.scheduler import Course
from nkdesk.services.calendar_models import ReplacementPreview, WardMoveRow, WardMovesOf
from nkdesk.services.desk import Desk
from nkdesk.services.lines import PatientLines, numbering
from nkdesk.services.product.effects import effects
from nkdesk.services.replacement import ReplacementAnswer, conflicts
from nkdesk.store import cycles
from nkdesk.store.ward_rows import patients_of


def replacement_preview(desk: Desk, answer: ReplacementAnswer) -> ReplacementPreview:
    """Return every date that would change, patient by patient; infusions and what follows them."""
    question, outcome = answer.question, answer.outcome
    told = ReplacementPreview(
        read_at=question.read_at,
        seconds=answer.seconds,
        stopped=answer.stopped,
        conflicts_before=conflicts(question),
    )
    if isinstance(outcome, Refused):
        return replace(told, refused=named(desk, outcome))
    return replace(
        told,
        patients=tuple(_patients(desk, answer)),
        touched=outcome.touched,
        movement=outcome.movement,
        proven=outcome.proven,
        bound_touched=outcome.bound_touched,
        bound_movement=outcome.bound_movement,
    )


def named(desk: Desk, refused: Refused) -> Refused:
    """Return a refusal with trial numbers in place of the ids that only the store knows."""
    rules = refused.broken
    names = [name for rule in rules for name in (rule.item, rule.other)]
    owners = {owner for name in names if (owner := _owner(name)) is not None}
    people = patients_of(desk.store, owners)
    numbers = {one: patient.trial_number for one, patient in people.items()}
    return replace(refused, broken=tuple(_named(rule, numbers) for rule in rules))


def _named(rule: BrokenRule, numbers: Mapping[int, str]) -> BrokenRule:
    return replace(rule, item=_renamed(rule.item, numbers), other=_renamed(rule.other, numbers))


def _renamed(name: str, numbers: Mapping[int, str]) -> str:
    owner = _owner(name)
    return name if owner is None else f"{numbers[owner]} {name.partition(':')[2]}"


def _owner(name: str) -> int | None:
    """Return the patient a rule of the whole ward is about: ``8:C1/NK1``."""
    owner, colon, _ = name.partition(":")
    return int(owner) if colon else None


def _patients(desk: Desk, answer: ReplacementAnswer) -> Iterator[WardMovesOf]:
    changed = {one: (before, after) for one, before, after in answer.changed()}
    people = patients_of(desk.store, changed)
    lines = PatientLines(desk, desk.clock.today())
    for one, (before, after) in changed.items():
        rows = tuple(_rows(desk, one, before, after))
        if rows:
            moved = effects(desk, one, before, after)
            yield WardMovesOf(lines.line(people[one]), rows, moved)


def _rows(desk: Desk, patient_id: int, before: Course, after: Course) -> Iterator[WardMoveRow]:
    ids = cycles.item_ids(desk.store, patient_id)
    protocol = after.protocol
    for old, new in zip(before.cycles, after.cycles, strict=True):
        counts = numbering(protocol, new.arm, new.number)
        for was, becomes in zip(old.items, new.items, strict=True):
            if was.planned != becomes.planned:
                yield WardMoveRow(
                    item_id=ids[was.address],
                    address=was.address,
                    title=protocol.item(was.address.code).title,
                    nth=counts.get((was.address.code, was.day)),
                    was=was.planned,
                    becomes=becomes.planned,
                )
