import itertools

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QImage, QPainter

from nkdesk.services.read_models import DayStatus
from nkdesk.ui.common.status import paint_status


def grey(status):
    image = QImage(32, 32, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    paint_status(painter, status, QRectF(4, 4, 24, 24))
    painter.end()
    # black where anything is painted: what is left is form alone
    return {
        (x, y)
        for x, y in itertools.product(range(32), repeat=2)
        if image.pixelColor(x, y).lightness() < 200
    }


def test_every_two_statuses_differ_in_form_without_any_colour(qapp):
    shapes = {status: grey(status) for status in DayStatus}
    for first, second in itertools.combinations(DayStatus, 2):
        assert len(shapes[first] ^ shapes[second]) > 60, (first, second)


def test_what_is_recorded_is_filled_and_what_is_open_is_hollow(qapp):
    assert (16, 16) in grey(DayStatus.GIVEN)
    assert (16, 16) not in grey(DayStatus.PLANNED)
