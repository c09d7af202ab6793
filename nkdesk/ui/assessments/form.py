"""The shape of every form that enters evidence: whom it is about, what saving says."""

from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from nkdesk.model.evidence import Donor
from nkdesk.services.desk import Desk
from nkdesk.services.forms import Saved, Unsaved
from nkdesk.services.read_models import PatientLine
from nkdesk.ui.assessments.words import donor_words
from nkdesk.ui.common.dialog import FormDialog
from nkdesk.ui.common.labels import plain


@dataclass(frozen=True, slots=True)
class About:
    """Whose evidence it is, and in which ward. ``donor`` None: the patient's own."""

    desk: Desk
    line: PatientLine
    sample: bool
    donor: Donor | None = None


class EvidenceDialog(FormDialog):
    """A form about one person. ``saved`` after success; what derives says how to save."""

    def __init__(self, parent: QWidget | None, title: str, about: About) -> None:
        super().__init__(parent, title, sample=about.sample)
        self._about = about
        self._desk = about.desk
        self.saved: Saved | None = None
        self._as_opened: object = None
        self.add_banner(about.line)
        if about.donor is not None:
            words = plain(donor_words(about.donor, about.desk.clock.today()))
            words.setProperty("rank", "strong")
            words.setContentsMargins(16, 6, 16, 0)
            self.head.addWidget(words)

    @property
    def typed(self) -> bool:
        """Whether anything was changed since the form opened."""
        return self.value() != self._as_opened

    def value(self) -> object:
        """Return the form as typed."""
        raise NotImplementedError

    def confirm(self) -> None:
        """Save; refusals stay beside their fields."""
        answer = self.attempt(self._write)
        if isinstance(answer, Saved):
            self.saved = answer
            self.accept()
        elif answer is not None:
            self._refuse(answer)

    def _write(self) -> Saved | Unsaved:
        """Save the form."""
        raise NotImplementedError

    def _refuse(self, answer: Unsaved) -> None:
        self.show_unsaved(answer)

    def _ready(self, verb: str, leave: str) -> None:
        """Add the two buttons; from here on, what is typed counts as typed."""
        self.save = self.add_verb(verb, "main")
        self.save.clicked.connect(self.confirm)
        self.add_verb(leave).clicked.connect(self.reject)
        self._as_opened = self.value()
