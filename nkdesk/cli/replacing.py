"""``nkdeskctl replace``: the whole ward placed anew when a laboratory day is lost."""

import json
import sys
from collections.abc import Iterator, Sequence
from time import monotonic
from typing import Any

import click

from nkdesk.cli.acting import acting, because, cause, find_patient, manner, writing
from nkdesk.cli.change_json import problems_json
from nkdesk.cli.change_text import SAMPLE, Choices, cause_choices, problem_lines
from nkdesk.cli.plan_asked import DayType
from nkdesk.cli.plan_text import aligned, item_titles, rule_lines
from nkdesk.cli.rule_json import day_json, refused_json
from nkdesk.cli.ward import ERROR
from nkdesk.model.change import ChangeKind
from nkdesk.services.calendar_models import LabDayForm, ReplacementPreview, WardMovesOf
from nkdesk.services.changes import change_reasons
from nkdesk.services.desk import Desk
from nkdesk.services.forms import Saved, Unsaved
from nkdesk.services.ward import ward_site
from nkdesk.services.ward_replacing import (
    ReplacementQuestion,
    accept_replacement,
    replacement_preview,
    replacement_question,
    solve,
)
from nkdesk.sheets.wording.dates import day_text
from nkdesk.sheets.wording.day import nth_text, spoken
from nkdesk.ui.common.change_words import shift_words
from nkdesk.ui.common.site_day_words import site_day_words

SEARCH_SECONDS = 60
Outcome = Saved | Unsaved | None


@click.command()
@click.option("--close", multiple=True, metavar="CAL=D,…", help="Days a calendar is lost.")
@click.option("--open", "opened", multiple=True, metavar="CAL=D,…", help="Days it works.")
@click.option(
    "--capacity", multiple=True, metavar="CAL:D=N", help="Infusions a calendar takes that day."
)
@click.option("--only", multiple=True, metavar="PATIENT", help="Accept these patients' moves only.")
@click.option(
    "--seconds",
    default=SEARCH_SECONDS,
    show_default=True,
    type=click.IntRange(1, 3600),
    help="So long is searched; then the best known is shown with how good it could be.",
)
@because
@writing
@click.pass_context
def replace(context: click.Context, /, **_asked: object) -> None:
    """Place all open infusions of all patients anew, touching as few patients as possible.

    Shows every date that would change and says whether nothing better exists. Saves the lost
    days and the moves as one step; with --only no other patient is touched. Exit code 1 when
    nothing fits or the part accepted breaks a rule: then nothing is saved.

    Example: nkdeskctl --demo replace --close nk_lab=2026-03-19 --reason laboratory
    """
    how = manner(context)
    with acting(how) as desk:
        only = frozenset(find_patient(desk, one).id for one in context.params["only"])
        question = replacement_question(desk, tuple(_days(context.params)))
        if isinstance(question, Unsaved):
            _refuse_days(question, as_json=how.as_json)
        else:
            _answer(context, desk, question, only)


def _answer(
    context: click.Context, desk: Desk, question: ReplacementQuestion, only: frozenset[int]
) -> None:
    how = manner(context)
    until = monotonic() + context.params["seconds"]
    answer = solve(question, lambda _: monotonic() < until)
    preview = replacement_preview(desk, answer)
    everybody = frozenset(one.line.patient.id for one in preview.patients)
    outcome: Outcome = None
    if preview.refused is not None:
        outcome = Unsaved((), preview.refused)
    elif not how.dry_run:
        outcome = accept_replacement(desk, answer, only or everybody, cause(context))
    if how.as_json:
        click.echo(json.dumps(_as_json(preview, outcome), ensure_ascii=False, indent=1))
    else:
        choices = cause_choices(desk, change_reasons(ChangeKind.REPLACE, desk))
        for line in _lines(desk, (question, preview), outcome, choices):
            click.echo(line)
        if isinstance(outcome, Saved) and only:
            click.echo(f"Only these patients moved: {', '.join(context.params['only'])}.")
    if isinstance(outcome, Unsaved):
        sys.exit(ERROR)


def _days(asked: dict[str, Any]) -> Iterator[LabDayForm]:
    """Yield the days as typed; a usage error where one is not written as it should be."""
    for kind, option in (("closed", "close"), ("open", "opened")):
        for written in asked[option]:
            calendar, equals, days = written.partition("=")
            if not equals:
                raise click.BadParameter("write CALENDAR=DATE,DATE…", param_hint=f"--{option}")
            for day in days.split(","):
                yield LabDayForm(calendar, _iso(day), kind)
    for written in asked["capacity"]:
        place, equals, count = written.partition("=")
        calendar, colon, day = place.partition(":")
        if not equals or not colon:
            raise click.BadParameter("write CALENDAR:DATE=NUMBER", param_hint="--capacity")
        yield LabDayForm(calendar, _iso(day), "capacity", count)


def _iso(day: str) -> str:
    return DayType().convert(day, None, None).isoformat()


def _refuse_days(unsaved: Unsaved, *, as_json: bool) -> None:
    if as_json:
        told = {"saved": None, "problems": problems_json(unsaved.problems)}
        click.echo(json.dumps(told, ensure_ascii=False, indent=1))
    else:
        click.echo("Refused; nothing was saved.")
        for line in problem_lines(unsaved.problems, {}):
            click.echo(line)
    sys.exit(ERROR)


def _lines(
    desk: Desk,
    asked: tuple[ReplacementQuestion, ReplacementPreview],
    outcome: Outcome,
    choices: Choices,
) -> Iterator[str]:
    question, preview = asked
    if ward_site(desk).sample:
        yield SAMPLE
    for day in question.days:
        yield f"{site_day_words(day)}."
    yield f"Open infusions that cannot stay where they are: {preview.conflicts_before}."
    yield from _moves(preview.patients)
    if preview.refused is None:
        yield _verdict(preview)
    if isinstance(outcome, Unsaved):
        yield from _refusal(asked, outcome, choices)
    elif outcome is None:
        yield "Only looked at; nothing was saved."
    else:
        yield f"Saved as step {outcome.seq} by {desk.actor}."


def _moves(patients: Sequence[WardMovesOf]) -> Iterator[str]:
    rows = [("patient", "name", "item", "what", "was", "becomes", "")]
    rows += [
        (
            moves.line.patient.trial_number,
            moves.line.patient.name.full,
            str(row.address),
            f"{spoken(row.title)} {nth_text(row.nth)}".rstrip(),
            day_text(row.was),
            day_text(row.becomes),
            shift_words(row.shift),
        )
        for moves in patients
        for row in moves.rows
    ]
    if patients:
        yield from aligned(rows)


def _verdict(preview: ReplacementPreview) -> str:
    touched = _counted(preview.touched, "patient")
    told = f"{touched} touched, {_counted(preview.movement, 'day')} moved in all"
    if preview.proven:
        return f"{told}; proven: nothing better exists."
    best = (
        f"{_counted(preview.bound_touched, 'patient')}, {_counted(preview.bound_movement, 'day')}"
    )
    return f"{told}; not proven after {preview.seconds} s: at best it could be {best}."


def _counted(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def _refusal(
    asked: tuple[ReplacementQuestion, ReplacementPreview], unsaved: Unsaved, choices: Choices
) -> Iterator[str]:
    question, preview = asked
    if preview.stopped:
        yield "Stopped before anything was found; give it more time with --seconds."
        return
    yield "Refused; nothing was saved."
    yield from problem_lines(unsaved.problems, choices)
    if any(one.field == "patients" for one in unsaved.problems):
        movable = ", ".join(one.line.patient.trial_number for one in preview.patients)
        yield f"      those who would move: {movable or 'nobody'}"
    if unsaved.refused is not None:
        protocols = {one.course.protocol.id: one.course.protocol for one in question.patients}
        titles = {k: v for one in protocols.values() for k, v in item_titles(one).items()}
        yield from rule_lines(unsaved.refused.broken, titles)


def _as_json(preview: ReplacementPreview, outcome: Outcome) -> dict[str, Any]:
    unsaved = outcome if isinstance(outcome, Unsaved) else Unsaved()
    return {
        "saved": outcome.seq if isinstance(outcome, Saved) else None,
        "read_at": preview.read_at,
        "refused": refused_json(unsaved.refused),
        "problems": problems_json(unsaved.problems),
        "stopped": preview.stopped,
        "conflicts_before": preview.conflicts_before,
        "touched": preview.touched,
        "movement": preview.movement,
        "proven": preview.proven,
        "bound": {"touched": preview.bound_touched, "movement": preview.bound_movement},
        "seconds": preview.seconds,
        "moves": [
            {
                "patient": moves.line.patient.trial_number,
                "item": str(row.address),
                "title": row.title.en,
                "nth": row.nth,
                "was": day_json(row.was),
                "becomes": day_json(row.becomes),
                "shift": row.shift,
            }
            for moves in preview.patients
            for row in moves.rows
        ],
    }
