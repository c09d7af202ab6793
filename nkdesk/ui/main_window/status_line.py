"""The status line: who is working, what was last saved, how the day stands, what was just said."""

from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

from nkdesk.sheets.wording.dates import clock_text
from nkdesk.ui.common.labels import button, plain

if TYPE_CHECKING:
    from nkdesk.services.read_models import DayList

SHOWN_FOR_MS = 8000


class StatusLine(QFrame):
    """One line at the foot of the window; it never holds a patient's name."""

    undo_asked = Signal()
    backups_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("ground", "foot")
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 3, 14, 3)
        row.setSpacing(20)
        self.actor, self.saved, self.counts, self.said = (plain(tone="quiet") for _ in range(4))
        for label in (self.actor, self.saved, self.counts, self.said):
            label.setWordWrap(label is self.said)  # a refusal is never cut off
            label.setProperty("rank", "small")
        row.addWidget(self.actor)
        row.addWidget(self.saved)
        self.undo = button("", "link")
        self.undo.setProperty("tone", "accent")
        self.undo.clicked.connect(self.undo_asked)
        self.undo.hide()
        row.addWidget(self.undo)
        row.addWidget(self.said, 1)
        self.backup = self._backup_link()
        row.addWidget(self.backup)
        row.addWidget(self.counts)
        self._quiet = QTimer(self)
        self._quiet.setSingleShot(True)
        self._quiet.setInterval(SHOWN_FOR_MS)
        self._quiet.timeout.connect(lambda: self._speak(""))

    def _backup_link(self) -> QPushButton:
        link = button("", "link")
        link.setProperty("tone", "quiet")
        link.clicked.connect(self.backups_asked)
        link.hide()
        return link

    def show_ward(self, ward: str, actor: str) -> None:
        """Name the ward and who is working."""
        self.actor.setText(f"{ward}  ·  {actor}")

    def show_undo(self, words: str) -> None:
        """Name the step that could be taken back, one click away; "" while there is none."""
        self.undo.setText(words)
        self.undo.setAccessibleName(words)
        self.undo.setVisible(bool(words))

    def show_backup(self, words: str, *, warns: bool) -> None:
        """Say how old the newest backup is, one click from all of them; a warning has its sign."""
        said = f"▲ {words}" if warns else words
        self.backup.setProperty("tone", "overdue" if warns else "quiet")
        self.backup.style().unpolish(self.backup)
        self.backup.style().polish(self.backup)
        self.backup.setText(said)
        self.backup.setAccessibleName(words)
        self.backup.setVisible(True)
        self.backup.updateGeometry()

    def show_saved(self, moment: datetime, step: int) -> None:
        """Say when the newest step was saved; its number stands in the tooltip, to name it by."""
        self.saved.setText(self.tr("saved {time}").format(time=clock_text(moment)))
        words = self.tr("Saved at {time} as step {step} of the ward's journal")
        self.saved.setToolTip(words.format(time=_to_the_second(moment), step=step))

    def show_list(self, day: "DayList") -> None:
        """Say how the day stands, and as of when."""
        words = self.tr("overdue {overdue} · due {due} · as of {time}")
        said = words.format(overdue=day.overdue, due=day.due, time=clock_text(day.as_of))
        self.counts.setText(said)
        words = self.tr("Read at {time}, after step {step} of the ward's journal")
        self.counts.setToolTip(words.format(time=_to_the_second(day.as_of), step=day.revision))

    def say(self, words: str) -> None:
        """Say something in passing; it stays for eight seconds and is read aloud."""
        self._speak(words)
        self._quiet.start()

    def _speak(self, words: str) -> None:
        """Say it in the room of what stands there always; "" gives the room back."""
        self.said.setText(words)
        self.said.setAccessibleName(words)
        for label in (self.actor, self.counts):
            label.setVisible(not words)


def _to_the_second(moment: datetime) -> str:
    return f"{moment.hour:02d}:{moment.minute:02d}:{moment.second:02d}"
