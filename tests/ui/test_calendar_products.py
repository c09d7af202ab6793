"""The donor's line and the marks of GO, HOLD and NO-GO in calendar and month."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QFont, QImage, QPainter

from nkdesk.model.product import LotState
from nkdesk.model.protocol import ItemKind
from nkdesk.model.readiness import Go
from nkdesk.services.calendar_models import CalendarRow, DonorMark
from nkdesk.ui.calendar.chips import chips_of
from nkdesk.ui.calendar.facts import Facts, Row
from nkdesk.ui.calendar.geometry import donor_height
from nkdesk.ui.calendar.grid import WardGrid
from nkdesk.ui.calendar.names import Names
from nkdesk.ui.calendar.place import Place
from nkdesk.ui.calendar.words import donor_mark_words, place_words, tip_words
from nkdesk.ui.common.marks import paint_stop
from tests.sheets.builders import line
from tests.ui.calendars import FIRST, calendar, cell

DONOR = DonorMark("mother", (("L-014", LotState.IN_TEST),))


def facts_of(donor):
    who, cells = (
        line(1),
        (cell(2, 5, "APH", kind=ItemKind.COLLECTION), cell(2, 6, go=Go.NO_GO), cell(4, 7)),
    )
    facts = Facts(FIRST, 14)
    read = calendar([(who, cells)])
    facts.take(0, replace(read, rows=(CalendarRow(who, "flag", cells, donor),)))
    facts.rows = facts.everybody()
    return facts


def test_a_row_with_a_donor_is_higher_by_the_donors_line(qapp):
    font = QFont(qapp.font())
    font.setPixelSize(14)
    heights = [
        Names([Row(line(1), "flag", donor)], font, 208, 1.0).heights()[0] for donor in (None, DONOR)
    ]
    assert heights[1] - heights[0] == donor_height(1.0)


def test_a_collection_stands_alone_on_the_donors_line_and_nowhere_else():
    cells = facts_of(DONOR).cell(0, 2)
    chips = chips_of(cells, donor_line=True)
    assert [(chip.look.label, chip.donor) for chip in chips] == [("NK2", False), ("APH", True)]
    assert not any(chip.donor for chip in chips_of(cells))
    twice = chips_of([cells[0], replace_item(cells[0], 9)], donor_line=True)
    assert [chip.look.label for chip in twice] == ["2 collections"]


def replace_item(one, item_id):
    return one._replace(item_id=item_id)


def test_the_donors_chip_lies_at_the_foot_of_its_cell(qtbot, text_size):
    grid = WardGrid()
    qtbot.addWidget(grid)
    grid.resize(1093, 400)
    grid.show_facts(facts_of(DONOR))
    box = grid.body.cell_box(0, 2)
    own, donors = (grid.body.chip_box(chip, box) for chip in grid.body.chips(0, 2))
    assert own.bottom() < donors.top()
    assert box.bottom() - donors.bottom() <= 3
    assert QRect(box).contains(donors.center())


def test_words_of_a_cell_name_donor_lot_and_no_go():
    facts = facts_of(DONOR)
    assert donor_mark_words(DONOR) == "Donor: mother · L-014 in test"
    said = place_words(facts, Place(0, 2))
    assert "NO-GO" in said
    assert "Donor: mother · L-014 in test" in said
    assert "Donor: mother" in tip_words(facts, 0, None)
    assert "Donor" not in place_words(facts_of(None), Place(0, 2))


@pytest.mark.parametrize("go", [Go.HOLD, Go.NO_GO])
def test_a_stop_is_told_apart_by_its_shape_alone(qapp, go):
    picture = QImage(24, 24, QImage.Format.Format_Grayscale8)
    picture.fill(Qt.GlobalColor.white)
    painter = QPainter(picture)
    paint_stop(painter, go, QRectF(QPointF(0, 0), picture.size()))
    painter.end()
    middle, corner = picture.pixelColor(12, 12).value(), picture.pixelColor(4, 4).value()
    assert (middle < 200, corner < 200) == ((False, False) if go is Go.HOLD else (True, True))
