"""A failure of the program, said plainly, with a report that can be copied."""

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from nkdesk.ui.common.dialog import FormDialog
from nkdesk.ui.common.labels import plain


class BugDialog(FormDialog):
    """Says that nothing half done was saved; the report holds no patient data."""

    def __init__(self, parent: QWidget | None, report: str) -> None:
        super().__init__(parent, self.tr("Something in nkdesk failed"), sample=False)
        words = self.tr(
            "Nothing is ever half saved. If you were saving something, look whether it is there"
            " before you do it again. If this comes again, close nkdesk and open it anew."
        )
        self.body.addWidget(plain(words))
        self.report = QPlainTextEdit(report)
        self.report.setReadOnly(True)
        self.report.setMinimumHeight(160)
        self.report.setAccessibleName(self.tr("Report without patient data"))
        self.body.addWidget(self.report)
        copy = self.add_verb(self.tr("Copy report"))
        copy.clicked.connect(self.copy)
        self.go_on = self.add_verb(self.tr("Back to nkdesk"), "main")
        self.go_on.clicked.connect(self.accept)
        self.resize(640, 400)

    def copy(self) -> None:
        """Put the report on the clipboard."""
        QGuiApplication.clipboard().setText(self.report.toPlainText())
