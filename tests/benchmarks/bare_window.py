"""A bare Qt window that says when it is painted, and ends: what nkdesk's start is compared with."""

import json
import sys

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow


class BareWindow(QMainWindow):
    """An empty window of nkdesk's smallest size."""

    def paintEvent(self, event):
        """Say so once the first paint is through."""
        super().paintEvent(event)
        QTimer.singleShot(0, self.painted)

    def painted(self):
        """Tell whoever started us, and end."""
        sys.stdout.write(json.dumps({"event": "painted"}) + "\n")
        sys.stdout.flush()
        QApplication.quit()


if __name__ == "__main__":
    application = QApplication([])
    window = BareWindow()
    window.resize(1093, 574)
    window.show()
    sys.exit(application.exec())
