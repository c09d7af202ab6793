"""Every command of the window once: its words, its key, and nothing else.

Clinical commands lie on F-keys, which work whatever the keyboard layout. No single-letter keys.
"""

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from nkdesk.ui.rail_order import Place, place_words

Keys = tuple[str, ...]


class Actions(QObject):
    """The commands. The window connects them; help lists them in this order."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self.all: list[QAction] = []
        self.help = self._add(self.tr("Keys and help"), "F1")
        self.record = self._add(self.tr("Record as given, an infusion at the bed"), "F2")
        self.defer = self._add(self.tr("Defer or move"), "F3")
        self.not_given = self._add(self.tr("Record as not given"), "F4")
        self.again = self._add(self.tr("Read and sort again"), "F5")
        self.second_check = self._add(self.tr("Second check at the bed"), "F6")
        self.replace = self._add(self.tr("Place the ward's infusions anew"), "F9")
        self.lab_days = self._add(self.tr("Laboratory days"), "Shift+F9")
        self.full_screen = self._add(self.tr("Full screen"), "F11")
        self.print = self._add(self.tr("Print the day's list"), "Ctrl+P")
        self.find = self._add(self.tr("Find a patient"), "Ctrl+F")
        self.new_patient = self._add(self.tr("Add a patient"), "Ctrl+N")
        self.undo = self._add(self.tr("Undo your newest step"), "Ctrl+Z")
        self.today = self._add(self.tr("Go to today"), "Ctrl+T")
        self.earlier = self._add(self.tr("Previous day"), "Ctrl+Left")
        self.later = self._add(self.tr("Next day"), "Ctrl+Right")
        self.backups = self._add(self.tr("Backups and restore"), "Ctrl+B")
        self.screens = {place: self._add(place_words(place), place.key) for place in Place}
        self.larger = self._add(self.tr("Larger text"), "Ctrl++", "Ctrl+=")
        self.smaller = self._add(self.tr("Smaller text"), "Ctrl+-")
        self.usual = self._add(self.tr("Usual text size"), "Ctrl+0")
        self.leave = self._add(self.tr("Leave or go back"), "Esc")

    def _add(self, words: str, *keys: str) -> QAction:
        action = QAction(words, self)
        action.setShortcuts([QKeySequence(key) for key in keys])
        self._window.addAction(action)
        self.all.append(action)
        return action
