"""Vital signs at the bed: the row that is due, entered in large fields, over the whole plan."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from nkdesk.model.infusion import InfusionAct, VitalSigns
from nkdesk.services.infusion_models import BedsidePage, VitalsDue, VitalsForm
from nkdesk.sheets.wording.reactions import due_text, late_text
from nkdesk.ui.bedside.vitals_fields import VitalsFields
from nkdesk.ui.bedside.vitals_rows import VitalsRows, row_to_enter
from nkdesk.ui.common.fields import Field, TextField
from nkdesk.ui.common.labels import button, heading
from nkdesk.ui.common.time_field import TimeField

BESIDE_PLAN = -1


class VitalsPanel(QWidget):
    """``saved`` asks to store what was typed. A row already measured is corrected, with a why."""

    saved = Signal()

    def __init__(self, now: Callable[[], datetime]) -> None:
        super().__init__()
        self.title = heading("")
        self.numbers = VitalsFields()
        self.time = TimeField("vitals_time", self.tr("Measured at (empty: now)"), now)
        self.why = TextField("why", self.tr("Why it is corrected"))
        self.save = button(self.tr("Save vital signs"), "main")
        self.rows = VitalsRows()
        self._now = now
        self._page: BedsidePage | None = None
        self._chosen = BESIDE_PLAN
        self._lay_out()
        self.numbers.finished.connect(self.saved)
        self.save.clicked.connect(self.saved)
        self.rows.chosen.connect(self.choose)

    @property
    def fields(self) -> dict[str, Field]:
        """The fields by name, so that problems can be shown beside them."""
        numbers: dict[str, Field] = {one.name: one for one in self.numbers.fields.values()}
        return {**numbers, "time": self.time, "why": self.why}

    @property
    def typed(self) -> bool:
        """Whether numbers stand in the fields that are not stored yet."""
        return self._corrected() is None and self.numbers.typed

    def show_page(self, page: BedsidePage) -> None:
        """Show the plan; numbers being typed stay, and stay with their row."""
        keeps = self.typed
        self._page = page
        self.setVisible(InfusionAct.VITALS in page.may)
        self.numbers.show_limits(page.limits)
        if not keeps:
            self._chosen = row_to_enter(page.vitals, self._now())
            self._show_chosen()
        self.rows.show_page(page, self._chosen)

    def choose(self, place: int) -> None:
        """Enter or correct a row of the plan."""
        self._chosen = place
        self._show_chosen()
        self.numbers.enter()

    def clear(self) -> None:
        """Stand empty again, because what was typed is stored."""
        self.numbers.put(None)
        for field in (self.time, self.why):
            field.put("")
        self._chosen = BESIDE_PLAN

    def form(self, infusion_id: int, person: str) -> VitalsForm:
        """Return what was typed."""
        row = self._row()
        corrected = self._corrected()
        return VitalsForm(
            infusion_id,
            person,
            tuple(pair for pair in self.numbers.values() if pair[1]),
            due=None if row is None else row.due,
            after_end=row is not None and row.after_end,
            time=self.time.value(),
            corrects=None if corrected is None else corrected.id,
            why=self.why.value() if corrected is not None else "",
        )

    def _row(self) -> VitalsDue | None:
        if self._page is None or self._chosen == BESIDE_PLAN:
            return None
        return self._page.vitals[self._chosen]

    def _corrected(self) -> VitalSigns | None:
        row = self._row()
        return None if row is None else row.signs

    def _show_chosen(self) -> None:
        corrected = self._corrected()
        self.numbers.put(corrected)
        self.why.setVisible(corrected is not None)
        self.title.setText(self._title())

    def _title(self) -> str:
        row = self._row()
        if row is None:
            return self.tr("Vital signs beside the plan")
        due = due_text(row.due, after_end=row.after_end)
        if row.signs is not None:
            return self.tr("Correct the vital signs: {due}").format(due=due)
        words = self.tr("Vital signs: {due}").format(due=due)
        return f"{words} · ▲ {late_text(row.late_by)}" if row.late_by else words

    def _lay_out(self) -> None:
        foot = QHBoxLayout()
        foot.setSpacing(12)
        for field in (self.time, self.why):
            foot.addWidget(field, 1)
        foot.addWidget(self.save, 1, Qt.AlignmentFlag.AlignBottom)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.title)
        column.addWidget(self.numbers)
        column.addLayout(foot)
        column.addWidget(self.rows)
        column.addStretch(1)
