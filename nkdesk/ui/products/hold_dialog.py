"""Holding infusions back: why, what was measured, who says so, until when."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from nkdesk.services.forms import Saved, Unsaved
from nkdesk.services.product import hold_kinds, place_hold
from nkdesk.services.product_forms import HoldForm
from nkdesk.services.product_models import LotView
from nkdesk.sheets.wording.day import spoken
from nkdesk.ui.common.fields import FLOWING, DateField, NoteField, TextField, chips
from nkdesk.ui.common.labels import plain
from nkdesk.ui.common.time_field import TimeField
from nkdesk.ui.products.form import About, ProductDialog

SIZE = (900, 566)
PATIENT = "patient"


class HoldDialog(ProductDialog):
    """``lots`` are those the hold may be limited to; ``lot`` is the one it was asked for."""

    def __init__(
        self,
        parent: QWidget | None,
        about: About,
        lots: Sequence[LotView],
        lot: LotView | None = None,
    ) -> None:
        super().__init__(parent, self._title(), about)
        self._kinds = {one.kind: one for one in hold_kinds(about.desk)}
        kinds = [(code, _capital(spoken(one.title))) for code, one in self._kinds.items()]
        self.kind = chips("kind", self.tr("Why infusions are held back"), kinds, FLOWING)
        self.body.addWidget(self.add_field(self.kind))
        self.value_field = TextField("value", self.tr("What was measured (may stay empty)"))
        self._add_row(self.value_field, TextField("who", self.tr("Who says so"), about.desk.actor))
        self._add_row(NoteField("why", self.tr("In words: what was seen, what is waited for")))
        self._add_row(
            DateField("until_on", self.tr("Until (empty: until somebody lifts it)")),
            TimeField("until_at", self.tr("At"), about.desk.clock.now),
        )
        self.scope = chips("lot_id", self.tr("What is held"), self._scopes(lots), FLOWING)
        self.scope.choose(PATIENT if lot is None else str(lot.lot.id))
        self.body.addWidget(self.add_field(self.scope))
        words = self.tr("A held infusion cannot begin. No date moves by itself.")
        self.body.addWidget(plain(words, tone="quiet"))
        self._ready(self.tr("Hold from now on"), self.tr("Leave without holding"))
        self.kind.changed.connect(self._show_kind)
        self.resize(*SIZE)
        self.kind.setFocus()

    def value(self) -> HoldForm:
        """Return the form as typed."""
        scope = self.scope.value()
        return HoldForm(
            patient_id=self._about.line.patient.id,
            kind=self.kind.value(),
            why=self._typed("why"),
            who=self._typed("who"),
            value=self._typed("value"),
            until_on=self._typed("until_on"),
            until_at=self._typed("until_at"),
            lot_id=None if scope == PATIENT else int(scope),
        )

    def _write(self) -> Saved | Unsaved:
        return place_hold(self._desk, self.value())

    def _scopes(self, lots: Sequence[LotView]) -> list[tuple[str, str]]:
        words = self.tr("Only lot {number}")
        offered = [(str(one.lot.id), words.format(number=one.lot.number)) for one in lots]
        return [(PATIENT, self.tr("Every infusion of the patient")), *offered]

    def _show_kind(self) -> None:
        """Say the site's threshold of the kind chosen."""
        kind = self._kinds.get(self.kind.value())
        if kind is None or not kind.limit:
            self.kind.echo("")
            return
        words = self.tr("The site's threshold: {limit}").format(limit=kind.limit)
        self.kind.echo(words + (self.tr(" (EXAMPLE)") if kind.example else ""))

    def _title(self) -> str:
        return self.tr("Hold infusions back")


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
