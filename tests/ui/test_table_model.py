import pytest
from PySide6.QtCore import Qt

from nkdesk.services.patient_page import find_patients, patient_page
from nkdesk.services.protocols import protocol_list
from nkdesk.ui.common.table_model import ROW, SORT, Column, TableModel
from nkdesk.ui.patient.columns import ItemColumns
from nkdesk.ui.patients.columns import patient_columns
from nkdesk.ui.protocols.screen import protocol_columns


def check_model(qtmodeltester, columns, rows):
    model = TableModel(columns)
    model.show(rows)
    qtmodeltester.check(model, force_py=True)
    return model


def test_the_patient_list_is_a_sound_model(qtmodeltester, desk):
    model = check_model(qtmodeltester, patient_columns(), find_patients(desk).rows)
    assert model.rowCount() == 12


def test_the_items_of_a_cycle_are_a_sound_model(qtmodeltester, desk):
    page = patient_page(desk, 1)
    check_model(qtmodeltester, ItemColumns({}).columns(), page.cycles[0].rows)


def test_the_protocol_list_is_a_sound_model(qtmodeltester, desk):
    model = check_model(qtmodeltester, protocol_columns(), protocol_list(desk))
    assert model.rowCount() == 4


@pytest.fixture
def numbers():
    model = TableModel([Column("Number", lambda row: f"no. {row}", lambda row: row)])
    model.show([10, 9])
    return model


def test_a_column_may_sort_by_something_else_than_its_text(numbers):
    index = numbers.index(0, 0)
    assert (index.data(), index.data(SORT), index.data(ROW)) == ("no. 10", 10, 10)


def test_a_cell_is_spoken_with_the_title_of_its_column(numbers):
    spoken = numbers.index(1, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "Number: no. 9"
