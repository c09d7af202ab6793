"""Which test of a lot: every one with what is known of it, chosen with arrow keys or a click."""

from collections.abc import Sequence

from PySide6.QtWidgets import QSizePolicy

from nkdesk.services.product_models import TestLine
from nkdesk.ui.common.fields import Field
from nkdesk.ui.common.paragraph import Run
from nkdesk.ui.common.table_model import Column, TableModel
from nkdesk.ui.common.wrap_delegate import chosen_row, make_table
from nkdesk.ui.products.test_lines import test_lines


class TestChoice(Field):
    """The value is the id of the test chosen, "" while none is."""

    __test__ = False

    def __init__(self, name: str, label: str, tests: Sequence[TestLine]) -> None:
        column: Column[TestLine] = Column(label, _spoken, width=300)
        model: TableModel[TestLine] = TableModel([column])
        self.table = make_table(model, {0: _lines}, 0)
        model.setParent(self.table)
        self.table.horizontalHeader().hide()
        self.table.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        super().__init__(name, label, self.table)
        model.show(tests)
        self.table.fit()
        self.table.selectionModel().selectionChanged.connect(lambda *_: self.changed.emit())
        self._tests = tuple(tests)

    @property
    def chosen(self) -> TestLine | None:
        """The test that is chosen."""
        row = chosen_row(self.table)
        return row if isinstance(row, TestLine) else None

    def value(self) -> str:
        """Return the id of the test chosen."""
        return "" if self.chosen is None else self.chosen.test.id

    def choose(self, test_id: str) -> None:
        """Choose a test."""
        for place, line in enumerate(self._tests):
            if line.test.id == test_id:
                self.table.selectRow(place)


def decided_last(tests: Sequence[TestLine]) -> list[TestLine]:
    """Return failed tests first, then open ones, then those that passed; order stays within."""
    places = {False: 0, None: 1, True: 2}
    return sorted(tests, key=lambda line: places[line.passed])


def _lines(line: TestLine) -> list[list[Run]]:
    return test_lines((line,))


def _spoken(line: TestLine) -> str:
    return "; ".join("".join(run.text for run in runs).strip() for runs in _lines(line))
