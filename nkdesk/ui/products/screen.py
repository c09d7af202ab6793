"""Donors, lots and doses of all patients: a list on the left, everything of one on the right."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from nkdesk.services.desk import Desk
from nkdesk.services.product import products_board
from nkdesk.services.product_models import ProductsBoard, RecipientProducts
from nkdesk.ui.common.chosen import ChosenItem
from nkdesk.ui.common.dropping import drop_item
from nkdesk.ui.common.empty_state import EmptyState
from nkdesk.ui.common.filter_bar import FilterBar
from nkdesk.ui.common.labels import button
from nkdesk.ui.common.table_model import TableModel
from nkdesk.ui.common.text_size import BASE_PIXELS
from nkdesk.ui.common.wrap_delegate import chosen_row, make_table
from nkdesk.ui.products.asks import Asks
from nkdesk.ui.products.columns import WHO, recipient_columns, recipient_lines
from nkdesk.ui.products.narrowing import Narrowing
from nkdesk.ui.products.page import RecipientPage

_LIST = 300
_WIDEST = 1.1
"""How much wider the list becomes at most with larger text: the products must stay in sight."""


class ProductsScreen(QWidget):
    """Nobody is chosen beforehand (H01); Enter opens the chosen patient's page."""

    patient_asked = Signal(int)
    patients_asked = Signal()
    titled = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.board: ProductsBoard | None = None
        self.asks = Asks(self)
        self.narrowing = Narrowing(self)
        self.narrowing.changed.connect(self._show)
        self.tools: QWidget | None = self.narrowing.tools()
        self.main_button: QWidget | None = None
        self.bar = FilterBar()
        self.bar.cleared.connect(self.narrowing.clear)
        self.model: TableModel[RecipientProducts] = TableModel(recipient_columns(), self)
        self.table = make_table(self.model, {WHO: recipient_lines}, WHO)
        self.table.setAccessibleName(self.tr("Patients and their products"))
        self.table.activated.connect(lambda _index: self._open())
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._show_chosen())
        self.page = RecipientPage(self.asks)
        self._lay_out()
        self.setFocusProxy(self.table)

    @property
    def chosen_item(self) -> ChosenItem | None:
        """Nothing is recorded from here: an infusion is opened at the bedside."""
        return None

    @property
    def title(self) -> str:
        """What the top line says."""
        return self.tr("Products")

    @property
    def chosen(self) -> RecipientProducts | None:
        """The recipient in view."""
        row = chosen_row(self.table)
        return row if isinstance(row, RecipientProducts) else None

    def refresh(self) -> None:
        """Read the board anew and sort it."""
        self.board = products_board(self._desk)
        self._show()

    def reread(self, *, elsewhere: bool = False) -> None:
        """Read anew; the rows keep their places under the hand, the chosen patient stays."""
        del elsewhere  # the board is read whole either way
        before = [row.line.patient.id for row in self.board.recipients] if self.board else []
        self.refresh_in(before)

    def refresh_in(self, order: list[int]) -> None:
        """Read anew and keep an order of patients; new ones come last."""
        found = products_board(self._desk)
        places = {patient: place for place, patient in enumerate(order)}
        rows = sorted(
            found.recipients, key=lambda row: places.get(row.line.patient.id, len(places))
        )
        self.board = ProductsBoard(tuple(rows), found.sample, found.as_of, found.revision)
        self._show()

    def choose(self, patient_id: int) -> None:
        """Choose a recipient."""
        for place, row in enumerate(self.model.rows):
            if row.line.patient.id == patient_id:
                self.table.selectRow(place)

    def _open(self) -> None:
        if self.chosen is not None:
            self.patient_asked.emit(self.chosen.line.patient.id)

    def _show(self) -> None:
        if self.board is None:
            return
        wanted, chosen = self.narrowing.wanted, self.chosen
        rows = [row for row in self.board.recipients if wanted.keeps(row)]
        self.model.show(rows)
        self.table.fit()
        self.bar.show_counts(len(rows), len(self.board.recipients), active=wanted.is_active)
        if chosen is not None:
            self.choose(chosen.line.patient.id)
        self._show_chosen()
        if rows:
            self._stack.setCurrentIndex(0)
        else:
            self._show_none(filtered=wanted.is_active)

    def _show_chosen(self) -> None:
        if self.chosen is None:
            self.page.show_nobody()
        else:
            self.page.show_recipient(self.chosen, self._desk.clock.today())

    def _show_none(self, *, filtered: bool) -> None:
        if filtered:
            way = button(self.tr("Show everybody"), "main")
            way.clicked.connect(self.narrowing.clear)
            title = self.tr("Nobody is left by this filter")
            sentence = self.tr("Products are found by patient, trial ID, lot and bag number.")
        else:
            way = button(self.tr("Go to patients"), "main")
            way.clicked.connect(self.patients_asked)
            title = self.tr("No patient is in this ward")
            sentence = self.tr("Donors and lots are entered once a patient is enrolled.")
        while self._stack.count() > 1:
            drop_item(self._stack.takeAt(1))
        self._stack.addWidget(EmptyState(title, sentence, way))
        self._stack.setCurrentIndex(1)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.bar)
        holder = QWidget()
        self._stack = QStackedLayout(holder)
        both = QWidget()
        row = QHBoxLayout(both)
        row.setContentsMargins(10, 10, 0, 0)
        row.setSpacing(0)
        larger = min(_WIDEST, self.fontInfo().pixelSize() / BASE_PIXELS)
        self.table.setFixedWidth(round(_LIST * larger))
        row.addWidget(self.table)
        row.addWidget(self.page, 1)
        self._stack.addWidget(both)
        column.addWidget(holder, 1)
