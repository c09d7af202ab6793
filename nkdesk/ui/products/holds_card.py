"""What holds infusions back: each hold in its words, and how it is lifted."""

from collections.abc import Sequence

from PySide6.QtWidgets import QFrame, QHBoxLayout

from nkdesk.model.product import Hold
from nkdesk.model.readiness import Go
from nkdesk.sheets.wording.holds import hold_kind_text, hold_text
from nkdesk.sheets.wording.readiness import go_symbol
from nkdesk.ui.common.labels import button
from nkdesk.ui.common.lines import Lines
from nkdesk.ui.common.paragraph import Run
from nkdesk.ui.common.theme import GAP, colour


class HoldLine(QFrame):
    """One hold that nobody has lifted."""

    def __init__(self, hold: Hold) -> None:
        super().__init__()
        self.hold = hold
        self.setProperty("ground", "caution")
        words = f"{go_symbol(Go.HOLD)} {hold_text(hold)}"
        self.lines = Lines([[Run(words, bold=True, shade=colour("caution"))]])
        self.lift = button(self.tr("Lift hold…"))
        self.lift.setAccessibleName(
            self.tr("Lift hold: {kind}").format(kind=hold_kind_text(hold.kind))
        )
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 4, 8, 4)
        row.setSpacing(GAP)
        row.addWidget(self.lines, 1)
        row.addWidget(self.lift)


def open_holds(holds: Sequence[Hold]) -> list[Hold]:
    """Return the holds nobody has lifted."""
    return [hold for hold in holds if hold.lifted is None]
