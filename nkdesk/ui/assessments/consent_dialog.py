"""A signed consent form: which version, in which language, who signed, what the child said."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from nkdesk.services.eligibility_models import ConsentForm
from nkdesk.services.evidence import (
    ASSENTS,
    DONOR_SIGNERS,
    LANGUAGES,
    SIGNERS,
    add_consent,
    consent_versions,
)
from nkdesk.services.forms import Saved, Unsaved
from nkdesk.sheets.wording.dates import date_text
from nkdesk.ui.assessments.form import About, EvidenceDialog
from nkdesk.ui.assessments.words import assent_words, language_words, signer_words
from nkdesk.ui.common.chip import Chip
from nkdesk.ui.common.fields import FLOWING, DateField, Field, NoteField, chips
from nkdesk.ui.common.flow import FlowLayout
from nkdesk.ui.common.labels import plain
from nkdesk.ui.common.typed_dates import typed_date

SIZE = (880, 560)


class ConsentDialog(EvidenceDialog):
    """Nothing is chosen beforehand. Versions are entered beside the limits of normal."""

    def __init__(self, parent: QWidget | None, about: About) -> None:
        super().__init__(parent, self._title(about), about)
        self._add_fields()
        self._ready(self.tr("Save the consent"), self.tr("Leave without saving"))
        self.resize(*SIZE)
        self.fields["version"].setFocus()

    def value(self) -> ConsentForm:
        """Return the form as typed."""
        return ConsentForm(
            patient_id=self._about.line.patient.id,
            version=self.fields["version"].value(),
            language=self.fields["language"].value(),
            signed=self.fields["signed"].value(),
            signers=self.signers.codes(),
            assent=self.fields["assent"].value(),
            note=self.fields["note"].value(),
            donor=self._about.donor is not None,
        )

    def _write(self) -> Saved | Unsaved:
        return add_consent(self._desk, self.value())

    def _title(self, about: About) -> str:
        if about.donor is not None:
            return self.tr("Enter the donor's consent")
        return self.tr("Enter a consent")

    def _add_fields(self) -> None:
        donor = self._about.donor is not None
        versions = self._versions()
        languages = [(code, language_words(code)) for code in LANGUAGES]
        assents = [(code, assent_words(code)) for code in ASSENTS]
        who = DONOR_SIGNERS if donor else SIGNERS
        self.signers = ManyField("signers", self.tr("Signed by (one or more)"), _named(who))
        today = typed_date(self._desk.clock.today())
        version = self.tr("Version of the consent form")
        self._rows(
            (chips("version", version, versions, FLOWING),),
            (
                chips("language", self.tr("Language"), languages, FLOWING),
                DateField("signed", self.tr("Signed on"), today),
            ),
            (self.signers,),
            (chips("assent", self.tr("Assent of a child (where asked)"), assents, FLOWING),),
            (NoteField("note", self.tr("Note (may stay empty)")),),
        )

    def _rows(self, *rows: Sequence[Field]) -> None:
        for fields in rows:
            row = QHBoxLayout()
            row.setSpacing(12)
            for field in fields:
                row.addWidget(self.add_field(field), 1, Qt.AlignmentFlag.AlignTop)
            self.body.addLayout(row)

    def _versions(self) -> list[tuple[str, str]]:
        known = consent_versions(self._desk)
        if not known:
            words = self.tr(
                "No version of the consent form is known yet. Enter it first: Protocols, "
                "Limits of normal and consent."
            )
            self.body.addWidget(plain(words, tone="caution"))
        from_day = self.tr("{version} (from {day})")
        return [
            (one.version, from_day.format(version=one.version, day=date_text(one.valid_from)))
            for one in reversed(known)
        ]


class ManyField(Field):
    """Any number of a few, each a rounded button in full view."""

    def __init__(self, name: str, label: str, choices: Sequence[tuple[str, str]]) -> None:
        holder = QWidget()
        row = FlowLayout(holder)
        self.buttons = {code: Chip(words, f"{label}: {words}") for code, words in choices}
        for one in self.buttons.values():
            row.addWidget(one)
        super().__init__(name, label, holder)
        for one in self.buttons.values():
            one.toggled.connect(lambda _on: self.changed.emit())
        self.setFocusProxy(next(iter(self.buttons.values())))

    def codes(self) -> tuple[str, ...]:
        """Return the codes chosen, in the order offered."""
        return tuple(code for code, one in self.buttons.items() if one.isChecked())

    def value(self) -> str:
        """Return the codes chosen as one text."""
        return " ".join(self.codes())


def _named(codes: Sequence[str]) -> list[tuple[str, str]]:
    return [(code, signer_words(code)) for code in codes]
