"""Record an item as not given: the reason is one touch, a note where the reason asks for one."""

from PySide6.QtWidgets import QWidget

from nkdesk.services.desk import Desk
from nkdesk.services.forms import NotGivenForm, Saved
from nkdesk.services.reasons import not_given_reasons
from nkdesk.services.record import record_not_given
from nkdesk.sheets.wording.day import spoken
from nkdesk.ui.common.chosen import ChosenItem
from nkdesk.ui.common.dialog import FormDialog
from nkdesk.ui.common.fields import NoteField, chips
from nkdesk.ui.common.item_head import ItemHead, dialog_title
from nkdesk.ui.common.item_words import item_title

_ACROSS = 3


class RecordNotGivenDialog(FormDialog):
    """No reason is chosen beforehand. ``saved`` after success."""

    def __init__(
        self, parent: QWidget | None, desk: Desk, chosen: ChosenItem, *, sample: bool
    ) -> None:
        super().__init__(
            parent, dialog_title(self.tr("Record as not given"), chosen), sample=sample
        )
        self._desk = desk
        self._chosen = chosen
        self.saved: Saved | None = None
        self.add_banner(chosen.line)
        self.head.addWidget(ItemHead(chosen))
        choices = [(reason.code, spoken(reason.title)) for reason in not_given_reasons(desk)]
        self.reason = chips("reason", self.tr("Reason"), choices, _ACROSS)
        self._note = NoteField("note", self.tr("Note (needed for some reasons)"))
        for field in (self.reason, self._note):
            self.body.addWidget(self.add_field(field))
        words = self.tr("Record {item} as not given")
        self.save = self.add_verb(words.format(item=item_title(chosen)), "main")
        self.save.clicked.connect(self.confirm)
        self.add_verb(self.tr("Leave unrecorded")).clicked.connect(self.reject)
        self.resize(880, 540)
        self.reason.setFocus()

    @property
    def typed(self) -> bool:
        """Whether a reason was chosen or a note written."""
        return bool(self.reason.value() or self._note.value().strip())

    def value(self) -> NotGivenForm:
        """Return the form as typed."""
        return NotGivenForm(self._chosen.item_id, self.reason.value(), self._note.value())

    def confirm(self) -> None:
        """Save; refusals stay beside their fields."""
        answer = self.attempt(lambda: record_not_given(self._desk, self.value()))
        if isinstance(answer, Saved):
            self.saved = answer
            self.accept()
        elif answer is not None:
            self.show_unsaved(answer)
