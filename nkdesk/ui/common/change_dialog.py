"""The shape of every change to a plan: its fields, the whole before and after, the reason.

What is saved is what was last shown: a preview belongs to a revision of the ward, and saving on
any other shows the preview anew instead.
"""

from dataclasses import dataclass

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from nkdesk.model.change import ChangeKind
from nkdesk.services.change_forms import ChangePreview
from nkdesk.services.desk import Desk
from nkdesk.services.forms import FieldCode, FieldProblem, Saved, Unsaved
from nkdesk.services.problems import StoreConflictError
from nkdesk.services.read_models import PatientLine
from nkdesk.services.reasons import change_reasons, clinical_factors
from nkdesk.sheets.wording.refusals import broken_rule_text
from nkdesk.ui.common.cause_fields import CauseFields
from nkdesk.ui.common.change_panel import ChangePanel, WayOut
from nkdesk.ui.common.change_words import leaving_words, seen_to_change, stale_lists_words
from nkdesk.ui.common.dialog import FormDialog
from nkdesk.ui.common.field_words import problem_words
from nkdesk.ui.common.fields import Field
from nkdesk.ui.common.patient_titles import patient_titles
from nkdesk.ui.common.product_effect_words import effect_words
from nkdesk.ui.common.settling import settling

SETTLES_MS = 90
SIZE = (1088, 568)
FIELDS = 480
PANEL = 560
LARGE = 15
"""Pixels of text above which fields and preview stand under one another."""
LEAST = 300


@dataclass(frozen=True, slots=True)
class Concerned:
    """Whom a change is about, and in which ward."""

    desk: Desk
    line: PatientLine
    sample: bool


class ChangeDialog(FormDialog):
    """A dialog about one change. ``saved`` after success.

    What derives from it says how to ask and to save (``_ask``, ``_save``), and how it reads.
    """

    def __init__(
        self, parent: QWidget | None, title: str, about: Concerned, kind: ChangeKind
    ) -> None:
        super().__init__(parent, title, sample=about.sample)
        self._desk = about.desk
        self._titles = patient_titles(about.desk, about.line.patient.id)
        self.saved: Saved | None = None
        self.preview = ChangePreview(read_at=0)
        self.add_banner(about.line)
        self.cause = CauseFields(
            change_reasons(kind, about.desk), clinical_factors(about.desk), self
        )
        self.cause.asked.connect(self._bring_up)
        self.panel = ChangePanel(self.tr("This is not possible as it stands"))
        self._roomy = self.fontInfo().pixelSize() <= LARGE
        self.panel.setMinimumSize(PANEL, 0 if self._roomy else LEAST)
        self.body.setContentsMargins(16, 0, 12, 8)
        self.body.setSpacing(8)
        self._settle = settling(self, SETTLES_MS, self.refresh)
        self.finished.connect(self._settle.stop)
        self.save = self.add_verb(self._verb_unready(), "main")
        self.save.clicked.connect(self.confirm)
        self.add_verb(self._keep_words()).clicked.connect(self.reject)
        self.resize(*SIZE)

    @property
    def settle(self) -> QTimer:
        """The wait between the last letter typed and the preview."""
        return self._settle

    def refresh(self) -> None:
        """Work the preview out anew and show it."""
        self._settle.stop()
        answer = self.attempt(self._ask)
        if answer is None:
            return
        self.preview = answer
        self._show_preview(answer)
        ready = not answer.refused and not answer.problems and self._ready(answer)
        self.save.setEnabled(ready)
        self.save.setText(self._verb(answer) if ready else self._verb_unready())
        self.save.setAccessibleName(self.save.text())

    def confirm(self) -> None:
        """Save what is shown; what was typed since is shown first and not saved yet."""
        if self._settle.isActive():
            self.refresh()
            self.show_problems([], [self.tr("The dates have just changed. Look at them first.")])
            return
        if not self.save.isEnabled():
            return
        answer = self.attempt(self._saved_or_redrawn)
        if isinstance(answer, Saved):
            self.saved = answer
            self.accept()
        elif answer is not None:
            self.show_unsaved(answer, self._titles)

    def _saved_or_redrawn(self) -> Saved | Unsaved | None:
        try:
            return self._save(self.preview.read_at)
        except StoreConflictError:
            self.refresh()
            words = self.tr(
                "Somebody changed the plan meanwhile. This is how it would look now. "
                "Look at it and confirm again."
            )
            self.show_problems([], [words])
            self._area.verticalScrollBar().setValue(0)
            return None

    def _ask(self) -> ChangePreview:
        """Return what the change would do."""
        raise NotImplementedError

    def _save(self, read_at: int) -> Saved | Unsaved:
        """Save the change on the revision that was shown."""
        raise NotImplementedError

    def _ready(self, preview: ChangePreview) -> bool:
        """Whether there is something to save: a change that a person would see."""
        return any(seen_to_change(row) for row in preview.rows)

    def _verb(self, preview: ChangePreview) -> str:
        """Return what the main button does, with what and how many."""
        raise NotImplementedError

    def _verb_unready(self) -> str:
        """Return the main button's words while nothing can be saved."""
        raise NotImplementedError

    def _keep_words(self) -> str:
        """Return the words of the button that changes nothing."""
        return self.tr("Keep as planned")

    def _ways_out(self, preview: ChangePreview) -> list[WayOut]:
        """Return what would be possible instead, as buttons."""
        del preview
        return []

    def _words(self, preview: ChangePreview) -> str:
        """Return the sentence above before and after."""
        del preview
        return ""

    def _after(self, preview: ChangePreview) -> str:
        """Return the sentence beneath before and after."""
        return stale_lists_words(preview.rows)

    def _waiting_words(self) -> str:
        """Return what is still missing for a preview."""
        return self.tr("Fill in what is missing: every item appears here, before and after.")

    def _show_preview(self, preview: ChangePreview) -> None:
        self._show_typing_errors(preview.problems)
        if preview.refused is not None:
            rules = dict.fromkeys(
                broken_rule_text(rule, self._titles) for rule in preview.refused.broken
            )
            self.panel.show_refused(list(rules), self._ways_out(preview))
        elif preview.problems:
            self.panel.show_waiting(self._waiting_words())
        else:
            words, after = self._words(preview), self._after(preview)
            self.panel.table.know_products(preview.products)
            self.panel.show_change(preview.rows, words, self._warnings(preview), after)

    def _warnings(self, preview: ChangePreview) -> list[str]:
        """Return the cycles that leave, the rules broken afterwards, and the products concerned."""
        broken = [broken_rule_text(rule, self._titles) for rule in preview.unsettled]
        return [f"▲ {words}" for words in (*leaving_words(preview), *broken, *self._lost(preview))]

    def _lost(self, preview: ChangePreview) -> list[str]:
        """Return what becomes of the doses that the change leaves without their infusion."""
        told = [(one.address, *effect_words(one)) for one in preview.products]
        titles = self._titles
        return [f"{titles.get(name, name)}: {words}" for name, words, wrong in told if wrong]

    def _show_typing_errors(self, problems: tuple[FieldProblem, ...]) -> None:
        """Say what is wrong with what was typed; what is missing is said on saving."""
        wrong = {one.field: one for one in problems if one.code is not FieldCode.MISSING}
        for name, problem in wrong.items():
            field = self.fields.get(name)
            if field is not None and not field.entry.hasFocus():
                field.refuse(problem_words(problem))

    def _add_cause(self) -> None:
        """Put the reasons above the buttons, where they never scroll away.

        With large text there is no room for that: before and after, the reasons and what they
        ask for then follow one another in one column.
        """
        self.add_field(self.cause.reason)
        if self._roomy:
            self.add_beside(self.panel)
            self._area.setMaximumWidth(FIELDS)
            self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the tab key brings it into view
            self.add_below(_strip(self.cause.reason))
        else:
            self.body.addWidget(self.panel)
            self.body.addWidget(self.cause.reason)
        for field in (self.cause.factor, self.cause.grade, self.cause.note):
            self.body.addWidget(self.add_field(field))

    def _watch(self, *fields: Field) -> None:
        """Show the preview anew when one of these changes, at once or when the hand rests."""
        for field in fields:
            field.changed.connect(self._settle.start)

    def _bring_up(self, field: Field | None) -> None:
        if field is not None:
            QTimer.singleShot(0, self, lambda: self._area.ensureWidgetVisible(field))


def _strip(field: Field) -> QFrame:
    strip = QFrame()
    strip.setProperty("ground", "foot")
    column = QVBoxLayout(strip)
    column.setContentsMargins(16, 4, 16, 6)
    column.addWidget(field)
    return strip
