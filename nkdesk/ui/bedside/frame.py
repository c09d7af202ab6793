"""The frame of the infusion record: banner, readiness, four steps, a page, and who is writing."""

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from nkdesk.services.desk import Desk
from nkdesk.services.infusions import end_reasons, pause_reasons, reaction_terms
from nkdesk.sheets.wording.day import spoken
from nkdesk.ui.bedside.pages import Pages
from nkdesk.ui.bedside.readiness_bar import ReadinessBar
from nkdesk.ui.bedside.step_bar import StepBar
from nkdesk.ui.common.chosen import ChosenItem
from nkdesk.ui.common.dialog import FormDialog
from nkdesk.ui.common.fields import TextField
from nkdesk.ui.common.labels import plain

SIZE = (1088, 568)


class BedsideFrame(FormDialog):
    """The patient is at the top of every page; the buttons below act on what is in view."""

    def __init__(
        self, parent: QWidget | None, desk: Desk, chosen: ChosenItem, *, sample: bool
    ) -> None:
        super().__init__(parent, chosen.name, sample=sample)
        self.add_banner(chosen.line)
        self.bar = ReadinessBar()
        self.add_aside(self.bar)
        self.steps = StepBar()
        self.head.addWidget(self.steps)
        self.notice = Notice()
        self.body.addWidget(self.notice)
        self.titles = code_titles(desk)
        self.pages = Pages(desk.clock.now, end_reasons(desk), self.titles)
        self.body.addWidget(self.pages)
        self.body.setContentsMargins(16, 8, 16, 8)
        self.body.setSpacing(8)
        self.person = ByField(desk.actor)
        self._verbs.insertWidget(0, self.person, 1)
        self._add_verbs()
        self.resize(*SIZE)

    def _add_verbs(self) -> None:
        self.main: QPushButton = self.add_verb("", "main")
        self.late = self.add_verb(self.tr("Enter from paper…"))
        self.leave = self.add_verb(self.tr("Close"))
        self.leave.clicked.connect(self.reject)


def code_titles(desk: Desk) -> dict[str, str]:
    """Return the words of every reason and every term of a reaction by its code."""
    known = [(one.code, one.title) for one in (*end_reasons(desk), *pause_reasons(desk))]
    known += [(one.code, one.title) for one in reaction_terms()]
    return {code: spoken(title) for code, title in known}


class Notice(QFrame):
    """One sentence in its own ground; hidden while there is nothing to say."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("ground", "caution")
        self.said: QLabel = plain()
        row = QVBoxLayout(self)
        row.setContentsMargins(14, 6, 14, 6)
        row.addWidget(self.said)
        self.hide()

    def say(self, words: str) -> None:
        """Say it; "" takes it away."""
        self.said.setText(words)
        self.setVisible(bool(words))
        self.setAccessibleName(words)


class ByField(TextField):
    """Who is writing, in one line; it stands ready with whoever opened the ward."""

    def __init__(self, person: str) -> None:
        super().__init__("person", self.tr("Recorded by"), person)
        self.label.hide()
        self.line.setToolTip(self.label_words)
        self.line.setMaximumWidth(260)
        inline = QHBoxLayout()
        inline.setContentsMargins(0, 0, 0, 0)
        words = plain(self.label_words, tone="quiet")
        words.setWordWrap(False)
        inline.addWidget(words)
        inline.addWidget(self.line, 1)
        inline.addStretch(1)
        column = self.layout()
        if isinstance(column, QVBoxLayout):
            column.insertLayout(0, inline)
