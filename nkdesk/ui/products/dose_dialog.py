"""A new dose of a lot: fresh or frozen, one to many bags, reserved or not."""

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from nkdesk.model.product import DoseForm
from nkdesk.services.forms import Saved, Unsaved
from nkdesk.services.product import add_dose
from nkdesk.services.product.entries import ProductReader
from nkdesk.services.product.recipients import weight_on
from nkdesk.services.product_forms import ProductDoseForm
from nkdesk.services.product_models import LotView
from nkdesk.sheets.wording.amounts import cells_text
from nkdesk.sheets.wording.products import dose_form_text
from nkdesk.ui.common.fields import FLOWING, ChoiceField, chips
from nkdesk.ui.common.labels import button, plain
from nkdesk.ui.products.ask_again import AskAgain
from nkdesk.ui.products.bag_fields import BagFields
from nkdesk.ui.products.form import About, ProductDialog
from nkdesk.ui.products.infusions import NONE, infusion_field, open_infusions
from nkdesk.ui.products.lot_card import lot_head

SIZE = (1000, 566)


class NewDoseDialog(ProductDialog):
    """One bag stands ready; more are added. Numbers are read from the labels, none is made up."""

    def __init__(self, parent: QWidget | None, about: About, view: LotView) -> None:
        super().__init__(parent, self._title(), about)
        self._view = view
        self._say_above(lot_head(view))
        self.again = AskAgain()
        self.again.sure.connect(self.confirm_sure)
        self.bags: list[BagFields] = []
        self._bags = QVBoxLayout()
        self._bags.setSpacing(8)
        self.sum = plain(tone="quiet")
        self.form, self.item = self._form_field(), self._item_field()
        self.more = button(self.tr("Add a bag"))
        self.more.clicked.connect(self._begin_bag)
        self._lay_out()
        self.form.changed.connect(self._show_form)
        self.add_bag()
        self._ready(self.tr("Save the dose"), self.tr("Leave without saving"))
        self.resize(*SIZE)
        self.form.setFocus()

    def value(self) -> ProductDoseForm:
        """Return the form as typed."""
        chosen = self.item.value()
        return ProductDoseForm(
            lot_id=self._view.lot.id,
            form=self.form.value(),
            bags=tuple(bag.value() for bag in self.bags),
            item_id=None if chosen in ("", NONE) else int(chosen),
        )

    def add_bag(self) -> BagFields:
        """Add fields for one more bag."""
        bag = BagFields(len(self.bags) + 1)
        bag.changed.connect(self._show_sum)
        bag.dropped.connect(lambda: self._drop(bag))
        self.bags.append(bag)
        self._bags.addWidget(bag)
        self._number()
        self._show_form()
        return bag

    def confirm_sure(self) -> None:
        """Save what was doubted as it stands on the label."""
        form = replace(self.value(), sure=True)
        answer = self.attempt(lambda: add_dose(self._desk, form))
        if isinstance(answer, Saved):
            self.saved = answer
            self.accept()
        elif answer is not None:
            self.show_unsaved(answer)

    def _write(self) -> Saved | Unsaved:
        return add_dose(self._desk, self.value())

    def _refuse(self, answer: Unsaved) -> None:
        self.show_unsaved(answer)
        if self.again.show_doubts(answer, self.sum.text(), stops=False):
            self.summary.hide()  # the box says the same, with a way on

    def _form_field(self) -> ChoiceField:
        forms = [(one.value, dose_form_text(one).capitalize()) for one in DoseForm]
        return chips("form", self.tr("How it leaves the laboratory"), forms, FLOWING)

    def _item_field(self) -> ChoiceField:
        rows = open_infusions(self._desk, self._about.line.patient.id)
        none = self.tr("For no infusion yet")
        field = infusion_field(rows, self.tr("Reserved for"), none)
        field.choose(NONE)
        return field

    def _lay_out(self) -> None:
        self.body.addWidget(self.again)
        self._add_row(self.form)
        self.body.addLayout(self._bags)
        self.body.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addWidget(self.sum)
        self.body.addWidget(self.add_field(self.item))

    def _begin_bag(self) -> None:
        self.add_bag().parts["number"].setFocus()

    def _drop(self, bag: BagFields) -> None:
        self.bags.remove(bag)
        self._bags.removeWidget(bag)
        bag.hide()
        bag.deleteLater()
        self._number()
        self._show_sum()

    def _number(self) -> None:
        """Count the bags anew, so that a problem finds its field; the only one stays."""
        for name in [name for name in self.fields if name[-1].isdigit()]:
            del self.fields[name]
        for nth, bag in enumerate(self.bags, 1):
            bag.number_as(nth)
            bag.drop.setVisible(len(self.bags) > 1)
            for field in bag.fields:
                self.add_field(field)

    def _show_form(self) -> None:
        for bag in self.bags:
            bag.show_thaw(frozen=self.form.value() == DoseForm.FROZEN)

    def _show_sum(self) -> None:
        """Say all bags together per kg and in all, by the newest weight."""
        self.again.hide()
        reader = ProductReader(self._desk)
        cells = [reader.cells("cells", bag.parts["cells"].value()) for bag in self.bags]
        known = [one for one in cells if one is not None]
        if len(known) != len(cells):
            self.sum.setText("")
            return
        weight = weight_on(self._desk, self._about.line.patient.id, reader.today)
        words = self.tr("All bags together: {cells}")
        self.sum.setText(words.format(cells=cells_text(sum(known), weight)))

    def _title(self) -> str:
        return self.tr("New dose of a lot")
