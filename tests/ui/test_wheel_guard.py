import pytest
from PySide6.QtCore import QDate, QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QDateEdit,
    QDoubleSpinBox,
    QLineEdit,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)


def notch(widget):
    point = QPointF(widget.rect().center())
    event = QWheelEvent(
        point,
        QPointF(widget.mapToGlobal(point.toPoint())),
        QPoint(0, -10),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,  # noqa: FBT003 -- Qt's signature
    )
    QApplication.sendEvent(widget, event)


def combo():
    made = QComboBox()
    made.addItems(["given", "not given"])
    return made


FIELDS = {
    "date": (lambda: QDateEdit(QDate(2026, 3, 12)), lambda field: field.date()),
    "number": (QSpinBox, lambda field: field.value()),
    "decimal": (QDoubleSpinBox, lambda field: field.value()),
    "choice": (combo, lambda field: field.currentIndex()),
}


@pytest.fixture
def form(qtbot, text_size):
    made = QWidget()
    qtbot.addWidget(made)
    column = QVBoxLayout(made)
    elsewhere = QLineEdit()
    column.addWidget(elsewhere)
    made.show()
    elsewhere.setFocus()
    return made


@pytest.mark.parametrize("kind", FIELDS)
def test_the_wheel_never_changes_a_field_without_the_focus(form, kind):
    make, value = FIELDS[kind]
    field = make()
    if kind in ("number", "decimal"):
        field.setValue(5)
    form.layout().addWidget(field)
    before = value(field)
    notch(field)
    assert value(field) == before


def test_the_wheel_still_changes_a_field_that_has_the_focus(form, qtbot):
    field = QSpinBox()
    field.setValue(5)
    form.layout().addWidget(field)
    field.setFocus()
    qtbot.waitUntil(field.hasFocus)
    notch(field)
    assert field.value() == 4
