"""Beside the vital signs: how long it runs, the cells, what can be done, and what was stored."""

from collections.abc import Mapping
from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from nkdesk.model.infusion import InfusionAct, Reaction
from nkdesk.services.infusion_models import BedsidePage
from nkdesk.sheets.wording.reactions import reaction_text
from nkdesk.ui.bedside.acts_words import act_verb
from nkdesk.ui.bedside.event_words import event_line
from nkdesk.ui.bedside.timer import Timer
from nkdesk.ui.bedside.words import bag_words, cell_lines, is_frozen, steroid_words
from nkdesk.ui.common.card_button import CardButton
from nkdesk.ui.common.dropping import drop_item
from nkdesk.ui.common.flow import FlowLayout
from nkdesk.ui.common.labels import button, heading, plain
from nkdesk.ui.common.lines import Lines
from nkdesk.ui.common.paragraph import Run
from nkdesk.ui.common.theme import colour

ACTS = (
    InfusionAct.PREMEDICATE,
    InfusionAct.THAW,
    InfusionAct.RATE,
    InfusionAct.PAUSE,
    InfusionAct.RESUME,
    InfusionAct.NEXT_BAG,
    InfusionAct.REACTION,
    InfusionAct.CALL,
    InfusionAct.NOTE,
    InfusionAct.ABANDON,
)
"""In the order offered; only those that are allowed now are shown."""


class SidePanel(QWidget):
    """``act_asked`` carries an act, ``reaction_asked`` a reaction to put right.

    ``titles`` name reasons and terms of reactions by their code.
    """

    act_asked = Signal(object)
    reaction_asked = Signal(object)

    def __init__(self, titles: Mapping[str, str]) -> None:
        super().__init__()
        self.timer = Timer()
        self.acts: dict[InfusionAct, QPushButton] = {}
        self.reminder = plain(tone="caution")
        self.cells = Lines()
        self._reactions = QVBoxLayout()
        self.log = Lines()
        self.titles = titles
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.timer)
        column.addWidget(self._act_row())
        for part in (self.reminder, self.cells):
            column.addWidget(part)
        column.addLayout(self._reactions)
        column.addWidget(heading(self.tr("Stored so far"), "strong"))
        column.addWidget(self.log)
        column.addStretch(1)

    def show_page(self, page: BedsidePage, now: datetime) -> None:
        """Show an infusion as it now stands."""
        self.timer.show_page(page, now)
        for act, one in self.acts.items():
            one.setVisible(act in page.may and _makes_sense(act, page))
        before = page.infusion is None or page.infusion.started is None
        self.reminder.setText(steroid_words(page))
        self.reminder.setVisible(before and bool(self.reminder.text()))
        lines = [f"{label}: {words}" for label, words in cell_lines(page)]
        checked = [one for one in page.bags if one.second is not None]
        lines += [bag_words(one, len(page.bags)) for one in checked]
        self.cells.show_lines([[Run(one)] for one in lines])
        said = [event_line(one, now, self.titles) for one in reversed(page.events)]
        self.log.show_lines([[Run(one, shade=colour("quiet"))] for one in said])
        self._show_reactions(page)

    def _show_reactions(self, page: BedsidePage) -> None:
        while self._reactions.count():
            drop_item(self._reactions.takeAt(0))
        for one in page.reactions:
            self._reactions.addWidget(self._reaction(one))

    def _reaction(self, reaction: Reaction) -> QPushButton:
        words = reaction_text(reaction, self.titles)
        made = CardButton(self.tr("▲ Reaction"), words)
        made.clicked.connect(lambda: self.reaction_asked.emit(reaction))
        return made

    def _act_row(self) -> QWidget:
        holder = QWidget()
        flow = FlowLayout(holder)
        for act in ACTS:
            one = button(act_verb(act))
            one.clicked.connect(lambda _on=False, act=act: self.act_asked.emit(act))
            self.acts[act] = one
            flow.addWidget(one)
        return holder


def _makes_sense(act: InfusionAct, page: BedsidePage) -> bool:
    """Whether an act that is allowed has anything to act on."""
    if act is InfusionAct.THAW:
        return is_frozen(page)
    return act is not InfusionAct.NEXT_BAG or any(one.hung is None for one in page.bags)
