"""Large number fields for one row of vital signs, with what is usual at the age beneath each."""

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QLineEdit, QWidget

from nkdesk.model.infusion import VitalSigns
from nkdesk.model.product_rules import Vital, VitalLimit
from nkdesk.sheets.wording.reactions import (
    measured_text,
    usual_text,
    vital_short_text,
    vital_text,
    vital_unit_text,
)
from nkdesk.ui.common.fields import TextField
from nkdesk.ui.common.labels import plain


class NumberField(TextField):
    """A field as large as a gloved hand and a hurried eye need; Enter leads on."""

    entered = Signal()

    def __init__(self, vital: Vital) -> None:
        super().__init__(vital.value, vital_text(vital))
        self.label.setText(vital_short_text(vital))
        self.line.setProperty("rank", "large")
        self.line.setMaxLength(8)
        self.line.returnPressed.connect(self.entered)


class VitalsFields(QWidget):
    """``finished`` follows an Enter in the last of them."""

    finished = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.fields = {vital: NumberField(vital) for vital in Vital}
        self._usual: dict[Vital, QLabel] = {}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(2)
        for column, (vital, field) in enumerate(self.fields.items()):
            grid.setColumnStretch(column, 1)
            grid.addWidget(field, 0, column, Qt.AlignmentFlag.AlignTop)
            self._usual[vital] = plain(tone="quiet")
            self._usual[vital].setProperty("rank", "small")
            grid.addWidget(self._usual[vital], 1, column, Qt.AlignmentFlag.AlignTop)
        self._lead_on()

    @property
    def typed(self) -> bool:
        """Whether any number stands in them."""
        return any(value for _, value in self.values())

    def values(self) -> tuple[tuple[str, str], ...]:
        """Return what was typed, by the name of the vital."""
        return tuple((vital.value, field.value().strip()) for vital, field in self.fields.items())

    def show_limits(self, limits: Sequence[VitalLimit]) -> None:
        """Write beneath each what is usual at the age."""
        known = {limit.vital: limit for limit in limits}
        for vital, label in self._usual.items():
            limit = known.get(vital)
            unit = vital_unit_text(vital)
            words = self.tr("{unit}, no limit").format(unit=unit)
            label.setText(words if limit is None else usual_text(limit))

    def put(self, signs: VitalSigns | None) -> None:
        """Show a row already stored, or stand empty for a new one."""
        for vital, field in self.fields.items():
            value = None if signs is None else signs.value(vital)
            field.put("" if value is None else measured_text(vital, value))
            field.echo("")

    def enter(self) -> None:
        """Lead to the first number."""
        first: QLineEdit = next(iter(self.fields.values())).line
        first.setFocus()
        first.selectAll()

    def _lead_on(self) -> None:
        fields = list(self.fields.values())
        for one, following in pairwise(fields):
            one.entered.connect(following.setFocus)
        fields[-1].entered.connect(self.finished)
