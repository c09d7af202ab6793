"""The pages under the four steps, one of them in view, and what stands in them."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from PySide6.QtWidgets import QVBoxLayout, QWidget

from nkdesk.services.change_forms import ChangeReason
from nkdesk.services.infusion_models import BedsidePage
from nkdesk.ui.bedside.check_page import CheckPage
from nkdesk.ui.bedside.end_page import EndPage
from nkdesk.ui.bedside.record_page import RecordPage
from nkdesk.ui.bedside.step_bar import Step
from nkdesk.ui.common.fields import Field


class Pages(QWidget):
    """All are kept: what was typed on one stays while another is looked at."""

    def __init__(
        self,
        now: Callable[[], datetime],
        reasons: Sequence[ChangeReason],
        titles: Mapping[str, str],
    ) -> None:
        super().__init__()
        self.check = CheckPage()
        self.record = RecordPage(now, titles)
        self.ends = EndPage(reasons)
        self.shown = Step.CHECK
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        for page in (self.check, self.record, self.ends):
            column.addWidget(page)

    @property
    def fields(self) -> dict[str, Field]:
        """The fields of the page in view, by name."""
        if self.shown is Step.CHECK:
            return self.check.own.fields
        return self.ends.fields if self.shown is Step.END else self.record.fields

    @property
    def typed(self) -> bool:
        """Whether something would be lost by leaving."""
        checking = self.check.entering and self.check.own.typed
        return checking or self.record.typed or self.ends.typed

    def show_page(self, page: BedsidePage, shown: Step) -> None:
        """Show an infusion as it now stands, by one of the four steps."""
        self.shown = shown
        self.check.show_page(page)
        self.record.show_page(page)
        self.ends.show_page(page)
        self.check.setVisible(shown is Step.CHECK)
        self.ends.setVisible(shown is Step.END)
        self.record.setVisible(shown in (Step.START, Step.OBSERVE))
