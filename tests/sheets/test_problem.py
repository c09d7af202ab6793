import pytest

from nkdesk.model.patient import PersonName
from nkdesk.sheets import fonts
from nkdesk.sheets import paper as on_paper
from nkdesk.sheets.daily_list import daily_list_pdf
from nkdesk.sheets.problem import SheetError
from tests.sheets import builders

pytestmark = pytest.mark.usefixtures("qapp")


def without_fonts(monkeypatch, tmp_path):
    monkeypatch.setattr(fonts, "resources", lambda: tmp_path)
    monkeypatch.setattr(fonts, "_LOADED", "not_loaded_yet")


def without_a_painter(monkeypatch, _):
    monkeypatch.setattr(on_paper.QPainter, "begin", lambda *_: False)


def with_nothing_painted(monkeypatch, _):
    monkeypatch.setattr(on_paper, "paint_page", lambda *_: None)


@pytest.mark.parametrize("spoil", [without_fonts, without_a_painter, with_nothing_painted])
def test_a_sheet_that_cannot_be_used_is_one_kind_of_error(monkeypatch, tmp_path, spoil):
    spoil(monkeypatch, tmp_path)
    with pytest.raises(SheetError):
        daily_list_pdf(builders.day_list(), builders.STAMP)


def test_a_character_that_cannot_be_printed_is_that_kind_too():
    who = builders.line(1, name=PersonName("\u4e2d", "Иван"))
    with pytest.raises(SheetError):
        daily_list_pdf(builders.day_list((builders.row(1, who=who),)), builders.STAMP)
