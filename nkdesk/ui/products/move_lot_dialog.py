"""A lot moved on: from collection to release or rejection, with its tests in view on a release."""

from dataclasses import replace

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from nkdesk.bedside.lots import RELEASES
from nkdesk.model.product import LotState
from nkdesk.services.forms import FieldCode, Saved, Unsaved
from nkdesk.services.product import move_lot
from nkdesk.services.product_forms import LotMoveForm
from nkdesk.services.product_models import LotView
from nkdesk.sheets.wording.products import lot_state_text
from nkdesk.ui.common.fields import FLOWING, NoteField, TextField, chips
from nkdesk.ui.products.form import About, ProductDialog
from nkdesk.ui.products.lot_card import lot_head
from nkdesk.ui.products.test_choice import decided_last
from nkdesk.ui.products.test_lines import release_lines
from nkdesk.ui.products.tests_panel import TestsPanel
from nkdesk.ui.products.words import test_titles

translate = QCoreApplication.translate
SIZE = (1088, 566)
OF_TESTS = (FieldCode.TESTS_OPEN, FieldCode.TEST_FAILED)
EXPLAINED = (LotState.CONDITIONAL, LotState.REJECTED)


class MoveLotDialog(ProductDialog):
    """Nothing is chosen beforehand. A release names who releases, and who else looked."""

    def __init__(self, parent: QWidget | None, about: About, view: LotView) -> None:
        super().__init__(parent, self._title(), about)
        self._view = view
        self._say_above(lot_head(view))
        states = [(state.value, lot_state_text(state)) for state in view.next_states]
        self.to = chips("to", self.tr("Moves on to"), states, FLOWING)
        self.body.addWidget(self.add_field(self.to))
        self._add_moment(self.tr("Done by"), known=False)
        self.second = TextField("second", self.tr("Second person who looked (may stay empty)"))
        self.reason = NoteField("reason", self.tr("Why"))
        for field in (self.second, self.reason):
            self.body.addWidget(self.add_field(field))
        self.body.addWidget(self.add_field(NoteField("note", self.tr("Note (may stay empty)"))))
        self.tests = TestsPanel(self.tr("Tests of this lot"), decided_last(view.tests))
        self._put_beside(self.tests)
        self._ready(self._verb(), self.tr("Leave the lot as it is"))
        self.to.changed.connect(self._show_choice)
        self._show_choice()
        self.resize(*SIZE)
        self.to.setFocus()

    def value(self) -> LotMoveForm:
        """Return the form as typed; what is not asked for is not sent."""
        return LotMoveForm(
            lot_id=self._view.lot.id,
            to=self.to.value(),
            on=self._typed("on"),
            time=self._typed("time"),
            person=self._typed("person"),
            reason=self.reason.value() if self._explained else "",
            note=self._typed("note"),
            second=self.second.value() if self._releases else "",
        )

    def _write(self) -> Saved | Unsaved:
        return move_lot(self._desk, self.value())

    def _refuse(self, answer: Unsaved) -> None:
        """Name tests by their titles, not by the ids of the protocol."""
        titles = test_titles(self._view.rules)
        named = [
            replace(
                one, detail=", ".join(titles.get(test, test) for test in one.detail.split(", "))
            )
            if one.code in OF_TESTS
            else one
            for one in answer.problems
        ]
        self.show_unsaved(replace(answer, problems=tuple(named)))

    @property
    def _releases(self) -> bool:
        return self.to.value() in RELEASES

    @property
    def _explained(self) -> bool:
        return self.to.value() in EXPLAINED

    def _show_choice(self) -> None:
        self.to.echo(_meaning(self.to.value()))
        self.second.setVisible(self._releases)
        self.reason.setVisible(self._explained)
        person = self.tr("Released by") if self._releases else self.tr("Done by")
        self.fields["person"].rename(person)
        chosen = self.to.value()
        self.tests.say(release_lines(self._view, LotState(chosen) if chosen else None))
        self.save.setText(self._verb())
        self.save.setAccessibleName(self.save.text())

    def _verb(self) -> str:
        chosen = self.to.value()
        if not chosen:
            return self.tr("Move the lot on")
        words = {
            LotState.RELEASED: self.tr("Release lot {number}"),
            LotState.CONDITIONAL: self.tr("Release lot {number} conditionally"),
            LotState.REJECTED: self.tr("Reject lot {number}"),
        }.get(LotState(chosen), self.tr("Move lot {number} on"))
        return words.format(number=self._view.lot.number)

    def _title(self) -> str:
        return self.tr("Move a lot on")


def _meaning(state: str) -> str:
    return (
        {
            LotState.COLLECTED: translate("Products", "The donor's cells are in the laboratory"),
            LotState.EXPANDING: translate("Products", "The culture has begun"),
            LotState.HARVESTED: translate("Products", "The culture has ended, doses are made"),
            LotState.IN_TEST: translate("Products", "Samples are with the laboratory"),
            LotState.RELEASED: translate("Products", "Every test known at release has passed"),
            LotState.CONDITIONAL: translate(
                "Products", "No test has failed, some are open: with a name and a reason"
            ),
            LotState.REJECTED: translate("Products", "No dose of it may ever be given"),
        }.get(LotState(state), "")
        if state
        else ""
    )
