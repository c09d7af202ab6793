"""Steps two and four: the start, the infusion as it runs and the observation, vital signs first."""

from collections.abc import Callable, Mapping
from datetime import datetime

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from nkdesk.model.infusion import InfusionAct
from nkdesk.services.infusion_models import BedsidePage
from nkdesk.ui.bedside.answers import Answers
from nkdesk.ui.bedside.side_panel import SidePanel
from nkdesk.ui.bedside.vitals_panel import VitalsPanel
from nkdesk.ui.common.fields import Field


class RecordPage(QWidget):
    """One page from before the start until it is complete: nothing moves to another place."""

    def __init__(self, now: Callable[[], datetime], titles: Mapping[str, str]) -> None:
        super().__init__()
        self._now = now
        self.answers = Answers()
        self.vitals = VitalsPanel(now)
        self.side = SidePanel(titles)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(self.answers)
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(self.vitals, 3)
        row.addWidget(self.side, 2)
        column.addLayout(row, 1)

    @property
    def fields(self) -> dict[str, Field]:
        """The fields by name, so that problems can be shown beside them."""
        return {**self.answers.fields, **self.vitals.fields}

    @property
    def typed(self) -> bool:
        """Whether something would be lost by leaving."""
        return self.vitals.typed

    def show_page(self, page: BedsidePage) -> None:
        """Show an infusion as it now stands."""
        self.answers.show_page(page, open_now=InfusionAct.START in page.may)
        self.vitals.show_page(page)
        self.side.show_page(page, self._now())
