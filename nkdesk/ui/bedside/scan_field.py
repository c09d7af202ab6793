"""A field a scanner types into: whatever the keyboard layout, ended by Enter.

A scanner is a keyboard: under a Russian or Belarusian layout its codes arrive as Cyrillic letters.
They are read back as the keys that were meant, and the field says that it did so.
"""

from PySide6.QtCore import Signal

from nkdesk.bedside.scanning import as_latin
from nkdesk.ui.common.fields import TextField


class ScanField(TextField):
    """``scanned`` follows an Enter with something in the field that can be read."""

    scanned = Signal()

    def __init__(self, name: str, label: str) -> None:
        super().__init__(name, label, hint=self.tr("Scan, or type and press Enter"))
        self.line.returnPressed.connect(self._end)
        self.line.textEdited.connect(lambda _text: self.echo(""))

    def read(self) -> bool:
        """Say how the scan was read; return whether it can be read at all."""
        if not self.value().strip():
            self.refuse(self.tr("Scan it, or type it and press Enter."))
            return False
        scan = as_latin(self.value().strip())
        if scan is None:
            words = self.tr("These letters come from no one keyboard layout. Scan again.")
            self.refuse(words)
            self.line.selectAll()
            return False
        if scan.corrected:
            words = self.tr("Scanner typed Cyrillic letters; corrected: {text}")
            self.echo(words.format(text=scan.text))
        return True

    def _end(self) -> None:
        if self.read():
            self.scanned.emit()
