"""What is known of a lot's tests, beside the fields of a form; it scrolls by itself."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from nkdesk.services.product_models import TestLine
from nkdesk.ui.common.labels import heading
from nkdesk.ui.common.lines import Lines
from nkdesk.ui.common.paragraph import Run
from nkdesk.ui.products.test_lines import test_lines

PANEL = 410
LARGE = 15
"""Pixels of text above which the tests stand under the fields, not beside them."""


class TestsPanel(QFrame):
    """``say`` puts lines above the tests: what they mean for what is about to be done."""

    __test__ = False

    def __init__(self, title: str, tests: Sequence[TestLine]) -> None:
        super().__init__()
        self.setProperty("ground", "card")
        self._told = Lines()
        self.lines = Lines(test_lines(tests))
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(14, 8, 8, 8)
        column.setSpacing(8)
        column.addWidget(heading(title))
        column.addWidget(self._told)
        column.addWidget(self.lines)
        column.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inner)
        area.setAccessibleName(title)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(1, 1, 1, 1)
        outer.addWidget(area)

    def say(self, lines: Sequence[Sequence[Run]]) -> None:
        """Say what the tests mean."""
        self._told.show_lines(lines)

    @property
    def said(self) -> list[str]:
        """What stands above the tests."""
        return self._told.texts
