"""The shape of every form about products: whom it is about, which lot, when and by whom."""

from dataclasses import dataclass

from PySide6.QtWidgets import QVBoxLayout, QWidget

from nkdesk.services.desk import Desk
from nkdesk.services.read_models import PatientLine
from nkdesk.ui.common.entry_dialog import EntryDialog
from nkdesk.ui.common.fields import DateField, TextField
from nkdesk.ui.common.lines import Lines
from nkdesk.ui.common.paragraph import Run
from nkdesk.ui.common.time_field import TimeField
from nkdesk.ui.common.typed_dates import typed_date
from nkdesk.ui.products.tests_panel import LARGE, PANEL


@dataclass(frozen=True, slots=True)
class About:
    """Whose products they are, and in which ward."""

    desk: Desk
    line: PatientLine
    sample: bool


class ProductDialog(EntryDialog):
    """A form about one recipient; day and time stand ready, F8 writes the present minute."""

    def __init__(self, parent: QWidget | None, title: str, about: About) -> None:
        super().__init__(parent, title, sample=about.sample)
        self._about = about
        self._desk = about.desk
        self.add_banner(about.line)

    def _say_above(self, *lines: list[Run]) -> Lines:
        """Say under the banner what the form is about; it does not scroll away."""
        said = Lines(lines)
        self.head.addSpacing(6)
        self.head.addWidget(_indented(said))
        return said

    def _add_moment(self, person: str, *, known: bool) -> None:
        """Ask when it happened and who did it; ``known``: whoever is at work stands ready."""
        now = self._desk.clock.now()
        on = DateField("on", self.tr("On"), typed_date(now.date()))
        time = TimeField("time", self.tr("At"), self._desk.clock.now, f"{now:%H:%M}")
        who = TextField("person", person, self._desk.actor if known else "")
        self._add_row(on, time, who)

    def _put_beside(self, panel: QWidget) -> None:
        """Put a panel beside the fields, with large text under them."""
        if self.fontInfo().pixelSize() <= LARGE:
            panel.setFixedWidth(PANEL)
            self.add_beside(panel)
        else:
            self.body.addWidget(panel)

    def _typed(self, name: str) -> str:
        """Return what stands in a field, "" where there is none of that name."""
        field = self.fields.get(name)
        return "" if field is None else field.value()


def _indented(said: Lines) -> QWidget:
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(16, 0, 16, 0)
    column.addWidget(said)
    return holder
