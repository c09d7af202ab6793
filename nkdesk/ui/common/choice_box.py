"""A closed list one opens to choose from, with a sign that it opens."""

from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QComboBox

from nkdesk.ui.common.theme import TARGET, colour

_LETTERS = 7


class ChoiceBox(QComboBox):
    """As narrow as a few letters; its list is as wide as its words. The wheel never changes it."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setMinimumHeight(TARGET)
        self.setSizeAdjustPolicy(self.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(_LETTERS)
        self.currentTextChanged.connect(self.setToolTip)

    def offer(self, choices: list[tuple[str, str]]) -> None:
        """Offer (code, words) instead of what there is; a choice still offered stays."""
        chosen = self.code
        held = self.blockSignals(True)  # noqa: FBT003 -- Qt has no words for it
        self.clear()
        for code, words in choices:
            self.addItem(words, code)
        self.setCurrentIndex(max(0, self.findData(chosen)))
        self.view().setMinimumWidth(self.view().sizeHintForColumn(0) + 24)
        self.blockSignals(held)

    @property
    def code(self) -> str:
        """The code chosen, "" while there is none."""
        return str(self.currentData() or "")

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the sign at the right end."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(colour("quiet"), 1.7))
        x, y = self.width() - 18.0, self.height() / 2
        points = [QPointF(x - 5, y - 2.5), QPointF(x, y + 2.5), QPointF(x + 5, y - 2.5)]
        painter.drawPolyline(QPolygonF(points))
