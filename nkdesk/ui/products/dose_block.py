"""One dose of a lot: for which infusion, whether it may begin, its bags, and what can be done."""

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout, QWidget

from nkdesk.bedside.lots import dose_next
from nkdesk.model.product import Bag, DoseState
from nkdesk.services.product_models import DoseView, LotView
from nkdesk.sheets.wording.amounts import cells_text, no_order_text, order_text, total_text
from nkdesk.sheets.wording.products import (
    bag_text,
    dose_form_text,
    dose_state_symbol,
    dose_state_text,
    expiry_text,
    thaw_text,
)
from nkdesk.ui.common.flow import FlowLayout
from nkdesk.ui.common.go_look import go_run, reason_lines
from nkdesk.ui.common.labels import button
from nkdesk.ui.common.lines import Lines
from nkdesk.ui.common.paragraph import Run
from nkdesk.ui.common.theme import colour
from nkdesk.ui.products.asks import Asks, ask_on_click
from nkdesk.ui.products.words import reserved_words, test_titles

translate = QCoreApplication.translate
_SMALL = 0.93
_LIVE = (DoseState.PREPARED, DoseState.ISSUED, DoseState.RETURNED)


class DoseBlock(QFrame):
    """``buttons`` are by what they do: ``reserve``, ``card``, or the state a dose would move to."""

    def __init__(self, view: LotView, dose: DoseView, asks: Asks) -> None:
        super().__init__()
        self.setProperty("ground", "bar")
        self.lines = Lines(dose_lines(view, dose))
        self.buttons: dict[str, QPushButton] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 6, 0, 8)
        column.setSpacing(6)
        column.addWidget(self.lines)
        verbs = QWidget()
        row = FlowLayout(verbs)
        if dose.dose.state in _LIVE:
            self._add("reserve", _reserve_words(dose), dose)
            ask_on_click(self.buttons["reserve"], asks.reserve, view, dose)
        for state in dose_next(dose.dose.state):
            if state is not DoseState.INFUSED:  # that happens at the bedside
                self._add(state.value, dose_verb(state), dose)
                ask_on_click(self.buttons[state.value], asks.move_dose, view, dose, state)
        if dose.dose.state in _LIVE and dose.item_id is not None:
            self._add("card", translate("Products", "Print card…"), dose)
            ask_on_click(self.buttons["card"], asks.card, view, dose)
        for one in self.buttons.values():
            row.addWidget(one)
        if self.buttons:
            column.addWidget(verbs)

    def _add(self, name: str, words: str, dose: DoseView) -> None:
        numbers = ", ".join(bag.number for bag in dose.dose.bags)
        self.buttons[name] = button(words, spoken=f"{words.rstrip('…')}: {numbers}")


def dose_verb(state: DoseState) -> str:
    """Return what is done to a dose to bring it into a state."""
    return {
        DoseState.ISSUED: translate("Products", "Issue…"),
        DoseState.RETURNED: translate("Products", "Return…"),
        DoseState.DISCARDED: translate("Products", "Discard…"),
    }[state]


def _reserve_words(dose: DoseView) -> str:
    if dose.dose.address is None:
        return translate("Products", "Reserve…")
    return translate("Products", "Change reservation…")


def dose_brief(dose: DoseView) -> list[list[Run]]:
    """Return a dose by what it is reserved for, its state and its bags."""
    return [_head(dose), *(_bag_line(bag, len(dose.dose.bags)) for bag in dose.dose.bags)]


def dose_lines(view: LotView, dose: DoseView) -> list[list[Run]]:
    """Return whether it may begin and why not, its bags, and labelled beside ordered cells."""
    lines = [_head(dose)]
    if dose.readiness is not None:
        lines += reason_lines(dose.readiness, test_titles(view.rules), helps=True)
    lines += [_bag_line(bag, len(dose.dose.bags)) for bag in dose.dose.bags]
    lines.append(_labelled(dose))
    ordered = no_order_text() if dose.order is None else order_text(dose.order)
    if dose.dose.address is not None:
        lines.append(_fact(translate("Products", "Ordered"), ordered))
    return lines


def _head(dose: DoseView) -> list[Run]:
    runs = []
    if dose.readiness is not None:
        runs += [go_run(dose.readiness.go, 1.07), Run("   ")]
    runs.append(Run(reserved_words(dose), bold=True))
    state = f"{dose_state_symbol(dose.dose.state)} {dose_state_text(dose.dose.state)}"
    form = dose_form_text(dose.dose.form)
    return [*runs, Run(f"   {state} · {form}", shade=colour("quiet"))]


def _bag_line(bag: Bag, of: int) -> list[Run]:
    parts = (bag_text(bag, of), total_text(bag.cells), expiry_text(bag), thaw_text(bag))
    return [
        Run(bag.number, bold=True, size=_SMALL),
        Run("   " + " · ".join(part for part in parts if part), size=_SMALL),
    ]


def _labelled(dose: DoseView) -> list[Run]:
    return _fact(translate("Products", "Labelled"), cells_text(dose.dose.cells, dose.weight))


def _fact(label: str, words: str) -> list[Run]:
    return [Run(f"{label}  ", shade=colour("quiet"), size=_SMALL), Run(words, size=_SMALL)]
