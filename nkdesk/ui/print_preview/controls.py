"""The buttons beside the pages: print, save, which printer, how the page lies, names or codes."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QMenu, QPushButton, QVBoxLayout, QWidget

from nkdesk.sheets.list_options import ListOptions, Names, Orientation
from nkdesk.ui.common.labels import button, heading, plain
from nkdesk.ui.common.theme import GAP

_WIDE = 186


class PrintControls(QWidget):
    """``first`` is the button under Enter: Print, or Save PDF where there is no printer."""

    print_asked = Signal()
    save_asked = Signal()
    leave_asked = Signal()
    options_changed = Signal()

    def __init__(self, printers: list[str], *, choices: bool = True) -> None:
        super().__init__()
        self.printer = printers[0] if printers else ""
        self.setFixedWidth(_WIDE)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(GAP)
        self.first = self._first(printers)
        self.lying: dict[str, QPushButton] = {}
        self.names: dict[str, QPushButton] = {}
        if choices:
            self._offer_choices()
        self._column.addStretch(1)
        leave = button(self.tr("Close"), spoken=self.tr("Close without printing"))
        leave.clicked.connect(self.leave_asked)
        self._column.addWidget(leave)

    def _offer_choices(self) -> None:
        self.lying = self._pair(
            self.tr("Page"),
            [
                (Orientation.LANDSCAPE.value, self.tr("Landscape")),
                (Orientation.PORTRAIT.value, self.tr("Portrait")),
            ],
        )
        self.names = self._pair(
            self.tr("Names"),
            [(Names.FULL.value, self.tr("Full")), (Names.CODES_ONLY.value, self.tr("Codes only"))],
        )

    def options(self) -> ListOptions:
        """Return how a sheet with choices is to be printed."""
        return ListOptions(Orientation(_checked(self.lying)), Names(_checked(self.names)))

    def _first(self, printers: list[str]) -> QPushButton:
        if not printers:
            save = self._verb(self.tr("Save PDF…"), "main")
            save.clicked.connect(self.save_asked)
            why = self.tr("No printer is set up on this computer, so it is saved as PDF.")
            self._column.addWidget(plain(why, tone="quiet"))
            return save
        first = self._verb(self.tr("Print"), "main")
        first.clicked.connect(self.print_asked)
        self._verb(self.tr("Save PDF…"), "").clicked.connect(self.save_asked)
        self._choice_of(printers)
        return first

    def _choice_of(self, printers: list[str]) -> None:
        chosen = self._verb(self.printer, "")
        chosen.setAccessibleName(self.tr("Printer: {name}").format(name=self.printer))
        menu = QMenu(chosen)
        for name in printers:
            action = menu.addAction(name)
            action.triggered.connect(lambda _=False, name=name: self._take(chosen, name))
        chosen.setMenu(menu)

    def _take(self, chosen: QPushButton, name: str) -> None:
        self.printer = name
        chosen.setText(name)

    def _verb(self, words: str, weight: str) -> QPushButton:
        made = button(words, weight)
        made.setAutoDefault(True)
        self._column.addWidget(made)
        return made

    def _pair(self, title: str, choices: list[tuple[str, str]]) -> dict[str, QPushButton]:
        self._column.addSpacing(4)
        self._column.addWidget(heading(title, "strong"))
        group = QButtonGroup(self)
        made = {code: button(words, "chip", spoken=f"{title}: {words}") for code, words in choices}
        for one in made.values():
            one.setCheckable(True)
            group.addButton(one)
            self._column.addWidget(one)
        next(iter(made.values())).setChecked(True)
        group.buttonToggled.connect(lambda _one, on: self.options_changed.emit() if on else None)
        return made


def _checked(buttons: dict[str, QPushButton]) -> str:
    return next(code for code, one in buttons.items() if one.isChecked())
