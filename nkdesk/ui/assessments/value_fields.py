"""The value of a result: typed with its unit, or one touch among answers; scale and rater."""

from decimal import Decimal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from nkdesk.model.evidence import Observation, Rater, Scale
from nkdesk.services.eligibility_models import ObservationKind
from nkdesk.sheets.wording.day import spoken
from nkdesk.sheets.wording.evidence import scale_text
from nkdesk.ui.assessments.words import rater_words
from nkdesk.ui.common.chip import Chip
from nkdesk.ui.common.fields import FLOWING, ChoiceField, Field, TextField

_MOST_STEPS = 24


class ValueFields(QWidget):
    """Shows what a kind asks for and nothing else; problems of ``value`` stand beside either."""

    def __init__(self) -> None:
        super().__init__()
        self._kind: ObservationKind | None = None
        self._suggested = ""
        self.value_field = EitherField(self.tr("Value"))
        self.unit = ChoiceField("unit", self.tr("Unit"), FLOWING)
        self.scale = ChoiceField("scale", self.tr("Scale"), FLOWING)
        self.rater = ChoiceField("rater", self.tr("Rated by"), FLOWING)
        self.rater.offer({one.value: _chip(rater_words(one)) for one in Rater})
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        upper, lower = QHBoxLayout(), QHBoxLayout()
        for row, fields in (
            (upper, ((self.value_field, 2), (self.unit, 1))),
            (lower, ((self.scale, 1), (self.rater, 2))),
        ):
            row.setSpacing(12)
            for field, share in fields:
                row.addWidget(field, share, Qt.AlignmentFlag.AlignTop)
            column.addLayout(row)
        self.show_kind(None)

    @property
    def all(self) -> tuple[Field, ...]:
        """Every field, in the order of the tab key."""
        return (self.value_field, self.unit, self.scale, self.rater)

    def first(self) -> QWidget:
        """Return where typing begins."""
        return self.value_field

    def show_kind(self, kind: ObservationKind | None) -> None:
        """Ask for what this kind needs; what still fits stays."""
        self._kind = kind
        units = kind.units if kind else ()
        self.value_field.setVisible(kind is not None)
        self.value_field.offer(_answers(kind))
        self.value_field.rename(self._label(units))
        self.unit.offer({one: _chip(one) for one in units})
        self.unit.setVisible(len(units) > 1)
        scales = kind.scales if kind else ()
        self.scale.offer({code: _chip(scale_text(Scale(code))) for code, *_ in scales})
        for field in (self.scale, self.rater):
            field.setVisible(bool(scales))

    def suggest(self, scale: str) -> None:
        """Choose the scale of the age unless a person has chosen another."""
        if self.scale.value() not in ("", self._suggested):
            return
        self._suggested = scale
        if scale in self.scale.buttons:
            self.scale.choose(scale)
            self.scale.echo(self.tr("By the age on that day."))
        else:
            self.scale.drop_choice()

    def put(self, old: Observation) -> None:
        """Fill in a result to put right."""
        value = old.value
        self.put_answer(f"{value:f}" if isinstance(value, Decimal) else value)
        for field, code in (
            (self.unit, old.unit),
            (self.scale, str(old.scale or "")),
            (self.rater, str(old.rater or "")),
        ):
            if code in field.buttons:
                field.choose(code)

    def put_answer(self, answer: str) -> None:
        """Fill in the value."""
        self.value_field.put(answer)

    def value(self) -> dict[str, str]:
        """Return value, unit, scale and rater as typed; what is not asked for stays out."""
        scaled = self._kind is not None and bool(self._kind.scales)
        return {
            "value": self.value_field.value(),
            "unit": self._unit(),
            "scale": self.scale.value() if scaled else "",
            "rater": self.rater.value() if scaled else "",
        }

    def shown(self) -> str:
        """Return the value with its unit, as typed."""
        return f"{self.value_field.value().strip()} {self._unit()}".strip()

    def _unit(self) -> str:
        units = self._kind.units if self._kind else ()
        return self.unit.value() if len(units) > 1 else "".join(units)

    def _label(self, units: tuple[str, ...]) -> str:
        return (
            self.tr("Value, {unit}").format(unit=units[0]) if len(units) == 1 else self.tr("Value")
        )


class EitherField(Field):
    """A number typed, or one of a few answers to touch, whichever a kind asks for."""

    def __init__(self, label: str) -> None:
        holder = QWidget()
        self.text = TextField("value", label)
        self.choice = ChoiceField("value", label, FLOWING)
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        for one in (self.text, self.choice):
            one.label.hide()
            one.changed.connect(self._tell)
            column.addWidget(one)
        super().__init__("value", label, holder)
        self.offer({})

    def offer(self, answers: dict[str, QPushButton]) -> None:
        """Offer answers instead of a typed number; {} asks for a number."""
        self.choice.offer(answers)
        self.choice.setVisible(bool(answers))
        self.text.setVisible(not answers)
        self.setFocusProxy(self.choice if answers else self.text)

    def rename(self, label: str) -> None:
        """Give both ways of answering another label."""
        super().rename(label)
        for one in (self.text, self.choice):
            one.rename(label)

    def value(self) -> str:
        """Return what was typed or chosen."""
        return self.choice.value() if self.choice.buttons else self.text.value()

    def put(self, text: str) -> None:
        """Type a number or choose an answer."""
        if text in self.choice.buttons:
            self.choice.choose(text)
        elif not self.choice.buttons:
            self.text.put(text)

    def refuse(self, words: str) -> None:
        """Say what is wrong once, and mark the line typed into."""
        super().refuse(words)
        self.text.refuse(words)
        self.text.note.hide()

    def _tell(self) -> None:
        self.refuse("")
        self.changed.emit()


def _answers(kind: ObservationKind | None) -> dict[str, QPushButton]:
    """Return what can be touched: the answers, or the few steps of a scale."""
    if kind is None:
        return {}
    if kind.answers:
        return {code: _chip(spoken(words)) for code, words in kind.answers}
    if kind.step is None or not kind.scales:
        return {}
    lowest = min(one[1] for one in kind.scales)
    highest = max(one[2] for one in kind.scales)
    steps = int((highest - lowest) / kind.step) + 1
    if steps > _MOST_STEPS:
        return {}
    numbers = [f"{lowest + place * kind.step:f}" for place in range(steps)]
    return {number: _chip(number) for number in numbers}


def _chip(words: str) -> Chip:
    return Chip(words, words)
