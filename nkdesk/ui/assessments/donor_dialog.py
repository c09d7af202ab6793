"""The family donor of a patient's cells."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from nkdesk.model.patient import Sex
from nkdesk.services.eligibility_models import DonorForm
from nkdesk.services.evidence import RELATIONS, save_donor
from nkdesk.services.forms import Saved, Unsaved
from nkdesk.sheets.wording.people import sex_text
from nkdesk.ui.assessments.form import About, EvidenceDialog
from nkdesk.ui.common.donor_words import relation_words
from nkdesk.ui.common.fields import FLOWING, DateField, TextField, chips
from nkdesk.ui.common.labels import plain
from nkdesk.ui.common.typed_dates import typed_date

SIZE = (820, 540)


class DonorDialog(EvidenceDialog):
    """``about.donor`` is the donor known, to be put right; another person begins anew."""

    def __init__(self, parent: QWidget | None, about: About) -> None:
        super().__init__(parent, self._title(about), about)
        self._add_fields()
        if about.donor is not None:
            words = self.tr(
                "Where neither the name nor the birth date stays, it is another person: their "
                "results begin with nothing."
            )
            self.body.addWidget(plain(words, tone="caution"))
        self._ready(self.tr("Save the donor"), self.tr("Leave without saving"))
        self.resize(*SIZE)
        self.fields["family"].setFocus()

    def value(self) -> DonorForm:
        """Return the form as typed."""
        typed = {name: field.value() for name, field in self.fields.items()}
        return DonorForm(self._about.line.patient.id, **typed)

    def _write(self) -> Saved | Unsaved:
        return save_donor(self._desk, self.value())

    def _title(self, about: About) -> str:
        return self.tr("Donor") if about.donor is None else self.tr("Change the donor")

    def _add_fields(self) -> None:
        known = self._about.donor
        sexes = [(one.value, sex_text(one)) for one in Sex]
        relations = [(code, relation_words(code)) for code in RELATIONS]
        family = TextField("family", self.tr("Family name"), known.family if known else "")
        given = TextField("given", self.tr("Given name"), known.given if known else "")
        born = DateField("born", self.tr("Born"), typed_date(known.born) if known else "")
        sex = chips("sex", self.tr("Sex"), sexes, FLOWING)
        relation = chips("relation", self.tr("To the patient"), relations, FLOWING)
        if known is not None:
            sex.choose(known.sex)
            relation.choose(known.relation)
        for fields in ((family, given), (born, sex), (relation,)):
            row = QHBoxLayout()
            row.setSpacing(12)
            for field in fields:
                row.addWidget(self.add_field(field), 1, Qt.AlignmentFlag.AlignTop)
            self.body.addLayout(row)
