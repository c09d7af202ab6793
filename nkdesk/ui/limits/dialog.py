"""The limits of normal the ward measures by, and the versions of the consent form.

Which table holds is said by the site's laboratory, never by the trial. Source: the eligibility
format.
"""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from nkdesk.services.desk import Desk
from nkdesk.services.eligibility_models import UlnChoiceForm
from nkdesk.services.evidence import add_uln_table, choose_uln, uln_tables
from nkdesk.services.forms import Saved
from nkdesk.services.uln import MAX_BYTES, UlnFileError, read_uln_table
from nkdesk.sheets.wording.day import spoken
from nkdesk.ui.common.dialog import FormDialog
from nkdesk.ui.common.fields import ChoiceField, DateField, cards
from nkdesk.ui.common.labels import button, heading, plain
from nkdesk.ui.common.paragraph import unbroken
from nkdesk.ui.common.table_model import TableModel
from nkdesk.ui.common.wrap_delegate import make_table
from nkdesk.ui.limits.consent_panel import ConsentVersionsPanel
from nkdesk.ui.limits.words import (
    in_force_words,
    row_columns,
    table_in_force,
    table_line,
    table_title,
)

if TYPE_CHECKING:
    from nkdesk.model.evidence import UlnRow

SIZE = (1080, 564)
_AGE = 1


class LimitsDialog(FormDialog):
    """Each choice is saved as a step of its own; ``changed`` says in words what was saved.

    ``file_asked`` asks for the site's own file, which comes back through ``add_file``.
    """

    changed = Signal(str)
    file_asked = Signal()

    def __init__(self, parent: QWidget | None, desk: Desk, *, sample: bool) -> None:
        super().__init__(parent, self.tr("Limits of normal and consent"), sample=sample)
        self._desk = desk
        self._tables = uln_tables(desk)
        self.in_force = plain()
        self.in_force.setProperty("rank", "strong")
        self.table_hash = ChoiceField("table_hash", self.tr("Table of limits of normal"))
        self.valid_from = DateField("valid_from", self.tr("For samples from this day on"))
        self.model: TableModel[UlnRow] = TableModel(row_columns(), self)
        self.rows = make_table(self.model, {}, _AGE, whole=True)
        self.rows.setAccessibleName(self.tr("Rows of the table"))
        self.consents = ConsentVersionsPanel(desk)
        for field in self.consents.fields:
            self.add_field(field)
        self._lay_out()
        self.table_hash.changed.connect(self._show_rows)
        self.consents.save.clicked.connect(self._save_version)
        self._buttons()
        self._show()
        self.resize(*SIZE)
        self.table_hash.setFocus()

    @property
    def typed(self) -> bool:
        """Whether something was typed that is not saved; looking at a table is not."""
        return bool(self.valid_from.value() or self.consents.typed)

    def value(self) -> UlnChoiceForm:
        """Return the choice as typed."""
        return UlnChoiceForm(self.table_hash.value(), self.valid_from.value())

    def confirm(self) -> None:
        """Save the choice of the table; refusals stay beside their fields."""
        answer = self.attempt(lambda: choose_uln(self._desk, self.value()))
        if isinstance(answer, Saved):
            self.show_problems([], [])
            self.valid_from.put("")
            self._show()
            self.changed.emit(self.tr("Limits of normal: {words}").format(words=self._told()))
        elif answer is not None:
            self.show_unsaved(answer)

    def add_file(self, path: Path) -> None:
        """Add the site's own table, or show every error in it by its line."""
        try:
            with path.open("rb") as file:
                raw = file.read(MAX_BYTES + 1)
        except OSError:
            words = self.tr("{name} cannot be read. Choose a file this computer can open.")
            self.show_problems([], [words.format(name=path.name)])
            return
        read = read_uln_table(raw)
        if isinstance(read, tuple):
            self._show_faults(path.name, read)
            return
        answer = self.attempt(lambda: add_uln_table(self._desk, raw))
        if isinstance(answer, Saved):
            self.show_problems([], [])
            self._show()
            words = self.tr("Added: {table} {version}. It holds once it is chosen.")
            self.changed.emit(words.format(table=spoken(read.title), version=read.version))
        elif answer is not None:
            words = self.tr("{name} holds a table that is here already.")
            self.show_problems([], [words.format(name=path.name)])

    def _show_faults(self, name: str, faults: tuple[UlnFileError, ...]) -> None:
        head = self.tr("{name} was not added: {n} errors.").format(name=name, n=len(faults))
        line = self.tr("Line {line}, {key}: {problem} {remedy}")
        told = [
            line.format(line=one.line, key=one.key, problem=one.problem, remedy=one.remedy)
            for one in faults
        ]
        self.show_problems([], [head, *told])
        self._area.verticalScrollBar().setValue(0)

    def _told(self) -> str:
        return in_force_words(table_in_force(self._tables, self._desk.clock.today()))

    def _show(self) -> None:
        """Show the tables as they now stand; the table looked at stays chosen."""
        self._tables = uln_tables(self._desk)
        in_force = table_in_force(self._tables, self._desk.clock.today())
        self.in_force.setText(unbroken(in_force_words(in_force)))
        offered = [(one.hash, table_title(one), table_line(one, in_force)) for one in self._tables]
        self.table_hash.offer(cards(offered))
        if not self.table_hash.value() and in_force is not None:
            self.table_hash.choose(in_force.hash)
        self._show_rows()

    def _show_rows(self) -> None:
        chosen = next((one for one in self._tables if one.hash == self.table_hash.value()), None)
        self.model.show(() if chosen is None else chosen.table.rows)
        self.rows.fit()
        self.rows.setVisible(chosen is not None)

    def _save_version(self) -> None:
        answer = self.attempt(self.consents.write)
        if isinstance(answer, Saved):
            self.show_problems([], [])
            told = self.consents.take_over()
            self.changed.emit(self.tr("Consent version saved: {version}").format(version=told))
        elif answer is not None:
            self.show_unsaved(self.consents.renamed(answer))
            self._area.verticalScrollBar().setValue(0)

    def _lay_out(self) -> None:
        self.body.addWidget(heading(self.tr("Limits of normal")))
        self.body.addWidget(self.in_force)
        words = self.tr("The trial names no table: the site's laboratory says which one holds.")
        self.body.addWidget(plain(words, tone="quiet"))
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self.add_field(self.valid_from), 1, Qt.AlignmentFlag.AlignTop)
        own = button(self.tr("Add the site's own file…"))
        own.clicked.connect(self.file_asked)
        row.addWidget(own, 0, Qt.AlignmentFlag.AlignBottom)
        self.body.addWidget(self.add_field(self.table_hash))
        self.body.addLayout(row)
        self.body.addWidget(self.rows)
        self.add_beside(self.consents)

    def _buttons(self) -> None:
        self.save = self.add_verb(self.tr("Use the chosen table from that day"), "main")
        self.save.clicked.connect(self.confirm)
        self.add_verb(self.tr("Close")).clicked.connect(self.reject)
