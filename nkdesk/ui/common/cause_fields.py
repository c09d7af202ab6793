"""Why a plan is changed: reason chips, and what a reason asks for beyond itself.

Shape: SACT data set v4 (reason, clinical factor, toxicity grade). No reason stands ready: one
that does is the one that gets recorded.
"""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal

from nkdesk.services.change_forms import CauseForm, ChangeReason, ClinicalFactor
from nkdesk.sheets.wording.day import spoken
from nkdesk.ui.common.chip import Chip
from nkdesk.ui.common.fields import FLOWING, Field, NoteField, chips

GRADES = ("1", "2", "3", "4", "5")


class CauseFields(QObject):
    """``reason`` stands by itself; ``factor`` and ``grade`` show where the reason asks for them.

    ``asked`` carries the first field a chosen reason has brought up, None when it needs no more.
    """

    asked = Signal(object)

    def __init__(
        self, reasons: Sequence[ChangeReason], factors: Sequence[ClinicalFactor], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._reasons = {one.code: one for one in reasons}
        self.reason = chips("reason", self.tr("Reason"), _choices(reasons), FLOWING)
        causes = [(one.code, spoken(one.title)) for one in factors]
        self.factor = chips("factor", self.tr("Clinical factor"), causes, FLOWING)
        grades = [(grade, grade) for grade in GRADES]
        self.grade = chips("grade", self.tr("Toxicity grade (CTCAE)"), grades, len(GRADES))
        self.note = NoteField("note", "")
        self.reason.changed.connect(self._show_asked)
        self._show_asked()

    @property
    def all(self) -> tuple[Field, ...]:
        """Every field, in the order of the tab key."""
        return (self.reason, self.factor, self.grade, self.note)

    @property
    def typed(self) -> bool:
        """Whether a reason was chosen or a note written."""
        return self.value() != CauseForm()

    def value(self) -> CauseForm:
        """Return the cause as chosen and typed; what the reason does not ask for stays out."""
        chosen = self._chosen()
        return CauseForm(
            reason=self.reason.value(),
            factor=self.factor.value() if chosen and chosen.asks_factor else "",
            grade=self.grade.value() if chosen and chosen.asks_grade else "",
            note=self.note.value(),
        )

    def offer(self, reasons: Sequence[ChangeReason], label: str) -> None:
        """Offer other reasons under another label, because something else is decided."""
        self._reasons = {one.code: one for one in reasons}
        self.reason.rename(label)
        self.reason.offer({code: Chip(words, words) for code, words in _choices(reasons)})
        self._show_asked()

    def _chosen(self) -> ChangeReason | None:
        return self._reasons.get(self.reason.value())

    def _show_asked(self) -> None:
        chosen = self._chosen()
        asks_factor = chosen is not None and chosen.asks_factor
        asks_grade = chosen is not None and chosen.asks_grade
        self.factor.setVisible(asks_factor)
        self.grade.setVisible(asks_grade)
        needed = chosen is not None and chosen.needs_note
        words = self.tr("Note (needed for this reason)") if needed else self.tr("Note")
        self.note.rename(words)
        wanted = ((asks_factor, self.factor), (asks_grade, self.grade), (needed, self.note))
        self.asked.emit(next((field for asks, field in wanted if asks), None))


def _choices(reasons: Sequence[ChangeReason]) -> list[tuple[str, str]]:
    return [(one.code, spoken(one.title)) for one in reasons]
