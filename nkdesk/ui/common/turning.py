"""The controls that turn the days in sight: back, on, and to today."""

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from nkdesk.ui.common.icons import icon
from nkdesk.ui.common.labels import button
from nkdesk.ui.common.theme import GAP, TARGET

translate = QCoreApplication.translate


@dataclass(frozen=True, slots=True)
class TurnWords:
    """What the three controls say; ``now`` stands on the button, ``to_now`` is spoken."""

    back: str
    onward: str
    now: str
    to_now: str


class TurningTools(QWidget):
    """``turned`` carries how many weeks or months; ``today_asked`` leads to the present one."""

    turned = Signal(int)
    today_asked = Signal()

    def __init__(self, words: TurnWords) -> None:
        super().__init__()
        self.back = _sign("left", words.back, "Ctrl+←")
        self.onward = _sign("right", words.onward, "Ctrl+→")
        self.today = button(words.now, spoken=words.to_now)
        self.today.setToolTip(_with_key(words.to_now, "Ctrl+T"))
        self.back.clicked.connect(lambda: self.turned.emit(-1))
        self.onward.clicked.connect(lambda: self.turned.emit(1))
        self.today.clicked.connect(self.today_asked)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP)
        for one in (self.back, self.onward, self.today):
            row.addWidget(one)


def _sign(picture: str, words: str, key: str) -> QPushButton:
    sign = button("", "sign", spoken=words)
    sign.setIcon(icon(picture))
    sign.setToolTip(_with_key(words, key))
    sign.setFixedWidth(TARGET)
    return sign


def _with_key(words: str, key: str) -> str:
    return translate("Turning", "{words}  ({key})").format(words=words, key=key)
