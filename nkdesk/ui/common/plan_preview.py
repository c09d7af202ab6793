"""Beside a form: every date it would plan, or why it cannot, and what would do."""

from collections.abc import Mapping
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from nkdesk.model.refusal import Alternative, Refused
from nkdesk.services.read_models import CyclePage
from nkdesk.sheets.wording.dates import day_text
from nkdesk.sheets.wording.refusals import broken_rule_text, item_text
from nkdesk.ui.common.cycle_dates import CycleDates, closed_warnings
from nkdesk.ui.common.labels import button, heading, plain


class PlanPreview(QFrame):
    """Three faces: a sentence while fields are missing, the dates, or the refusal."""

    start_taken = Signal(object)

    def __init__(self, waiting: str, cycle: int = 1) -> None:
        super().__init__()
        self.setProperty("ground", "card")
        self._waiting = waiting
        self._fits: date | None = None
        self.title = heading(self.tr("Cycle {n}, before saving").format(n=cycle))
        self.words = plain(tone="quiet")
        self.warnings = plain(tone="caution")
        self.dates = CycleDates()
        self.refusal = plain()
        self.use = button("", "main")
        self.use.clicked.connect(lambda: self.start_taken.emit(self._fits))
        self._box = self._refusal_box()
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 10, 14, 12)
        column.setSpacing(8)
        for part in (self.title, self.words, self.warnings, self._box):
            column.addWidget(part)
        column.addWidget(self.dates.table, 1)
        column.addStretch(0)
        self._column = column
        self.show_waiting()

    def show_waiting(self) -> None:
        """Say what is still missing for a preview."""
        self._face(words=self._waiting)

    def show_page(self, page: CyclePage) -> None:
        """Show every date, and the closed days among them."""
        first, last = day_text(page.first_day), day_text(page.last_day)
        words = self.tr("{n} items, {first} to {last}. Nothing is saved yet.")
        self._face(words=words.format(n=len(page.rows), first=first, last=last), dates=True)
        closed = closed_warnings(page)
        self.warnings.setText("\n".join(closed))
        self.warnings.setVisible(bool(closed))
        self.dates.show(page)

    def show_refused(self, refused: Refused, titles: Mapping[str, str], fits: date | None) -> None:
        """Show the rules that cannot hold together, near alternatives, and a start that fits."""
        self._face(words="")
        self._box.show()
        lines = [f"• {broken_rule_text(rule, titles)}" for rule in refused.broken]
        if refused.alternatives:
            lines.append(self.tr("Only by breaking one rule, which a physician decides:"))
            lines += [_alternative(one, titles) for one in refused.alternatives]
        self.refusal.setText("\n".join(lines))
        self._fits = fits
        self.use.setVisible(fits is not None)
        if fits is not None:
            self.use.setText(self.tr("Start on {day} instead").format(day=day_text(fits)))

    def _face(self, *, words: str, dates: bool = False) -> None:
        self.words.setText(words)
        self.words.setVisible(bool(words))
        self.warnings.hide()
        self._box.hide()
        self.dates.table.setVisible(dates)
        self._column.setStretch(self._column.count() - 1, 0 if dates else 1)

    def _refusal_box(self) -> QWidget:
        box = QFrame()
        box.setProperty("ground", "refused")
        column = QVBoxLayout(box)
        column.setSpacing(8)
        column.addWidget(heading(self.tr("These dates cannot be planned"), "strong"))
        column.addWidget(self.refusal)
        column.addWidget(self.use)
        return box


def _alternative(one: Alternative, titles: Mapping[str, str]) -> str:
    dates = ", ".join(f"{item_text(item, titles)} {day_text(day)}" for item, day in one.dates)
    return f"• {dates}" + (f": {broken_rule_text(one.breaks, titles)}" if one.breaks else "")
