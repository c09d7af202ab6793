"""Plan cycle 2 once its check is signed: one date is typed, every other is shown before saving."""

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from nkdesk.services.desk import Desk
from nkdesk.services.eligibility_models import EligibilityCheck
from nkdesk.services.forms import FieldCode, Saved, Unsaved
from nkdesk.services.gate import plan_second_cycle, preview_second_cycle
from nkdesk.services.plan_preview import PlanPreview as Found
from nkdesk.services.problems import StoreConflictError
from nkdesk.services.protocols import plannable_protocols
from nkdesk.services.steps import revision
from nkdesk.sheets.wording.dates import day_text
from nkdesk.sheets.wording.day import spoken
from nkdesk.ui.common.dialog import FormDialog
from nkdesk.ui.common.field_words import problem_words
from nkdesk.ui.common.fields import DateField
from nkdesk.ui.common.labels import plain
from nkdesk.ui.common.plan_preview import PlanPreview
from nkdesk.ui.common.settling import settling
from nkdesk.ui.common.typed_dates import typed_date
from nkdesk.ui.gate.result_words import status_words

translate = QCoreApplication.translate

SETTLES_MS = 200
CYCLE = 2


class PlanSecondDialog(FormDialog):
    """``saved`` after success."""

    def __init__(
        self, parent: QWidget | None, desk: Desk, check: EligibilityCheck, *, sample: bool
    ) -> None:
        super().__init__(parent, self.tr("Plan cycle 2"), sample=sample)
        self._desk, self._patient_id = desk, check.line.patient.id
        self.saved: Saved | None = None
        self._read_at = revision(desk)
        usable = plannable_protocols(desk)
        self._titles = {item.code: spoken(item.title) for _, one in usable for item in one.items}
        self.add_banner(check.line)
        self.start = DateField("start", self.tr("First day of cycle 2"), _first_guess(check, desk))
        self.body.addWidget(self.add_field(self.start))
        self.bounds = plain("\n\n".join(_bounds(check)))
        self.body.addWidget(self.bounds)
        self.preview = PlanPreview(self.tr("Type the first day: every date appears here."), CYCLE)
        self.preview.start_taken.connect(lambda day: self.start.put(typed_date(day)))
        self.add_beside(self.preview)
        self.plan = self.add_verb(self.tr("Plan cycle 2"), "main")
        self.plan.clicked.connect(self.confirm)
        self.add_verb(self.tr("Leave unplanned")).clicked.connect(self.reject)
        self._settle = settling(self, SETTLES_MS, self.show_preview)
        self.finished.connect(self._settle.stop)
        self.start.changed.connect(self._settle.start)
        self.resize(980, 560)
        self._as_opened = self.start.value()
        self.show_preview()
        self.start.setFocus()

    @property
    def typed(self) -> bool:
        """Whether another date was typed than stood ready."""
        return self.start.value() != self._as_opened

    def confirm(self) -> None:
        """Save the cycle as shown."""
        if self._settle.isActive():
            self.show_preview()
            self.show_problems([], [self.tr("The dates have just changed. Look at them first.")])
            return
        if not self.plan.isEnabled():
            return
        answer = self.attempt(self._saved_or_redrawn)
        if isinstance(answer, Saved):
            self.saved = answer
            self.accept()
        elif answer is not None:
            self.show_unsaved(answer, self._titles)

    def show_preview(self) -> None:
        """Show every date of the cycle, or why it cannot begin on this one."""
        self._settle.stop()
        self._read_at = revision(self._desk)
        start = self.start.value()
        found = self.attempt(lambda: preview_second_cycle(self._desk, self._patient_id, start))
        if found is None:
            return
        self._refuse_field(found)
        if found.cycle is not None:
            self.preview.show_page(found.cycle)
        elif found.refused is not None:
            self.preview.show_refused(found.refused, self._titles, found.start_that_fits)
        else:
            self.preview.show_waiting()
        self.plan.setEnabled(found.cycle is not None)

    def _refuse_field(self, found: Found) -> None:
        wrong = [one for one in found.problems if one.code is not FieldCode.MISSING]
        for one in wrong:
            if one.field in self.fields:
                self.fields[one.field].refuse(problem_words(one))

    def _saved_or_redrawn(self) -> Saved | Unsaved | None:
        try:
            start = self.start.value()
            return plan_second_cycle(self._desk, self._patient_id, start, self._read_at)
        except StoreConflictError:
            self.show_preview()
            words = self.tr("Somebody changed the ward meanwhile. Look at the dates once more.")
            self.show_problems([], [words])
            return None


def _first_guess(check: EligibilityCheck, desk: Desk) -> str:
    """Return the earliest day the protocol allows as typed, if it is not over."""
    day = check.earliest_start
    return "" if day is None else typed_date(max(day, desk.clock.today()))


def _bounds(check: EligibilityCheck) -> list[str]:
    """Return between which days the cycle may begin, and who signed."""
    lines = [status_words(check.gate, CYCLE)]
    if check.earliest_start is not None:
        words = translate("PlanSecondDialog", "By the protocol no earlier than {day}.")
        lines.append(words.format(day=day_text(check.earliest_start)))
    return [line for line in lines if line]
