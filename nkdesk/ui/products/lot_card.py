"""One lot: its state, its tests, its doses, and what can be done with each."""

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout, QWidget

from nkdesk.services.product_models import LotView
from nkdesk.ui.common.flow import FlowLayout
from nkdesk.ui.common.labels import button
from nkdesk.ui.common.lines import Lines
from nkdesk.ui.common.paragraph import Run
from nkdesk.ui.common.theme import colour
from nkdesk.ui.products.asks import Asks, ask_on_click
from nkdesk.ui.products.dose_block import DoseBlock
from nkdesk.ui.products.holds_card import HoldLine, open_holds
from nkdesk.ui.products.test_grid import TestGrid, counted_words
from nkdesk.ui.products.words import lot_standing, lot_title, lot_tone, move_words, test_titles

translate = QCoreApplication.translate
_SMALL = 0.93


class LotCard(QFrame):
    """``unfolded`` shows every test and every move; what decides is always shown."""

    def __init__(self, view: LotView, asks: Asks, *, unfolded: bool) -> None:
        super().__init__()
        self.view = view
        self.setProperty("ground", "card")
        self.buttons: dict[str, QPushButton] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(14, 8, 10, 8)
        self._column.setSpacing(6)
        self.lines = Lines(lot_lines(view))
        self._column.addWidget(self.lines)
        for hold in open_holds(view.holds):
            line = HoldLine(hold)
            ask_on_click(line.lift, asks.lift, view, hold)
            self._column.addWidget(line)
        self._column.addWidget(self._verbs(asks))
        self.more = self._more()
        self.more.setVisible(unfolded)
        self.unfold.setChecked(unfolded)
        self.unfold.toggled.connect(self.more.setVisible)
        self._column.addWidget(self.more)
        self.doses = [DoseBlock(view, dose, asks) for dose in view.doses]
        for block in self.doses:
            self._column.addWidget(block)

    def _verbs(self, asks: Asks) -> QWidget:
        holder = QWidget()
        row = FlowLayout(holder)
        number = self.view.lot.number
        for name, words, asked, possible in (
            ("move", self.tr("Move lot…"), asks.move, bool(self.view.next_states)),
            ("result", self.tr("Enter result…"), asks.result, True),
            ("dose", self.tr("New dose…"), asks.dose, bool(self.view.next_states)),
            ("hold", self.tr("Hold lot…"), asks.hold_lot, bool(self.view.next_states)),
            ("paper", self.tr("Print sheet…"), asks.paper, True),
        ):
            one = button(words, spoken=f"{words.rstrip('…')}: {number}")
            one.setEnabled(possible)
            ask_on_click(one, asked, self.view)
            self.buttons[name] = one
            row.addWidget(one)
        self.unfold = button(self.tr("Tests and history"), "flat")
        self.unfold.setAccessibleName(self.tr("Tests and history: {lot}").format(lot=number))
        self.unfold.setCheckable(True)
        row.addWidget(self.unfold)
        return holder

    def _more(self) -> QWidget:
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(TestGrid(self.view.tests))
        titles = test_titles(self.view.rules)
        column.addWidget(Lines([[_quiet(move_words(one, titles))] for one in self.view.moves]))
        return holder


def lot_head(view: LotView) -> list[Run]:
    """Return number, cycle and state of a lot."""
    tone = lot_tone(view)
    return [
        Run(lot_title(view), bold=True, size=1.07),
        Run(f"   {lot_standing(view)}", bold=True, shade=colour(tone)),
    ]


def lot_lines(view: LotView) -> list[list[Run]]:
    """Return number, cycle and state, and how its tests came out."""
    lines = [lot_head(view), counted_words(view.tests)]
    if view.lot.note:
        lines.append([_quiet(view.lot.note)])
    if not view.doses:
        lines.append([_quiet(translate("Products", "No dose of it has been entered."))])
    return lines


def _quiet(words: str) -> Run:
    return Run(words, shade=colour("quiet"), size=_SMALL)
