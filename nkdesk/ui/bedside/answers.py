"""What a person answers before the start to each reason that asks; nothing stands ready."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame, QVBoxLayout

from nkdesk.services.infusion_models import BedsidePage
from nkdesk.sheets.wording.readiness import go_reason_text
from nkdesk.ui.common.dropping import drop_item
from nkdesk.ui.common.fields import Field, TextField
from nkdesk.ui.common.labels import heading

if TYPE_CHECKING:
    from nkdesk.model.readiness import GoReason


class Answers(QFrame):
    """Hidden while nothing asks. The start begins only with every answer."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("ground", "caution")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(14, 8, 14, 10)
        self._column.setSpacing(6)
        self._asked: tuple[GoReason, ...] = ()
        self.fields: dict[str, Field] = {}

    def show_page(self, page: BedsidePage, *, open_now: bool) -> None:
        """Ask what is to be answered now; answers being typed stay."""
        asked = page.readiness.asks if open_now else ()
        self.setVisible(bool(asked))
        if [one.code for one in asked] == [one.code for one in self._asked]:
            return
        self._asked = asked
        while self._column.count():
            drop_item(self._column.takeAt(0))
        self.fields = {}
        if not asked:
            return
        words = self.tr("To be answered by the person who starts: why does it begin all the same?")
        self._column.addWidget(heading(words, "strong"))
        for reason in asked:
            field = TextField(f"answer:{reason.code.value}", go_reason_text(reason))
            self.fields[field.name] = field
            self._column.addWidget(field)

    def answers(self) -> tuple[tuple[str, str], ...]:
        """Return every answer by the code of its reason."""
        return tuple(
            (reason.code.value, self.fields[f"answer:{reason.code.value}"].value())
            for reason in self._asked
        )
