"""The signs a grade of cytokine release syndrome is computed from, and the grade as it comes out.

The program computes and shows with its inputs; only a person's confirmation makes it a grade.
"""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from nkdesk.model.infusion import CrsSigns, Oxygen, Pressors, Reaction
from nkdesk.services.infusion_models import CrsView
from nkdesk.sheets.wording.reactions import (
    crs_grade_text,
    crs_signs_text,
    decided_by_text,
    oxygen_text,
    pressors_text,
)
from nkdesk.ui.common.fields import FLOWING, Field, TextField, chips
from nkdesk.ui.common.labels import heading, plain
from nkdesk.ui.common.theme import TARGET

HIGHEST = 4


class ReactionSigns(QFrame):
    """``changed`` asks to compute anew."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("ground", "card")
        self.temperature = TextField("temperature", self.tr("Highest temperature, °C"))
        self.systolic = TextField("systolic", self.tr("Lowest systolic, mmHg"))
        self.oxygen = chips(
            "oxygen", self.tr("Oxygen"), [(one.value, oxygen_text(one)) for one in Oxygen], FLOWING
        )
        self.pressors = chips(
            "pressors",
            self.tr("Vasopressors"),
            [(one.value, pressors_text(one)) for one in Pressors],
            FLOWING,
        )
        self.antipyretic = _box(self.tr("Antipyretic or anticytokine given"))
        self.other_cause = _box(self.tr("The fever has another cause"))
        self.grade = heading("")
        self.inputs = plain(tone="quiet")
        grades = [(str(one), str(one)) for one in range(HIGHEST + 1)]
        self.confirmed = chips("confirmed", self.tr("Grade a person confirms"), grades, FLOWING)
        self._lay_out()
        self.oxygen.choose(Oxygen.NONE.value)
        self.pressors.choose(Pressors.NONE.value)
        for field in (self.temperature, self.systolic, self.oxygen, self.pressors):
            field.changed.connect(self.changed)
        for box in (self.antipyretic, self.other_cause):
            box.toggled.connect(self.changed)

    @property
    def fields(self) -> tuple[Field, ...]:
        """The fields, so that problems can be shown beside them."""
        return (self.temperature, self.systolic, self.oxygen, self.pressors, self.confirmed)

    def put(self, reaction: Reaction) -> None:
        """Show the signs of a reaction already stored."""
        signs = reaction.signs
        if signs is not None:
            self._put_signs(signs)
        if reaction.confirmed is not None:
            self.confirmed.choose(str(reaction.confirmed))

    def _put_signs(self, signs: CrsSigns) -> None:
        self.temperature.put("" if signs.temperature is None else str(signs.temperature))
        self.systolic.put("" if signs.systolic is None else str(signs.systolic))
        self.oxygen.choose(signs.oxygen.value)
        self.pressors.choose(signs.pressors.value)
        self.antipyretic.setChecked(signs.antipyretic)
        self.other_cause.setChecked(signs.other_cause)

    def show_grade(self, found: CrsView | None) -> None:
        """Show the grade computed with its inputs, None while it cannot be."""
        if found is None:
            self.grade.setText(self.tr("CRS grade: type temperature and pressure"))
            self.inputs.setText("")
            return
        decided = ", ".join(decided_by_text(one) for one in found.decided_by)
        words = crs_grade_text(found.grade)
        self.grade.setText(f"{words}: {decided}" if decided else words)
        inputs = crs_signs_text(found.signs, found.low_pressure)
        self.inputs.setText(
            self.tr("Computed by the ASTCT rule from: {inputs}").format(inputs=inputs)
        )
        self.grade.setAccessibleName(self.grade.text())

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 10, 14, 12)
        column.setSpacing(8)
        row = QHBoxLayout()
        row.setSpacing(12)
        for field in (self.temperature, self.systolic):
            row.addWidget(field, 1)
        column.addLayout(row)
        signs: tuple[QWidget, ...] = (self.oxygen, self.pressors, self.antipyretic)
        for part in (*signs, self.other_cause, self.grade, self.inputs, self.confirmed):
            column.addWidget(part)


def _box(words: str) -> QCheckBox:
    box = QCheckBox(words)
    box.setMinimumHeight(TARGET)
    box.setAccessibleName(words)
    return box
