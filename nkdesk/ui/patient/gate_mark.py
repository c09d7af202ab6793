"""The check before a cycle on its timeline: a diamond where the cycle begins, and its word."""

from PySide6.QtCore import QCoreApplication, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF

from nkdesk.model.eligibility import GateState
from nkdesk.ui.common.theme import colour
from nkdesk.ui.patient.timeline_paint import AXIS, LABELS, small_font

translate = QCoreApplication.translate

_HALF = 7.0
_FILLED = (GateState.OPEN, GateState.PASSED)


def gate_words(state: GateState) -> str:
    """Return how the check stands, in two words."""
    return {
        GateState.NEVER_SIGNED: translate("Patient", "Check: not signed"),
        GateState.OPEN: translate("Patient", "Check: signed"),
        GateState.CLOSED: translate("Patient", "Check: closed again"),
        GateState.PASSED: translate("Patient", "Check: signed"),
    }[state]


def paint_gate(painter: QPainter, x: float, state: GateState) -> None:
    """Paint the diamond before a day: filled once signed, crossed where it was closed again."""
    tone = {GateState.CLOSED: "refused", GateState.NEVER_SIGNED: "caution"}.get(state, "given")
    painter.save()
    painter.setPen(QPen(colour(tone), 1.8))
    painter.setBrush(colour(tone) if state in _FILLED else colour("surface"))
    middle = QPointF(x, AXIS - 11)
    corners = [QPointF(0, -_HALF), QPointF(_HALF, 0), QPointF(0, _HALF), QPointF(-_HALF, 0)]
    painter.drawPolygon(QPolygonF([middle + corner for corner in corners]))
    if state is GateState.CLOSED:
        painter.drawLine(middle + corners[3], middle + corners[1])
    painter.setFont(small_font(painter, bold=True))
    painter.setPen(colour(tone))
    box = QRectF(8, AXIS - 22, LABELS - 16, 22)
    painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, gate_words(state))
    painter.restore()
