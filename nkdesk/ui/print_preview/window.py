"""Print preview: the pages as they will be, with Print under the Enter key."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QStandardPaths, Qt, QTimer
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from nkdesk.services.problems import StoreError
from nkdesk.sheets.list_options import ListOptions, Orientation, PrintStamp
from nkdesk.ui.common.labels import plain
from nkdesk.ui.common.sample_frame import SampleFrame
from nkdesk.ui.print_preview.controls import PrintControls
from nkdesk.ui.print_preview.in_hand import Register, same_rows
from nkdesk.ui.print_preview.outlet import (
    SHEET_ERRORS,
    Gone,
    Job,
    Kept,
    printer_names,
    problem_words,
    save_as_pdf,
    send_to_printer,
)
from nkdesk.ui.print_preview.sheet_kinds import Sheet

A4_LONG, A4_SHORT = 11.69, 8.27
MOST_DOTS = 96
_ROUND_THE_PAGE = 26
SIZE = (1060, 548)


class PrintPreview(QDialog):
    """``went`` says where the sheet went, "" while it has not."""

    def __init__(
        self,
        parent: QWidget | None,
        sheet: Sheet,
        *,
        actor: str,
        now: Callable[[], datetime],
        register: Register | None = None,
    ) -> None:
        super().__init__(parent)
        self.sheet = sheet
        self._actor, self._now, self._register = actor, now, register
        self.went = ""
        self.pages: list[QLabel] = []
        self.setWindowTitle(sheet.title)
        self.controls = PrintControls(printer_names(), choices=sheet.has_choices)
        self.controls.print_asked.connect(self.print_now)
        self.controls.save_asked.connect(self.save_pdf)
        self.controls.leave_asked.connect(self.reject)
        self.controls.options_changed.connect(self._show_pages)
        self.problem = plain(tone="refused")
        self._problem_box = QFrame()
        self._problem_box.setProperty("ground", "refused")
        QVBoxLayout(self._problem_box).addWidget(self.problem)
        self._problem_box.hide()
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setAccessibleName(self.tr("Pages"))
        self._lay_out()
        self.resize(*SIZE)
        self.controls.first.setFocus()
        QTimer.singleShot(0, self, self._show_pages)

    def print_now(self) -> None:
        """Print, or where there is no printer save as PDF."""
        if not self.controls.printer:
            self.save_pdf()
            return
        self._let_go(lambda job: send_to_printer(job, self.controls.printer))

    def save_pdf(self) -> None:
        """Ask for a place and save the sheet there."""
        path = self.ask_for_place()
        if path is not None:
            self._let_go(lambda job: save_as_pdf(job, path))

    def ask_for_place(self) -> Path | None:
        """Return where a person wants the PDF, None when they think better of it."""
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        proposed = Path(folder) / self.sheet.file_name
        words = self.sheet.save_words
        chosen, _ = QFileDialog.getSaveFileName(self, words, str(proposed), "PDF (*.pdf)")
        if not chosen:
            return None
        path = Path(chosen)
        named = path.with_name(f"{path.name}.pdf")
        return path if path.suffix.lower() == ".pdf" or named.exists() else named

    def _let_go(self, leave: Callable[[Job], Gone | Kept]) -> None:
        """Let the sheet leave as it is now: read once more, and registered under its number.

        What has changed since it was shown is shown first; nobody prints what they did not see.
        """
        if self._register is None:
            self._finish(leave(self._job()))
        elif self._is_still_true(self._register):
            self._finish(self._leave_registered(self._register, leave))

    def _is_still_true(self, register: Register) -> bool:
        """Whether the sheet, read once more, says what is shown; else it is shown anew."""
        try:
            fresh = register.read()
        except StoreError as error:
            self._say(f"{error.sentence} {error.next_step}")
            return False
        if fresh is None or not same_rows(fresh, self.sheet):
            self._show_changed(fresh)
            return False
        self.sheet = fresh
        return True

    def _leave_registered(
        self, register: Register, leave: Callable[[Job], Gone | Kept]
    ) -> Gone | Kept:
        number = register.enter(self.sheet)
        answer = leave(self._job(number))
        if isinstance(answer, Kept):
            register.take_back(number)
        elif self.sheet.content is not None and not number:
            return Gone(f"{answer.words} {self._unwatched()}")
        return answer

    def _show_changed(self, fresh: Sheet | None) -> None:
        if fresh is None:
            self._say(self.tr("There is nothing left to print: it was changed in the meantime."))
            return
        self.sheet = fresh
        self._show_pages()
        self._say(
            self.tr(
                "Something on this sheet has changed since it was opened. It is shown as it is "
                "now: look at it again, then print."
            )
        )

    def _unwatched(self) -> str:
        return self.tr("It has no number: nkdesk cannot say when it is out of date.")

    def _finish(self, answer: Gone | Kept) -> None:
        if isinstance(answer, Gone):
            self.went = answer.words
            self.accept()
            return
        self._say(answer.words)

    def _say(self, words: str) -> None:
        self.problem.setText(words)
        self._problem_box.setVisible(bool(words))

    def _job(self, number: str = "") -> Job:
        return Job(self.sheet, self._stamp(number), self._options())

    def _stamp(self, number: str = "") -> PrintStamp:
        return PrintStamp(printed_at=self._now(), printed_by=self._actor, number=number)

    def _options(self) -> ListOptions:
        if not self.sheet.has_choices:
            return self.sheet.first_options
        return self.controls.options()

    def _show_pages(self) -> None:
        self._say("")
        try:
            pictures = self.sheet.pages(self._stamp(), self._options(), self._dots_an_inch())
        except SHEET_ERRORS as error:
            self._say(problem_words(error))
            pictures = []
        self._area.setWidget(self._sheet_column(pictures))

    def _dots_an_inch(self) -> int:
        """Return the scale at which the whole width of a page is in view."""
        lying = self._options().orientation is Orientation.LANDSCAPE
        inches = A4_LONG if lying else A4_SHORT
        room = self._area.viewport().width() - 2 * _ROUND_THE_PAGE
        return round(min(MOST_DOTS, room / inches) * self.devicePixelRatioF())

    def _sheet_column(self, pictures: list[QImage]) -> QWidget:
        column = QWidget()
        lay = QVBoxLayout(column)
        lay.setSpacing(14)
        self.pages = []
        for number, picture in enumerate(pictures, 1):
            page = plain()
            picture.setDevicePixelRatio(self.devicePixelRatioF())
            page.setPixmap(QPixmap.fromImage(picture))
            page.setAlignment(Qt.AlignmentFlag.AlignCenter)
            words = self.tr("Page {n} of {all}").format(n=number, all=len(pictures))
            page.setAccessibleName(words)
            self.pages.append(page)
            lay.addWidget(page)
        lay.addStretch(1)
        return column

    def _lay_out(self) -> None:
        content = QWidget()
        content.setAutoFillBackground(True)
        row = QHBoxLayout(content)
        row.setContentsMargins(12, 12, 12, 12)
        row.setSpacing(12)
        row.addWidget(self.controls)
        right = QVBoxLayout()
        right.addWidget(self._problem_box)
        right.addWidget(self._area, 1)
        row.addLayout(right, 1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(SampleFrame(content, sample=self.sheet.sample))
