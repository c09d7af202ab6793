"""The shape of every form that enters evidence: whom it is about."""

from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from nkdesk.model.evidence import Donor
from nkdesk.services.desk import Desk
from nkdesk.services.read_models import PatientLine
from nkdesk.ui.assessments.words import donor_words
from nkdesk.ui.common.entry_dialog import EntryDialog
from nkdesk.ui.common.labels import plain


@dataclass(frozen=True, slots=True)
class About:
    """Whose evidence it is, and in which ward. ``donor`` None: the patient's own."""

    desk: Desk
    line: PatientLine
    sample: bool
    donor: Donor | None = None


class EvidenceDialog(EntryDialog):
    """A form about one person."""

    def __init__(self, parent: QWidget | None, title: str, about: About) -> None:
        super().__init__(parent, title, sample=about.sample)
        self._about = about
        self._desk = about.desk
        self.add_banner(about.line)
        if about.donor is not None:
            words = plain(donor_words(about.donor, about.desk.clock.today()))
            words.setProperty("rank", "strong")
            words.setContentsMargins(16, 6, 16, 0)
            self.head.addWidget(words)
