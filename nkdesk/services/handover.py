"""Handover: what changed since a moment, by whom, what, why, told patient by patient."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from nkdesk.services.calendar_models import ChangeLine, ChangesSince
from nkdesk.services.desk import Desk
from nkdesk.services.reasons import reason_title
from nkdesk.services.step_images import of_patients, of_site
from nkdesk.services.step_lookups import StepLookups
from nkdesk.services.step_products import ProductsOfSteps
from nkdesk.services.steps import revision
from nkdesk.store.journal import JournalRow, StoredStep, rows_of_steps, steps_since
from nkdesk.store.site import site
from nkdesk.store.ward_rows import taken_back

PAGE_STEPS = 100
"""So many steps are told at a time."""


def changes_since(
    desk: Desk, since: datetime, before_seq: int | None = None, limit: int = PAGE_STEPS
) -> ChangesSince:
    """Return the steps since a moment, newest first, at most ``limit`` of them.

    ``since`` needs its time zone (ValueError). The answer's ``before_seq`` asks for the steps
    before these; it is None on the last page.
    """
    read_at = revision(desk)
    found = steps_since(desk.store, since, before_seq=before_seq, limit=limit + 1)
    steps = found[:limit]
    return ChangesSince(
        since=since,
        as_of=desk.clock.now(),
        lines=tuple(_lines(desk, steps)),
        steps=len(steps),
        before_seq=steps[-1].seq if len(found) > limit else None,
        revision=read_at,
        sample=site(desk.store).sample,
    )


def _lines(desk: Desk, steps: Sequence[StoredStep]) -> Iterator[ChangeLine]:
    seqs = [step.seq for step in steps]
    rows = rows_of_steps(desk.store, seqs)
    lookups = StepLookups(desk, {seq: of_patients(of_step) for seq, of_step in rows.items()})
    products = ProductsOfSteps(desk, [row for of_step in rows.values() for row in of_step])
    undone = taken_back(desk.store, seqs)
    for step in steps:
        head = ChangeLine(
            seq=step.seq,
            at=step.at,
            who=step.actor,
            what=step.what,
            why=step.why,
            reason=reason_title(step.why, desk),
            line=None,
            undone=step.seq in undone,
        )
        yield from _lines_of(head, rows.get(step.seq, ()), lookups, products)


def _lines_of(
    head: ChangeLine,
    rows: Sequence[JournalRow],
    lookups: StepLookups,
    products: ProductsOfSteps,
) -> Iterator[ChangeLine]:
    """Yield a step's lines: the site's days, then one for each patient; at least one."""
    told = [
        replace(head, site_day=day, cleared=cleared, why=head.why or day.note)
        for day, cleared in of_site(rows)
    ]
    told += [
        replace(
            head,
            line=lookups.line(patient_id),
            items=lookups.items(head.seq, images),
            change=images.change,
            deviations=tuple(images.deviations),
            product=products.told(rows, patient_id),
        )
        for patient_id, images in lookups.patients(head.seq)
    ]
    yield from told or [head]
