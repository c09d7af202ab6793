"""Record an item as given: when, which part, and what that deviates from, seen before saving."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from nkdesk.model.refusal import BrokenRule
from nkdesk.services.desk import Desk
from nkdesk.services.forms import GivenForm, Saved, Unsaved
from nkdesk.services.record import preview_given, record_given
from nkdesk.sheets.wording.refusals import broken_rule_text, item_text
from nkdesk.ui.common.chosen import ChosenItem
from nkdesk.ui.common.dialog import FormDialog
from nkdesk.ui.common.fields import ChoiceField, DateField, NoteField, chips
from nkdesk.ui.common.item_head import ItemHead, dialog_title
from nkdesk.ui.common.item_words import item_title
from nkdesk.ui.common.labels import heading, plain
from nkdesk.ui.common.patient_titles import patient_titles
from nkdesk.ui.common.settling import settling
from nkdesk.ui.common.time_field import TimeField
from nkdesk.ui.common.typed_dates import typed_date

SETTLES_MS = 150
ALL_PARTS = "all"
SIZE = (740, 548)
_PARTS_ACROSS = 3


class RecordGivenDialog(FormDialog):
    """Date and time stand ready; the confirmation is the person's own. ``saved`` after success."""

    def __init__(
        self, parent: QWidget | None, desk: Desk, chosen: ChosenItem, *, sample: bool
    ) -> None:
        super().__init__(parent, dialog_title(self.tr("Record as given"), chosen), sample=sample)
        self._desk = desk
        self._chosen = chosen
        self._titles = patient_titles(desk, chosen.line.patient.id)
        self.saved: Saved | None = None
        self.add_banner(chosen.line)
        self.head.addWidget(ItemHead(chosen))
        self._add_fields()
        self.deviations = plain(tone="caution")
        self._deviation_box = self._boxed(self.deviations)
        self.body.addWidget(self._deviation_box)
        self.unsettled = plain(tone="caution")
        self.body.addWidget(self.unsettled)
        self.save = self.add_verb(self.tr("Record {item}").format(item=item_title(chosen)), "main")
        self.save.clicked.connect(self.confirm)
        self.add_verb(self.tr("Leave unrecorded")).clicked.connect(self.reject)
        self._as_opened = self.value()
        self._preview()
        self.resize(*SIZE)
        self.save.setFocus()

    @property
    def typed(self) -> bool:
        """Whether anything was changed since the dialog opened."""
        return self.value() != self._as_opened

    def value(self) -> GivenForm:
        """Return the form as typed."""
        part = self._part.value() if self._part is not None else ALL_PARTS
        return GivenForm(
            item_id=self._chosen.item_id,
            on=self._on.value(),
            time=self._time.value(),
            part=None if part in ("", ALL_PARTS) else int(part),
            note=self._note.value(),
        )

    def confirm(self) -> None:
        """Save; refusals stay beside their fields."""
        answer = self.attempt(lambda: record_given(self._desk, self.value()))
        if isinstance(answer, Saved):
            self.saved = answer
            self.accept()
        elif answer is not None:
            self.show_unsaved(answer, self._titles)

    def _preview(self) -> None:
        answer = preview_given(self._desk, self.value())
        given = None if isinstance(answer, Unsaved) else answer
        broken = given.deviations if given else ()
        words = [broken_rule_text(rule, self._titles) for rule in broken]
        self.deviations.setText("\n".join(words))
        self._deviation_box.setVisible(bool(broken))
        self.unsettled.setText(_later_doses(given.unsettled, self._titles) if given else "")
        self.unsettled.setVisible(bool(self.unsettled.text()))

    def _add_fields(self) -> None:
        now = self._desk.clock.now()
        self._on = DateField("on", self.tr("Given on"), typed_date(now.date()))
        self._time = TimeField("time", self.tr("At"), self._desk.clock.now, f"{now:%H:%M}")
        self._note = NoteField("note", self.tr("Note (may stay empty)"))
        self._part = self._part_field()
        when = QHBoxLayout()
        when.setSpacing(12)
        when.addWidget(self.add_field(self._on), 2, Qt.AlignmentFlag.AlignTop)
        when.addWidget(self.add_field(self._time), 1, Qt.AlignmentFlag.AlignTop)
        self.body.addLayout(when)
        if self._part is not None:
            self.body.addWidget(self.add_field(self._part))
        self.body.addWidget(self.add_field(self._note))
        self._settle = settling(self, SETTLES_MS, self._preview)
        self.finished.connect(self._settle.stop)
        for field in self.fields.values():
            field.changed.connect(self._settle.start)

    def _part_field(self) -> ChoiceField | None:
        parts = self._chosen.item.parts
        waiting = [place for place, part in enumerate(parts, 1) if part.done is None]
        if len(parts) == 1 or not waiting:
            return None
        choices = [
            (str(place), self.tr("Part {n}  {time}").format(n=place, time=parts[place - 1].time))
            for place in waiting
        ]
        if len(waiting) > 1:
            choices.append((ALL_PARTS, self.tr("All parts")))
        field = chips("part", self.tr("Which part"), choices, _PARTS_ACROSS)
        field.choose(choices[0][0])
        return field

    def _boxed(self, content: QWidget) -> QFrame:
        box = QFrame()
        box.setProperty("ground", "caution")
        column = QVBoxLayout(box)
        column.addWidget(heading(self.tr("This will be recorded as a deviation"), "strong"))
        column.addWidget(content)
        return box


def _later_doses(rules: Sequence[BrokenRule], titles: Mapping[str, str]) -> str:
    """Say which open doses will no longer keep a rule; placing them anew is offered after."""
    if not rules:
        return ""
    doses = ", ".join(dict.fromkeys(item_text(rule.item, titles) for rule in rules))
    words = QCoreApplication.translate(
        "RecordGiven",
        "Afterwards no longer within the rules: {doses}. A new placement is offered then; "
        "nothing moves by itself.",
    )
    return words.format(doses=doses)
