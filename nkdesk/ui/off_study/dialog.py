"""Off study: the day a patient left, why, and everything that is cancelled by it."""

from datetime import date

from PySide6.QtWidgets import QWidget

from nkdesk.model.change import ChangeKind
from nkdesk.model.dates import read_date
from nkdesk.services.change_forms import ChangePreview, OffStudyForm
from nkdesk.services.changes import preview_off_study, take_off_study
from nkdesk.services.desk import Desk
from nkdesk.services.forms import Saved, Unsaved
from nkdesk.services.read_models import PatientLine
from nkdesk.sheets.wording.dates import day_text
from nkdesk.ui.common.change_dialog import ChangeDialog, Concerned
from nkdesk.ui.common.change_words import seen_to_change
from nkdesk.ui.common.fields import DateField
from nkdesk.ui.common.labels import plain
from nkdesk.ui.common.typed_dates import typed_date


class OffStudyDialog(ChangeDialog):
    """The day stands ready as today; no reason does. ``saved`` after success."""

    def __init__(
        self, parent: QWidget | None, desk: Desk, line: PatientLine, *, sample: bool
    ) -> None:
        self._line = line
        about = Concerned(desk, line, sample)
        super().__init__(parent, self.tr("Patient leaves the study"), about, ChangeKind.OFF_STUDY)
        self._on = DateField("on", self.tr("Left on"), typed_date(desk.clock.today()))
        self.body.addWidget(self.add_field(self._on))
        self.body.addWidget(plain(self._explained(), tone="quiet"))
        self._add_cause()
        self._watch(self._on)
        self._as_opened = self.value()
        self.refresh()
        self._on.setFocus()

    @property
    def typed(self) -> bool:
        """Whether anything was changed since the dialog opened."""
        return self.value() != self._as_opened

    def value(self) -> OffStudyForm:
        """Return the form as typed."""
        return OffStudyForm(self._line.patient.id, self._on.value(), self.cause.value())

    def _explained(self) -> str:
        return self.tr(
            "Everything open on or after that day is cancelled. What was open before it stays "
            "overdue, to be recorded."
        )

    def _ask(self) -> ChangePreview:
        return preview_off_study(self._desk, self.value())

    def _save(self, read_at: int) -> Saved | Unsaved:
        return take_off_study(self._desk, self.value(), read_at)

    def _ready(self, preview: ChangePreview) -> bool:
        """Let a patient without open items leave the study too."""
        del preview
        return True

    def _warnings(self, preview: ChangePreview) -> list[str]:
        """Point at what is recorded as given after the patient is said to have left."""
        left = read_date(self._on.value())
        given = [row.after.actual for row in preview.rows if row.after.actual is not None]
        if not isinstance(left, date) or not given or max(given) <= left:
            return super()._warnings(preview)
        words = self.tr("▲ Recorded as given on {day}, after the patient left. Is the day right?")
        return [*super()._warnings(preview), words.format(day=day_text(max(given)))]

    def _verb(self, preview: ChangePreview) -> str:
        patient = self._line.patient.trial_number
        cancelled = sum(seen_to_change(row) for row in preview.rows)
        if not cancelled:
            return self.tr("Take {id} off study").format(id=patient)
        one = self.tr("Take {id} off study: cancel {n} item")
        many = self.tr("Take {id} off study: cancel {n} items")
        return (one if cancelled == 1 else many).format(id=patient, n=cancelled)

    def _verb_unready(self) -> str:
        return self.tr("Take off study")

    def _keep_words(self) -> str:
        return self.tr("Keep on study")
