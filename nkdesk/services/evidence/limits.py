"""Which table of upper limits of normal the site measures by, and from which day of sampling on."""

from nkdesk.model.evidence import UlnTable
from nkdesk.services.desk import Desk
from nkdesk.services.eligibility_models import UlnChoiceForm, UlnTableRow
from nkdesk.services.evidence.keeping import evidence_step
from nkdesk.services.forms import FieldCode, FieldProblem, Saved, Unsaved
from nkdesk.services.reading import Reader
from nkdesk.services.steps import StepKind, revision
from nkdesk.services.uln import read_uln_table, shipped_uln_tables, uln_hash
from nkdesk.store import evidence


def uln_tables(desk: Desk) -> tuple[UlnTableRow, ...]:
    """Return the shipped tables, then the site's own; ``chosen_from`` is the newest such day."""
    shipped, offered = _shipped(), _offered(desk)
    chosen = {uln_hash(one.table): one.valid_from for one in evidence.uln_choices(desk.store)}
    return tuple(
        UlnTableRow(name, table, name in shipped, chosen.get(name))
        for name, table in offered.items()
    )


def choose_uln(desk: Desk, form: UlnChoiceForm) -> Saved | Unsaved:
    """Say which table holds for samples from a day on. Every signed gate is looked at."""
    read_at = revision(desk)
    reader = Reader(desk.clock.today())
    offered = _offered(desk)
    name = reader.choice("table_hash", form.table_hash, tuple(offered))
    valid_from = reader.plan_day("valid_from", form.valid_from)
    if valid_from is None or reader.problems:
        return Unsaved(tuple(reader.problems))
    for one in evidence.uln_choices(desk.store):
        if one.valid_from == valid_from and uln_hash(one.table) == name:
            return Unsaved((FieldProblem("table_hash", FieldCode.UNCHANGED),))
    with evidence_step(desk, read_at, StepKind.ULN) as step:
        evidence.choose_uln(step, evidence.add_uln_table(step, offered[name]), valid_from)
    return Saved(step.seq)


def add_uln_table(desk: Desk, raw: bytes) -> Saved | Unsaved:
    """Keep the site's own table as read from a file; it holds once it is chosen.

    ``NOT_A_TABLE`` names the first lines that are wrong, ``UNCHANGED`` a table known already.
    """
    read_at = revision(desk)
    table = read_uln_table(raw)
    if not isinstance(table, UlnTable):
        return Unsaved(
            tuple(
                FieldProblem(
                    "file", FieldCode.NOT_A_TABLE, f"line {one.line}: {one.problem.rstrip('.')}"
                )
                for one in table
            )
        )
    if uln_hash(table) in _offered(desk):
        return Unsaved((FieldProblem("file", FieldCode.UNCHANGED),))
    with evidence_step(desk, read_at, StepKind.ULN, ()) as step:
        evidence.add_uln_table(step, table)
    return Saved(step.seq)


def _shipped() -> dict[str, UlnTable]:
    return {uln_hash(table): table for table in shipped_uln_tables()}


def _offered(desk: Desk) -> dict[str, UlnTable]:
    return {**_shipped(), **evidence.uln_tables(desk.store)}
