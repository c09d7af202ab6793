"""Large number fields for one row of vital signs, with what is usual at the age beneath each."""

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from functools import partial
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
from nkdesk.ui.common.labels import plain, tint


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
        self.usual: dict[Vital, QLabel] = {}
        self._limits: dict[Vital, VitalLimit] = {}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(2)
        for column, (vital, field) in enumerate(self.fields.items()):
            grid.setColumnStretch(column, 1)
            grid.addWidget(field, 0, column, Qt.AlignmentFlag.AlignTop)
            self.usual[vital] = plain(tone="quiet")
            self.usual[vital].setProperty("rank", "small")
            grid.addWidget(self.usual[vital], 1, column, Qt.AlignmentFlag.AlignTop)
            field.changed.connect(partial(self._mark, vital))
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
        self._limits = {limit.vital: limit for limit in limits}
        for vital in self.usual:
            self._mark(vital)

    def put(self, signs: VitalSigns | None) -> None:
        """Show a row already stored, or stand empty for a new one."""
        for vital, field in self.fields.items():
            value = None if signs is None else signs.value(vital)
            field.put("" if value is None else measured_text(vital, value))
            field.echo("")

    def _mark(self, vital: Vital) -> None:
        """Mark a value outside what is usual as it is typed; it blocks nothing."""
        limit, label = self._limits.get(vital), self.usual[vital]
        if limit is None:
            label.setText(self.tr("{unit}, no limit").format(unit=vital_unit_text(vital)))
            return
        out = _outside(self.fields[vital].value(), limit)
        label.setText(f"▲ {usual_text(limit)}" if out else usual_text(limit))
        tint(label, "caution" if out else "quiet")

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


def _outside(typed: str, limit: VitalLimit) -> bool:
    """Whether what stands in a field is a number outside a limit."""
    try:
        value = Decimal(typed.strip().replace(",", "."))
    except InvalidOperation:
        return False
    if not value.is_finite():
        return False
    low = limit.low is not None and value < limit.low
    return low or (limit.high is not None and value > limit.high)
