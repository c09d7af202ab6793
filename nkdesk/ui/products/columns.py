"""The list of recipients: who, and what stands next with their product."""

from datetime import date

from PySide6.QtCore import QCoreApplication

from nkdesk.model.product import LotState
from nkdesk.model.readiness import Go
from nkdesk.services.product_models import DoseView, RecipientProducts
from nkdesk.sheets.wording.dates import day_text
from nkdesk.sheets.wording.day import nth_text
from nkdesk.sheets.wording.people import look_alike_text
from nkdesk.sheets.wording.readiness import go_symbol
from nkdesk.ui.common.go_look import go_run
from nkdesk.ui.common.paragraph import Run
from nkdesk.ui.common.people_words import identity, name_runs, number_runs
from nkdesk.ui.common.table_model import Column
from nkdesk.ui.common.theme import colour
from nkdesk.ui.products.holds_card import open_holds
from nkdesk.ui.products.words import lot_standing, lot_tone

translate = QCoreApplication.translate
WHO = 0
_SMALL = 0.93
_LATEST = date.max


def recipient_columns() -> list[Column[RecipientProducts]]:
    """Return the only column: the patient by two identifiers, and how the product stands."""
    return [Column(translate("Products", "Patient and product"), _spoken, width=280)]


def recipient_lines(row: RecipientProducts) -> list[list[Run]]:
    """Return the patient, then what decides: hold, next dose, lots."""
    lines = [name_runs(row.line.patient), number_runs(row.line, 0.9)]
    if row.line.look_alike:
        lines.append([Run(look_alike_text(), bold=True, shade=colour("caution"), size=0.86)])
    return [*lines, *standing_lines(row)]


def standing_lines(row: RecipientProducts) -> list[list[Run]]:
    """Return how the product of a recipient stands."""
    if row.rules is None:
        return [[_small(translate("Products", "No product in the protocol"), "quiet")]]
    lines = [_next_dose(view) for view in next_doses(row)[:1]]
    if open_holds(row.holds):
        words = f"{go_symbol(Go.HOLD)} {translate('Products', 'On hold')}"
        lines.append([_small(words, "caution", bold=True)])
    if row.donor is None:
        lines.append([_small(translate("Products", "○ No donor entered"), "caution")])
    elif not row.lots:
        lines.append([_small(translate("Products", "○ No lot yet"), "quiet")])
    for view in row.lots:
        tone = lot_tone(view)
        lines.append([Run(f"{view.lot.number}  ", size=0.9), _small(lot_standing(view), tone)])
    return lines


def next_doses(row: RecipientProducts) -> list[DoseView]:
    """Return the doses reserved for an open infusion, the nearest day first."""
    doses = [one for view in row.lots for one in view.doses if one.readiness is not None]
    return sorted(doses, key=lambda one: one.planned or _LATEST)


def needs_decision(row: RecipientProducts) -> bool:
    """Whether somebody has to do something: a hold, a dose that may not begin, a lot in test."""
    if row.rules is None:
        return False
    stopped = any(one.readiness and one.readiness.go is not Go.GO for one in next_doses(row))
    testing = any(view.lot.state is LotState.IN_TEST for view in row.lots)
    return stopped or testing or row.donor is None or bool(open_holds(row.holds))


def _next_dose(view: DoseView) -> list[Run]:
    runs = []
    if view.readiness is not None:
        runs.append(go_run(view.readiness.go, _SMALL))
    planned = "" if view.planned is None else f", {day_text(view.planned)}"
    return [*runs, _small(f"  {nth_text(view.nth)}{planned}", "ink")]


def _small(words: str, tone: str, *, bold: bool = False) -> Run:
    return Run(words, bold=bold, shade=colour(tone), size=_SMALL)


def _spoken(row: RecipientProducts) -> str:
    said = ["".join(run.text for run in runs) for runs in standing_lines(row)]
    return ", ".join([identity(row.line), *said])
