"""Evidence that counts no more: entered by mistake, or a consent taken back. It stays readable."""

from PySide6.QtWidgets import QWidget

from nkdesk.model.evidence import Consent, Observation
from nkdesk.services.eligibility_models import StrikeForm, WithdrawalForm
from nkdesk.services.evidence import strike_consent, strike_observation, withdraw_consent
from nkdesk.services.forms import Saved, Unsaved
from nkdesk.sheets.wording.dates import day_text
from nkdesk.sheets.wording.evidence import value_text
from nkdesk.ui.assessments.form import About, EvidenceDialog
from nkdesk.ui.assessments.words import consent_words, signed_by_words
from nkdesk.ui.common.fields import DateField, NoteField
from nkdesk.ui.common.labels import heading, plain
from nkdesk.ui.common.typed_dates import typed_date

SIZE = (760, 500)


class StrikeDialog(EvidenceDialog):
    """``found`` is a result or a consent, ``named`` what it is a result of."""

    def __init__(
        self, parent: QWidget | None, about: About, found: Observation | Consent, named: str
    ) -> None:
        super().__init__(parent, self._title(), about)
        self._found = found
        self.body.addWidget(heading(named))
        self.body.addWidget(plain(_told(found)))
        words = self.tr("It will count no more and stay readable, with your reason.")
        self.body.addWidget(plain(words, tone="quiet"))
        self.why = NoteField("why", self.tr("Why it was a mistake"))
        self.body.addWidget(self.add_field(self.why))
        self._ready(self.tr("Strike it out"), self.tr("Keep it"))
        self.resize(*SIZE)
        self.why.setFocus()

    def value(self) -> StrikeForm:
        """Return the form as typed."""
        return StrikeForm(self._found.id, self.why.value())

    def _title(self) -> str:
        return self.tr("Entered by mistake")

    def _write(self) -> Saved | Unsaved:
        strike = strike_consent if isinstance(self._found, Consent) else strike_observation
        return strike(self._desk, self.value())


class WithdrawDialog(EvidenceDialog):
    """A consent taken back on a day. ``saved`` after success."""

    def __init__(self, parent: QWidget | None, about: About, consent: Consent) -> None:
        super().__init__(parent, self._title(), about)
        self._consent = consent
        self.body.addWidget(heading(consent_words(consent)))
        self.body.addWidget(plain(signed_by_words(consent), tone="quiet"))
        today = typed_date(self._desk.clock.today())
        self.on = DateField("on", self.tr("Withdrawn on"), today)
        self.why = NoteField("why", self.tr("By whom, and why"))
        for field in (self.on, self.why):
            self.body.addWidget(self.add_field(field))
        self._ready(self.tr("Save the withdrawal"), self.tr("Keep the consent"))
        self.resize(*SIZE)
        self.why.setFocus()

    def value(self) -> WithdrawalForm:
        """Return the form as typed."""
        return WithdrawalForm(self._consent.id, self.on.value(), self.why.value())

    def _title(self) -> str:
        return self.tr("Consent withdrawn")

    def _write(self) -> Saved | Unsaved:
        return withdraw_consent(self._desk, self.value())


def _told(found: Observation | Consent) -> str:
    if isinstance(found, Consent):
        return f"{consent_words(found)}\n{signed_by_words(found)}"
    parts = (value_text(found), day_text(found.on), found.source, found.entered_by)
    return " · ".join(part for part in parts if part)
