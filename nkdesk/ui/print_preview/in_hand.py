"""Entering a sheet into the ward's register before it leaves, and reading it once more."""

from collections.abc import Callable
from dataclasses import dataclass

from nkdesk.services.desk import Desk
from nkdesk.services.problems import StoreError
from nkdesk.services.sheets_in_hand import recall, register_sheet
from nkdesk.ui.print_preview.sheet_kinds import Sheet


@dataclass(frozen=True, slots=True)
class Register:
    """The register of sheets in somebody's hand, for one preview.

    ``read`` returns the sheet as it would be printed now, None where there is nothing left of it.
    """

    desk: Desk
    read: Callable[[], Sheet | None]

    def enter(self, sheet: Sheet) -> str:
        """Return the number to print on a sheet; "" for one that cannot be registered now.

        A ward whose store takes nothing needs its paper more than ever.
        """
        if sheet.content is None:
            return ""
        try:
            return register_sheet(self.desk, sheet.content).number
        except StoreError:
            return ""

    def take_back(self, number: str) -> None:
        """Recall a number whose sheet has not left; what cannot be recalled runs out by itself."""
        if not number:
            return
        try:
            recall(self.desk, number)
        except StoreError:
            return


def same_rows(one: Sheet, other: Sheet) -> bool:
    """Whether two sheets say the same of everybody on them."""
    rows = [None if sheet.content is None else sheet.content.rows for sheet in (one, other)]
    return rows[0] == rows[1]
