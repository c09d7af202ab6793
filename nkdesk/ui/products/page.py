"""Everything of one recipient's products: donor, holds, lots with their tests and doses."""

from datetime import date
from typing import cast

from PySide6.QtWidgets import QFrame, QPushButton, QScrollArea, QVBoxLayout, QWidget

from nkdesk.model.product import Hold
from nkdesk.services.product_models import RecipientProducts
from nkdesk.ui.common.banner import PatientBanner
from nkdesk.ui.common.empty_state import EmptyState
from nkdesk.ui.common.labels import plain
from nkdesk.ui.products.asks import Asks, ask_on_click
from nkdesk.ui.products.donor_card import DonorCard
from nkdesk.ui.products.foot import ProductsFoot
from nkdesk.ui.products.holds_card import HoldLine, open_holds
from nkdesk.ui.products.lot_card import LotCard


class RecipientPage(QWidget):
    """Banner and foot stay in view, what stands between them scrolls."""

    def __init__(self, asks: Asks) -> None:
        super().__init__()
        self._asks = asks
        self.found: RecipientProducts | None = None
        self.lots: list[LotCard] = []
        self.holds: list[HoldLine] = []
        self.donor: DonorCard | None = None
        self._banner: PatientBanner | None = None
        self.foot = ProductsFoot(asks)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setAccessibleName(self.tr("Products of the chosen patient"))
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(self._area, 1)
        self._column.addWidget(self.foot)
        self.show_nobody()

    def show_nobody(self) -> None:
        """Ask for a patient to be chosen."""
        self.found = None
        self._show_banner()
        self.foot.show_recipient(None)
        self._fill(
            EmptyState(
                self.tr("Choose a patient"),
                self.tr("Donor, lots and doses of the patient you choose stand here."),
            )
        )

    def show_recipient(self, found: RecipientProducts, today: date) -> None:
        """Show a recipient; of the same one, place and unfolded lots stay."""
        same = self.found is not None and self.found.line.patient.id == found.line.patient.id
        place = self._area.verticalScrollBar().value() if same else 0
        unfolded = {card.view.lot.id for card in self.lots if card.unfold.isChecked()}
        held = self._held()
        self.found = found
        self._show_banner()
        self.foot.show_recipient(found)
        self._fill(self._content(found, today, unfolded))
        self._area.verticalScrollBar().setValue(place)
        self._hold_again(held)

    def _content(self, found: RecipientProducts, today: date, unfolded: set[int]) -> QWidget:
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(10, 8, 10, 10)
        column.setSpacing(8)
        self.holds = [
            self._hold_line(found, one) for one in open_holds(found.holds) if one.lot_id is None
        ]
        self.donor = DonorCard(found, self._asks, today)
        self.lots = [
            LotCard(one, self._asks, unfolded=one.lot.id in unfolded) for one in found.lots
        ]
        for card in (*self.holds, self.donor, *self.lots):
            column.addWidget(card)
        if words := self._waiting_words(found):
            column.addWidget(plain(words, tone="quiet"))
        column.addStretch(1)
        return content

    def _held(self) -> str:
        """Return by its name what has the keyboard, maybe under a form; it is made anew."""
        focused = cast("QWidget | None", self.window().focusWidget())  # Qt may have none
        inside = focused is not None and self._area.isAncestorOf(focused)
        return focused.accessibleName() if inside and focused is not None else ""

    def _hold_again(self, name: str) -> None:
        """Give the keyboard back to what goes by that name, else to what always stands there."""
        if not name:
            return
        buttons = self._area.findChildren(QPushButton)
        again = [one for one in buttons if one.accessibleName() == name and one.isEnabled()]
        (again[0] if again else self.foot.order).setFocus()

    def _hold_line(self, found: RecipientProducts, hold: Hold) -> HoldLine:
        line = HoldLine(hold)
        ask_on_click(line.lift, self._asks.lift, found, hold)
        return line

    def _waiting_words(self, found: RecipientProducts) -> str:
        if found.rules is None:
            return self.tr("The protocol of this patient says nothing of a product.")
        if not found.lots and found.donor is not None:
            return self.tr("No lot yet. A lot is bound to this donor and this patient for ever.")
        return ""

    def _show_banner(self) -> None:
        if self.found is None:
            if self._banner is not None:
                self._banner.hide()
            return
        if self._banner is None:
            self._banner = PatientBanner(self.found.line, small=True)
            self._column.insertWidget(0, self._banner)
        self._banner.show_line(self.found.line)
        self._banner.show()

    def _fill(self, content: QWidget) -> None:
        self._area.setWidget(content)
