"""The mark of a sample ward: an orange frame and words over every window."""

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from nkdesk.ui.common.labels import heading, tint
from nkdesk.ui.common.theme import colour

FRAME = 4


def sample_words() -> str:
    """Return what stands over every window of a sample ward."""
    return QCoreApplication.translate("SampleFrame", "SAMPLE WARD - not real patients")


class SampleFrame(QWidget):
    """Holds a window's content; in a sample ward it paints the frame and says so."""

    def __init__(self, content: QWidget, *, sample: bool = False) -> None:
        super().__init__()
        self._column = QVBoxLayout(self)
        self._column.setSpacing(0)
        self._words = heading(sample_words(), "strong")
        tint(self._words, "on_sample")
        self._words.setContentsMargins(12, 0, 12, 3)
        self._words.setAccessibleName(sample_words())
        self._column.addWidget(self._words)
        self._column.addWidget(content, 1)
        self.mark(sample=sample)

    def mark(self, *, sample: bool) -> None:
        """Show the frame, or take it away."""
        side = FRAME if sample else 0
        self._column.setContentsMargins(side, side, side, side)
        self._words.setVisible(sample)
        self._sample = sample
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the frame under the content."""
        shade = colour("sample" if self._sample else "ground")
        QPainter(self).fillRect(self.rect(), shade)
