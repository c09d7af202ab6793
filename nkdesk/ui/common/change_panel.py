"""Beside a change: everything it would do, or every rule in its way and what would do instead."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from nkdesk.services.change_forms import ChangeRow
from nkdesk.ui.common.change_table import ChangeTable
from nkdesk.ui.common.dropping import drop_item
from nkdesk.ui.common.flow import FlowLayout
from nkdesk.ui.common.labels import button, heading, plain

WayOut = tuple[str, Callable[[], None]]
"""A button: its words, and what it does."""


class ChangePanel(QFrame):
    """Three faces: a sentence while something is missing, before and after, or the refusal."""

    def __init__(self, refused: str) -> None:
        super().__init__()
        self.setProperty("ground", "card")
        self.title = heading(self.tr("Before and after. Nothing is saved yet."))
        self.words = plain()
        self.warnings = plain()
        self._warning_box = _box("caution", self.warnings)
        self.refusal = plain()
        self.ways = QWidget()
        self._ways = FlowLayout(self.ways)
        self._refusal_box = _box("refused", heading(refused, "strong"), self.refusal, self.ways)
        self.table = ChangeTable()
        self.after = plain(tone="quiet")
        self.foot = QVBoxLayout()
        self._lay_out()
        self.show_waiting("")

    def show_waiting(self, words: str) -> None:
        """Say what is still missing for a preview."""
        self._face(words, table=False)

    def show_change(
        self, rows: Sequence[ChangeRow], words: str, warnings: Sequence[str], after: str
    ) -> None:
        """Show every item before and after; ``warnings`` are listed above, ``after`` beneath."""
        self._face(words, table=True)
        self.warnings.setText("\n".join(warnings))
        self._warning_box.setVisible(bool(warnings))
        self.after.setText(after)
        self.after.setVisible(bool(after))
        self.table.show_rows(rows)

    def show_refused(self, lines: Sequence[str], ways: Sequence[WayOut]) -> None:
        """Show every broken rule, and what would be possible as buttons."""
        self._face("", table=False)
        self.refusal.setText("\n".join(f"• {line}" for line in lines))
        while self._ways.count():
            drop_item(self._ways.takeAt(0))
        for words, act in ways:
            way = button(words)
            way.clicked.connect(lambda _=False, act=act: act())
            self._ways.addWidget(way)
        self.ways.setVisible(bool(ways))
        self._refusal_box.show()

    @property
    def is_refused(self) -> bool:
        """Whether the refusal is shown."""
        return not self._refusal_box.isHidden()

    def _face(self, words: str, *, table: bool) -> None:
        self.words.setText(words)
        self.words.setVisible(bool(words))
        for part in (self._warning_box, self._refusal_box, self.after):
            part.hide()
        self.table.setVisible(table)

    def _lay_out(self) -> None:
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(14, 8, 14, 8)
        column.setSpacing(8)
        for part in (self.title, self.words, self._warning_box, self._refusal_box):
            column.addWidget(part)
        column.addLayout(self.foot)
        column.addWidget(self.table)
        column.addWidget(self.after)
        column.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidget(inner)
        area.setAccessibleName(self.title.text())
        outer = QVBoxLayout(self)
        outer.setContentsMargins(1, 1, 1, 1)
        outer.addWidget(area)


def _box(ground: str, *parts: QWidget) -> QFrame:
    box = QFrame()
    box.setProperty("ground", ground)
    column = QVBoxLayout(box)
    column.setContentsMargins(12, 8, 12, 8)
    column.setSpacing(6)
    for part in parts:
        column.addWidget(part)
    return box
