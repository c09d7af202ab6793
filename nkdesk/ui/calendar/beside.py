"""The panel beside the grid: which cell or day it shows, and what is chosen in it."""

from PySide6.QtCore import QObject, QSignalBlocker

from nkdesk.services.day_list import day_row
from nkdesk.services.desk import Desk
from nkdesk.services.read_models import DayRow
from nkdesk.ui.calendar.grid import WardGrid
from nkdesk.ui.calendar.panel_words import cell_content, day_content
from nkdesk.ui.calendar.place import Place
from nkdesk.ui.common.ward_panel import Shown, WardPanel


class Beside(QObject):
    """Keeps panel and grid together. ``day`` is the column shown whole, None: the current cell."""

    def __init__(self, desk: Desk, grid: WardGrid) -> None:
        super().__init__(grid)
        self._desk, self._grid = desk, grid
        self.panel = WardPanel()
        self.day: int | None = None
        self.panel.item_picked.connect(self.pick)
        self.panel.closed.connect(self.close)
        self.panel.resized.connect(self.fill)

    def chosen_row(self) -> DayRow | None:
        """Return the item at the current cell as it stands now."""
        cell = self._grid.current_item()
        return None if cell is None else day_row(self._desk, cell.item_id)

    def walk(self) -> None:
        """Follow the current cell; a closed panel stays closed."""
        self.day = None
        self.fill()

    def open_cell(self) -> None:
        """Open the panel of the current cell."""
        self.day = None
        self._show(self._content())

    def open_day(self, column: int) -> None:
        """Open the panel of a whole day."""
        with QSignalBlocker(self._grid):
            self._grid.take(None)
        self.day = column
        self._show(self._content())

    def fill(self) -> None:
        """Show anew what is shown, if the panel is open."""
        if not self.panel.isHidden():
            self._show(self._content())

    def close(self) -> None:
        """Close the panel; the days take its room."""
        self.day = None
        self._grid.panel_room = 0
        self.panel.hide()

    def pick(self, item_id: int) -> None:
        """Go to an item chosen in the panel; its list stays."""
        facts, place = self._grid.facts, self._grid.current
        column = self.day if self.day is not None or place is None else place.column
        rows = range(len(facts.rows))
        if self.day is None and place is not None:
            rows = range(place.row, place.row + 1)
        for row in rows if column is not None else ():
            ids = [cell.item_id for cell in facts.cell(row, column or 0)]
            if item_id in ids:
                with QSignalBlocker(self._grid):
                    self._grid.take(Place(row, column or 0, ids.index(item_id)))
                self.fill()
                return

    def _content(self) -> Shown | None:
        facts, place = self._grid.facts, self._grid.current
        if not facts.rows:
            return None
        if self.day is not None:
            return day_content(facts, self.day, self.chosen_row())
        return None if place is None else cell_content(facts, place, self.chosen_row())

    def _show(self, content: Shown | None) -> None:
        if content is None:
            self.close()
            return
        # Days keep their width: the panel only covers the last of them.
        self._grid.panel_room = self.panel.width_wanted()
        self.panel.show_content(content)
        around = self.panel.parentWidget()
        if around is not None and (layout := around.layout()) is not None:
            layout.activate()
        if self._grid.current is not None:
            self._grid.show_place(self._grid.current)
