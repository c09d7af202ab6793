"""The ward's protocols: which version, on whose approval, from which content."""

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from nkdesk.model.protocol import ProtocolStatus
from nkdesk.services.desk import Desk
from nkdesk.services.protocols import StoredProtocol, protocol_list
from nkdesk.sheets.wording.dates import date_text
from nkdesk.sheets.wording.day import spoken
from nkdesk.ui.common.chosen import ChosenItem
from nkdesk.ui.common.labels import button, plain
from nkdesk.ui.common.paragraph import Run
from nkdesk.ui.common.table_model import Column, TableModel
from nkdesk.ui.common.theme import GAP, colour
from nkdesk.ui.common.wrap_delegate import chosen_row, make_table

translate = QCoreApplication.translate
HASH_LETTERS = 8
_NAME, _STATUS = 0, 2


class ProtocolsScreen(QWidget):
    """Lists versions; a chosen site version can be approved, an example says why it cannot."""

    add_asked = Signal()
    approve_asked = Signal(object)
    limits_asked = Signal()
    titled = Signal(str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.tools: QWidget | None = None
        self.main_button = button(self.tr("Add file…"), "main", spoken=self.tr("Add protocol file"))
        self.main_button.clicked.connect(self.add_asked)
        self.model: TableModel[StoredProtocol] = TableModel(protocol_columns(), self)
        self.table = make_table(self.model, {_NAME: _name_lines, _STATUS: _status_lines}, _NAME)
        self.table.setAccessibleName(self.tr("Protocols"))
        self.table.selectionModel().selectionChanged.connect(self._show_choice)
        self.approve = button(self.tr("Approve…"))
        self.approve.clicked.connect(self._ask_approval)
        self.limits = button(self.tr("Limits of normal and consent…"))
        self.limits.clicked.connect(self.limits_asked)
        self.said = plain(tone="quiet")
        foot = QHBoxLayout()
        foot.setSpacing(GAP)
        foot.addWidget(self.limits)
        foot.addWidget(self.approve)
        foot.addWidget(self.said, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 10, 12, 12)
        column.addWidget(self.table, 1)
        column.addLayout(foot)
        self.setFocusProxy(self.table)

    @property
    def chosen_item(self) -> ChosenItem | None:
        """A protocol holds nothing to record."""
        return None

    @property
    def title(self) -> str:
        """What the top line says."""
        return self.tr("Protocols")

    def refresh(self) -> None:
        """Read the list anew."""
        self.model.show(protocol_list(self._desk))
        self.table.fit()
        self._show_choice()

    def reread(self, *, elsewhere: bool = False) -> None:
        """Read the list anew."""
        del elsewhere  # versions are only ever added
        self.refresh()

    def _show_choice(self) -> None:
        row = chosen_row(self.table)
        can = isinstance(row, StoredProtocol) and _approvable(row)
        self.approve.setVisible(can)
        if not isinstance(row, StoredProtocol):
            self.said.setText(self.tr("Choose a version to see what can be done with it."))
        elif row.status is ProtocolStatus.EXAMPLE:
            words = self.tr(
                "An example cannot be approved: its unpublished days and doses are not the site's. "
                "Add the site's own file."
            )
            self.said.setText(words)
        else:
            self.said.setText(approval_words(row))

    def _ask_approval(self) -> None:
        row = chosen_row(self.table)
        if isinstance(row, StoredProtocol) and _approvable(row):
            self.approve_asked.emit(row)


def approval_words(row: StoredProtocol) -> str:
    """Return who approved a version, or that nobody has."""
    if row.approved_at is None:
        return translate("Protocols", "Not approved: no patient can be planned on it yet.")
    words = translate("Protocols", "Approved {day} by {first} and {second}")
    return words.format(
        day=date_text(row.approved_at.date()), first=row.physician, second=row.second_person
    )


def _approvable(row: StoredProtocol) -> bool:
    return row.status is ProtocolStatus.SITE and not row.approved


def protocol_columns() -> list[Column[StoredProtocol]]:
    """Return the columns, left to right."""
    return [
        Column(translate("Protocols", "Protocol"), lambda row: f"{row.id} {spoken(row.title)}"),
        Column(translate("Protocols", "Version"), lambda row: row.version, width=90),
        Column(translate("Protocols", "Status"), _status, width=230),
        Column(translate("Protocols", "Content"), lambda row: row.hash[:HASH_LETTERS], width=110),
        Column(
            translate("Protocols", "Added"),
            lambda row: date_text(row.added_at.date()),
            lambda row: row.added_at.isoformat(),
            120,
        ),
    ]


def _status(row: StoredProtocol) -> str:
    if row.status is ProtocolStatus.EXAMPLE:
        return translate("Protocols", "EXAMPLE, never approved")
    return approval_words(row)


def _status_lines(row: StoredProtocol) -> list[list[Run]]:
    tone = "given" if row.approved else "caution"
    return [[Run(_status(row), shade=colour(tone))]]


def _name_lines(row: StoredProtocol) -> list[list[Run]]:
    title = Run(spoken(row.title), shade=colour("quiet"), size=0.93)
    return [[Run(row.id, bold=True)], [title]]
