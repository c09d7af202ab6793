"""Plan cycle 1: one date is typed, every other is shown before it is saved."""

from datetime import date

from PySide6.QtWidgets import QWidget

from nkdesk.services.desk import Desk
from nkdesk.services.forms import Saved
from nkdesk.services.plan import plan_cycle, preview_cycle
from nkdesk.services.protocols import plannable_protocols
from nkdesk.services.read_models import PatientLine
from nkdesk.sheets.wording.day import spoken
from nkdesk.ui.common.dialog import FormDialog
from nkdesk.ui.common.fields import DateField
from nkdesk.ui.common.plan_preview import PlanPreview
from nkdesk.ui.common.settling import settling
from nkdesk.ui.common.typed_dates import typed_date

SETTLES_MS = 200


class PlanCycleDialog(FormDialog):
    """``saved`` after success."""

    def __init__(
        self, parent: QWidget | None, desk: Desk, line: PatientLine, *, sample: bool
    ) -> None:
        super().__init__(parent, self.tr("Plan cycle 1"), sample=sample)
        self._desk, self._line = desk, line
        self.saved: Saved | None = None
        usable = plannable_protocols(desk)
        self._titles = {item.code: spoken(item.title) for _, one in usable for item in one.items}
        self.add_banner(line)
        self.start = DateField("start", self.tr("First day of chemotherapy"))
        self.body.addWidget(self.add_field(self.start))
        self.preview = PlanPreview(self.tr("Type the first day: every date appears here."))
        self.preview.start_taken.connect(self._take_start)
        self.add_beside(self.preview)
        self._plan = self.add_verb(self.tr("Plan cycle 1"), "main")
        self._plan.clicked.connect(self.confirm)
        self._plan.setEnabled(False)
        self.add_verb(self.tr("Leave unplanned")).clicked.connect(self.reject)
        self._settle = settling(self, SETTLES_MS, self._show_preview)
        self.finished.connect(self._settle.stop)
        self.start.changed.connect(self._settle.start)
        self.resize(940, 540)
        self.start.setFocus()

    @property
    def typed(self) -> bool:
        """Whether a date was typed."""
        return bool(self.start.value().strip())

    def confirm(self) -> None:
        """Save the cycle."""
        patient_id = self._line.patient.id
        answer = self.attempt(lambda: plan_cycle(self._desk, patient_id, self.start.value()))
        if isinstance(answer, Saved):
            self.saved = answer
            self.accept()
            return
        if answer is not None:
            self.show_unsaved(answer, self._titles)

    def _show_preview(self) -> None:
        found = preview_cycle(self._desk, self._line.patient.id, self.start.value())
        if found.cycle is not None:
            self.preview.show_page(found.cycle)
        elif found.refused is not None:
            self.preview.show_refused(found.refused, self._titles, found.start_that_fits)
        else:
            self.preview.show_waiting()
        self._plan.setEnabled(found.cycle is not None)

    def _take_start(self, day: date) -> None:
        self.start.put(typed_date(day))
