"""A waiver: an investigator's signed deviation that one criterion shall not count, and why."""

from PySide6.QtWidgets import QWidget

from nkdesk.services.desk import Desk
from nkdesk.services.eligibility_models import EligibilityCheck, WaiverForm
from nkdesk.services.forms import Saved, Unsaved
from nkdesk.services.gate import waive
from nkdesk.services.problems import StoreConflictError
from nkdesk.sheets.wording.day import spoken
from nkdesk.sheets.wording.eligibility import rule_mark_text
from nkdesk.sheets.wording.evidence import evidence_text
from nkdesk.ui.common.dialog import FormDialog
from nkdesk.ui.common.fields import NoteField, TextField
from nkdesk.ui.common.labels import heading, plain
from nkdesk.ui.gate.rows import ShownRow


class WaiverDialog(FormDialog):
    """Nothing stands ready: an investigator types reason and name. ``saved`` after success."""

    def __init__(
        self,
        parent: QWidget | None,
        desk: Desk,
        about: tuple[EligibilityCheck, ShownRow],
        *,
        sample: bool,
    ) -> None:
        self._check, self._shown = about
        super().__init__(parent, self.tr("Waive a criterion"), sample=sample)
        self._desk = desk
        self.saved: Saved | None = None
        self.add_banner(self._check.line)
        text = spoken(self._shown.criterion.text)
        self.body.addWidget(heading(text[:1].upper() + text[1:]))
        self.body.addWidget(plain(self._found(), tone="quiet"))
        self.body.addWidget(plain(self._explained(), tone="caution"))
        self.reason = NoteField("reason", self.tr("Reason"))
        self.investigator = TextField("investigator", self.tr("Investigator who decides"))
        for field in (self.reason, self.investigator):
            self.body.addWidget(self.add_field(field))
        self.save = self.add_verb(self.tr("Waive this criterion"), "main")
        self.save.clicked.connect(self.confirm)
        self.add_verb(self.tr("Do not waive")).clicked.connect(self.reject)
        self.resize(900, 566)
        self.reason.setFocus()

    @property
    def typed(self) -> bool:
        """Whether a reason or a name was typed."""
        return bool(self.reason.value().strip() or self.investigator.value().strip())

    def confirm(self) -> None:
        """Save the deviation on what was shown."""
        answer = self.attempt(self._saved_or_stale)
        if isinstance(answer, Saved):
            self.saved = answer
            self.accept()
        elif answer is not None:
            self.show_unsaved(answer)

    def _saved_or_stale(self) -> Saved | Unsaved | None:
        form = WaiverForm(
            self._check.line.patient.id,
            self._check.cycle,
            self._shown.criterion.id,
            self.reason.value(),
            self.investigator.value(),
        )
        try:
            return waive(self._desk, form, self._check.read_at)
        except StoreConflictError:
            words = self.tr(
                "Somebody changed something meanwhile. Close this and look at the check again; "
                "what you typed stays here until then."
            )
            self.show_problems([], [words])
            return None

    def _found(self) -> str:
        evidence = [evidence_text(one, self._shown.on) for one in self._shown.row.verdict.evidence]
        return "\n".join([rule_mark_text(self._shown.row), *evidence])

    def _explained(self) -> str:
        return self.tr(
            "A waiver is a deviation from the protocol, recorded as one, for this patient and this "
            "cycle. HIV, consent and the donor's serology can never be waived; a missing or "
            "expired result must be obtained."
        )
