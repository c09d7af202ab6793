"""What a row says of an infusion's product: under way, GO or not and why, bags and expiry."""

from typing import Protocol

from PySide6.QtCore import QCoreApplication

from nkdesk.bedside.dose import DoseUnknown
from nkdesk.model.infusion import InfusionState
from nkdesk.model.product import ProductDose
from nkdesk.model.readiness import Go, GoReason, Readiness
from nkdesk.services.read_models import DoseLine
from nkdesk.services.row_products import ProductLine, RunningLine
from nkdesk.sheets.wording.amounts import ordered_text
from nkdesk.sheets.wording.dates import day_clock_text
from nkdesk.sheets.wording.infusions import infusion_symbol, since_text
from nkdesk.sheets.wording.products import bag_numbers_text
from nkdesk.sheets.wording.readiness import go_reason_text
from nkdesk.ui.common.go_look import go_run, reason_lines
from nkdesk.ui.common.item_words import marked_dose
from nkdesk.ui.common.paragraph import Run
from nkdesk.ui.common.theme import colour

translate = QCoreApplication.translate

_SMALL = 0.93
_UNDER_WAY = (InfusionState.RUNNING, InfusionState.PAUSED, InfusionState.OBSERVING)


class ProductRow(Protocol):
    """Any row of an infusion, as lists and pages show it."""

    @property
    def dose(self) -> DoseLine | DoseUnknown:
        """The dose the protocol states."""
        ...

    @property
    def product(self) -> ProductLine | None:
        """The dose reserved for it."""
        ...

    @property
    def readiness(self) -> Readiness | None:
        """Whether it may begin."""
        ...

    @property
    def running(self) -> RunningLine | None:
        """How far it has come."""
        ...


def product_runs(row: ProductRow) -> list[list[Run]]:
    """Return the lines of an infusion's product, the most urgent first; none without a product.

    Once it runs, whether it may begin is no question any more.
    """
    lines = _running_runs(row.running)
    under_way = row.running is not None and row.running.infusion.state in _UNDER_WAY
    if row.readiness is not None and not under_way:
        lines.append([go_run(row.readiness.go), *_number_runs(row.product)])
        lines += reason_lines(row.readiness)
        return lines
    numbers = _number_runs(row.product)
    return [*lines, numbers] if numbers else lines


def shown_dose(row: ProductRow) -> str:
    """Return the dose of any item: of cells what was ordered, else what the protocol states."""
    if row.product is None or row.product.order is None:
        return marked_dose(row.dose)
    return ordered_text(row.product.order)


def product_summary(row: ProductRow) -> list[list[Run]]:
    """Return the same in fewer lines: what stops it in one, the remarks on it in another."""
    lines = product_runs(row)
    reasons = [] if row.readiness is None else reason_lines(row.readiness)
    if not reasons or lines[-len(reasons) :] != reasons:
        return lines
    stops = sum(1 for reason in _distinct(row.readiness) if reason.level is not Go.GO)
    parts = (reasons[:stops], reasons[stops:])
    return [*lines[: -len(reasons)], *(_joined(part) for part in parts if part)]


def _distinct(readiness: Readiness | None) -> list[GoReason]:
    """Return the reasons that ``reason_lines`` shows: each sentence once."""
    reasons = () if readiness is None else readiness.reasons
    return list({go_reason_text(one): one for one in reversed(reasons)}.values())


def _joined(lines: list[list[Run]]) -> list[Run]:
    first, *others = lines
    gap = Run("  ·  ", shade=colour("quiet"), size=_SMALL)
    return [*first, *(run for line in others for run in (gap, *line))]


def product_texts(row: ProductRow) -> list[str]:
    """Return the same as plain sentences, one a line."""
    return ["".join(run.text for run in runs).strip() for runs in product_runs(row)]


def _running_runs(running: RunningLine | None) -> list[list[Run]]:
    if running is None:
        return []
    symbol = infusion_symbol(running.infusion.state)
    words = f"{symbol} {since_text(running)}"
    lines = [[Run(words, bold=True, shade=colour("accent"))]]
    if running.next_vitals is not None:
        due = translate("Product", "Vital signs due {when}")
        when = day_clock_text(running.next_vitals)
        lines.append([Run(due.format(when=when), shade=colour("quiet"), size=_SMALL)])
    return lines


def _number_runs(product: ProductLine | None) -> list[Run]:
    if product is None or product.dose is None:
        return []
    return [Run(f"  {_dose_words(product.dose)}", shade=colour("quiet"), size=_SMALL)]


def _dose_words(dose: ProductDose) -> str:
    """Return product numbers and the first expiry: ``D24-0117-1 · until Thu 12-Mar-2026 14:30``."""
    words = translate("Product", "product {numbers} · until {when}")
    return words.format(numbers=bag_numbers_text(dose.bags), when=day_clock_text(dose.expires))
