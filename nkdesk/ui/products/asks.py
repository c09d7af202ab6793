"""What the cards of the products screen can be asked for, in one place for all of them."""

from PySide6.QtCore import QObject, Signal, SignalInstance
from PySide6.QtWidgets import QPushButton


class Asks(QObject):
    """Each signal carries the read models of what it is about; nothing is saved by asking.

    ``facts``, ``donor``, ``results``, ``lot``, ``order``, ``weight`` and ``hold`` carry a
    RecipientProducts, ``hold_lot``, ``move``, ``result``, ``dose`` and ``paper`` a LotView,
    ``reserve`` and ``card`` a LotView and a DoseView, ``move_dose`` these and the DoseState,
    ``lift`` what has a ``line`` and the Hold; ``scanner`` carries nothing.
    """

    donor = Signal(object)
    facts = Signal(object)
    results = Signal(object)
    lot = Signal(object)
    order = Signal(object)
    weight = Signal(object)
    hold = Signal(object)
    hold_lot = Signal(object)
    lift = Signal(object, object)
    move = Signal(object)
    result = Signal(object)
    dose = Signal(object)
    reserve = Signal(object, object)
    move_dose = Signal(object, object, object)
    paper = Signal(object)
    card = Signal(object, object)
    scanner = Signal()


def ask_on_click(button: QPushButton, asked: SignalInstance, *about: object) -> None:
    """Ask for something about these when a button is pressed."""
    button.clicked.connect(lambda: asked.emit(*about))
