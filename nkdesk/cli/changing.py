"""``nkdeskctl move``, ``omit``, ``cease``, ``off-study`` and ``correct``."""

import json
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import click

from nkdesk.cli.acting import (
    AddressType,
    acting,
    because,
    cause,
    find_item,
    find_patient,
    manner,
    writing,
)
from nkdesk.cli.change_json import change_json
from nkdesk.cli.change_text import (
    Choices,
    cause_choices,
    change_lines,
    patient_lines,
    refusal_lines,
)
from nkdesk.cli.plan_asked import DayType
from nkdesk.cli.ward import ERROR
from nkdesk.model.change import ChangeKind
from nkdesk.model.patient import Patient
from nkdesk.model.scope import Scope
from nkdesk.services.change_forms import (
    CauseForm,
    CeaseForm,
    ChangePreview,
    ChangeReason,
    CorrectionForm,
    MoveForm,
    OffStudyForm,
)
from nkdesk.services.changes import (
    cease_item,
    change_reasons,
    correct_fact,
    move_item,
    preview_cease,
    preview_correction,
    preview_move,
    preview_off_study,
    take_off_study,
)
from nkdesk.services.desk import Desk
from nkdesk.services.forms import NotGivenForm, Saved, Unsaved
from nkdesk.services.omitting import preview_not_given
from nkdesk.services.reasons import not_given_reasons
from nkdesk.services.record import record_not_given


@dataclass(frozen=True, slots=True)
class Act:
    """One change: looked at first, then saved on the revision it was looked at.

    ``reasons`` are those it may be given; ``consented`` says that a physician accepts what it
    breaks, which nobody does of a fact.
    """

    reasons: tuple[ChangeReason, ...]
    preview: Callable[[], ChangePreview]
    save: Callable[[int], Saved | Unsaved]
    consented: bool = True


@click.command()
@click.argument("patient")
@click.argument("item", type=AddressType())
@click.argument("to", type=DayType())
@click.option(
    "--scope",
    required=True,
    type=click.Choice([scope.value for scope in Scope]),
    help="What moves with it: only this item; later infusions as far as needed; the rest of the "
    "cycle by as many days; everything after, too.",
)
@click.option("--accept-deviation", is_flag=True, help="Move it although it breaks rules.")
@click.option("--physician", default="", metavar="NAME", help="Who accepts it.")
@because
@writing
@click.pass_context
def move(context: click.Context, /, **_asked: object) -> None:
    """Move ITEM of PATIENT to the date TO.

    PATIENT is a trial number, ITEM as C1/NK2. Shows every item of the cycle before and after,
    then saves it as one step. Exit code 1 when a rule refuses: then nothing is saved, and every
    broken rule is named with what would make it possible.

    Example: nkdeskctl --demo move NK-004 C1/NK2 2026-03-20 --scope needed --reason infection
    """
    asked = context.params

    def act(desk: Desk, patient: Patient) -> Act:
        form = MoveForm(
            item_id=find_item(desk, patient, asked["item"]),
            to=asked["to"].isoformat(),
            scope=asked["scope"],
            cause=cause(context),
            deviation=asked["accept_deviation"],
            physician=asked["physician"],
        )
        return Act(
            change_reasons(ChangeKind.MOVE, desk),
            lambda: preview_move(desk, form),
            lambda read_at: move_item(desk, form, read_at),
        )

    _change(context, act)


@click.command()
@click.argument("patient")
@click.argument("item", type=AddressType())
@click.option("--note", default="", help="In words of your own.")
@click.option("--reason", default="", help="Code of the reason; needed to save.")
@writing
@click.pass_context
def omit(context: click.Context, /, **_asked: object) -> None:
    """Record ITEM of PATIENT as not given; everything else stands.

    A fact of care: it is never undone, only corrected with a reason. Of an item given in part
    the rest is closed.
    """
    asked = context.params

    def act(desk: Desk, patient: Patient) -> Act:
        item_id = find_item(desk, patient, asked["item"])
        form = NotGivenForm(item_id, asked["reason"], asked["note"])
        return Act(
            not_given_reasons(desk),
            lambda: preview_not_given(desk, item_id),
            lambda _: record_not_given(desk, form),
        )

    _change(context, act)


@click.command()
@click.argument("patient")
@click.argument("item", type=AddressType())
@because
@writing
@click.pass_context
def cease(context: click.Context, /, **_asked: object) -> None:
    """Give up the treatment of PATIENT's cycle from ITEM on.

    That item and all open chemotherapy and infusions of later days will not be given. What else
    stands on the same day stays, and so do collections, samples and checks.
    """
    asked = context.params

    def act(desk: Desk, patient: Patient) -> Act:
        form = CeaseForm(find_item(desk, patient, asked["item"]), cause(context))
        return Act(
            change_reasons(ChangeKind.CEASE, desk),
            lambda: preview_cease(desk, form),
            lambda read_at: cease_item(desk, form, read_at),
        )

    _change(context, act)


@click.command("off-study")
@click.argument("patient")
@click.option("--on", "on", type=DayType(), help="The day PATIENT left; today without it.")
@because
@writing
@click.pass_context
def off_study(context: click.Context, /, **_asked: object) -> None:
    """Take PATIENT off study: everything still open from that day on is cancelled."""
    asked = context.params

    def act(desk: Desk, patient: Patient) -> Act:
        on = asked["on"] or desk.clock.today()
        form = OffStudyForm(patient.id, on.isoformat(), cause(context))
        return Act(
            change_reasons(ChangeKind.OFF_STUDY, desk),
            lambda: preview_off_study(desk, form),
            lambda read_at: take_off_study(desk, form, read_at),
        )

    _change(context, act)


@click.command()
@click.argument("patient")
@click.argument("item", type=AddressType())
@click.option("--on", "on", type=DayType(), help="The day it was really given.")
@click.option("--time", default="", metavar="HH:MM", help="The clock time it was given.")
@click.option("--not-given", is_flag=True, help="It was not given after all; needs a --reason.")
@click.option("--reason", default="", help="Code of why it was not given.")
@click.option("--note", default="", help="In words of your own.")
@click.option("--why", default="", help="What was wrong about the entry; needed to save.")
@writing
@click.pass_context
def correct(context: click.Context, /, **_asked: object) -> None:
    """Correct what was recorded of ITEM of PATIENT: --on another day, or --not-given.

    What was recorded first stays readable in the journal.
    """
    asked = context.params
    if asked["not_given"] == (asked["on"] is not None):
        raise click.UsageError("Say either --on DATE or --not-given.")

    def act(desk: Desk, patient: Patient) -> Act:
        form = CorrectionForm(
            item_id=find_item(desk, patient, asked["item"]),
            on="" if asked["on"] is None else asked["on"].isoformat(),
            time=asked["time"],
            cause=CauseForm(asked["reason"], note=asked["note"]),
            why=asked["why"],
        )
        return Act(
            not_given_reasons(desk),
            lambda: preview_correction(desk, form),
            lambda read_at: correct_fact(desk, form, read_at),
            consented=False,
        )

    _change(context, act)


def _change(context: click.Context, act_of: Callable[[Desk, Patient], Act]) -> None:
    """Look at a change, save it unless it is refused or only looked at, and say all of it."""
    how = manner(context)
    with acting(how) as desk:
        patient = find_patient(desk, context.params["patient"])
        act = act_of(desk, patient)
        preview = act.preview()
        outcome: Saved | Unsaved | None = None
        if preview.problems or preview.refused is not None:
            outcome = Unsaved(preview.problems, preview.refused)
        elif not how.dry_run:
            outcome = act.save(preview.read_at)
        if how.as_json:
            told = {"patient": patient.trial_number, **change_json(preview, outcome)}
            click.echo(json.dumps(told, ensure_ascii=False, indent=1))
        else:
            choices = cause_choices(desk, act.reasons)
            shown = Shown(preview, outcome, act.consented)
            _say(_lines(desk, patient, shown, choices))
    if isinstance(outcome, Unsaved):
        sys.exit(ERROR)


@dataclass(frozen=True, slots=True)
class Shown:
    """What a change would do and what became of it."""

    preview: ChangePreview
    outcome: Saved | Unsaved | None
    consented: bool


def _lines(desk: Desk, patient: Patient, shown: Shown, choices: Choices) -> Iterable[str]:
    preview, outcome = shown.preview, shown.outcome
    yield from patient_lines(desk, patient)
    if preview.rows:
        yield from change_lines(desk, patient, preview, consented=shown.consented)
    if isinstance(outcome, Unsaved):
        yield from refusal_lines(desk, patient, preview, outcome, choices)
    elif outcome is None:
        if preview.rows and not preview.changed:
            yield "Nothing would change."
        yield "Only looked at; nothing was saved."
    else:
        yield f"Saved as step {outcome.seq} by {desk.actor}."


def _say(lines: Iterable[str]) -> None:
    for line in lines:
        click.echo(line)
