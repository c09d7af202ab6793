"""One bag of a new dose, as its label says."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from nkdesk.services.product_forms import BagForm
from nkdesk.ui.common.fields import DateField, Field, TextField
from nkdesk.ui.common.labels import button, heading
from nkdesk.ui.common.theme import GAP

_WIDTHS = {"number": 4, "volume": 2, "cells": 3, "viability": 2, "expires_on": 3, "thaw_on": 3}


class BagFields(QFrame):
    """Field names end in the bag's number, as problems name them: ``cells_2``."""

    changed = Signal()
    dropped = Signal()

    def __init__(self, nth: int) -> None:
        super().__init__()
        self.setProperty("ground", "card")
        self.parts: dict[str, TextField] = {
            "number": TextField("number", self.tr("Product number on the label")),
            "volume": TextField("volume", self.tr("Volume, mL")),
            "cells": TextField("cells", self.tr("Labelled, 10⁶ cells")),
            "viability": TextField("viability", self.tr("Viability, %")),
            "expires_on": DateField("expires_on", self.tr("Expires on")),
            "expires_at": TextField("expires_at", self.tr("Expires at"), hint=self.tr("HH:mm")),
            "thaw_on": DateField("thaw_on", self.tr("Do not thaw before")),
            "thaw_at": TextField("thaw_at", self.tr("at (thawing)"), hint=self.tr("HH:mm")),
        }
        self.title = heading("", "strong")
        self.drop = button(self.tr("Remove this bag"), "flat")
        self.drop.clicked.connect(self.dropped)
        self._lay_out()
        self.number_as(nth)
        self.show_thaw(frozen=False)
        for field in self.parts.values():
            field.changed.connect(self.changed)

    @property
    def fields(self) -> list[Field]:
        """Every field, by the name problems give it."""
        return list(self.parts.values())

    def number_as(self, nth: int) -> None:
        """Count this as the n-th bag of the dose."""
        self.title.setText(self.tr("Bag {n}").format(n=nth))
        self.drop.setAccessibleName(self.tr("Remove bag {n}").format(n=nth))
        for name, field in self.parts.items():
            field.name = f"{name}_{nth}"
            words = self.tr("Bag {n}: {label}").format(n=nth, label=field.label.text())
            field.label_words = words
            field.entry.setAccessibleName(words)

    def show_thaw(self, *, frozen: bool) -> None:
        """Ask from when it may be thawed, of a frozen bag."""
        for name in ("thaw_on", "thaw_at"):
            self.parts[name].setVisible(frozen)

    def value(self) -> BagForm:
        """Return the bag as typed; what is not asked for is not sent."""
        typed = {name: field.value() for name, field in self.parts.items()}
        if self.parts["thaw_on"].isHidden():
            typed |= {"thaw_on": "", "thaw_at": ""}
        return BagForm(**typed)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 4, 12, 8)
        column.setSpacing(4)
        top = QHBoxLayout()
        top.addWidget(self.title, 1)
        top.addWidget(self.drop)
        column.addLayout(top)
        names = list(self.parts)
        for part in (names[:4], names[4:]):
            row = QHBoxLayout()
            row.setSpacing(GAP)
            for name in part:
                row.addWidget(self.parts[name], _WIDTHS.get(name, 2))
            column.addLayout(row)
