import unicodedata

import pytest

from nkdesk.model.naming import ALLOWED_RANGES
from nkdesk.services.read_models import DayStatus
from nkdesk.sheets import fonts
from nkdesk.sheets.fonts import Face, FontsMissingError, load_fonts
from nkdesk.sheets.wording.day import status_symbol

TEXT = Face(8)
SYMBOLS = Face(8, symbols=True)


def allowed_characters():
    return "".join(chr(code) for first, last in ALLOWED_RANGES for code in range(first, last + 1))


def test_the_fonts_are_loaded_once(qapp):
    first = load_fonts()
    assert first.text == "Noto Sans"
    assert load_fonts() == first


def test_a_missing_font_is_said_before_anything_is_painted(qapp, monkeypatch, tmp_path):
    monkeypatch.setattr(fonts, "resources", lambda: tmp_path)
    monkeypatch.setattr(fonts, "_LOADED", "not_loaded_yet")
    with pytest.raises(FontsMissingError, match="NotoSans-Regular"):
        load_fonts()


def test_a_font_of_another_family_is_refused(qapp, monkeypatch):
    monkeypatch.setattr(fonts, "TEXT_FAMILY", "Another Sans")
    with pytest.raises(FontsMissingError, match="not the one"):
        fonts._load("NotoSans-Regular.ttf")


def test_fonts_need_an_application(monkeypatch):
    monkeypatch.setattr(fonts.QGuiApplication, "instance", lambda: None)
    with pytest.raises(FontsMissingError, match="running Qt application"):
        load_fonts()


def test_the_font_chosen_is_the_bundled_one_and_borrows_nothing(typecase):
    font = typecase.font(TEXT)
    assert font.family() == "Noto Sans"
    assert font.styleStrategy() == font.StyleStrategy.NoFontMerging


def test_every_character_a_name_may_hold_can_be_printed(typecase):
    assert typecase.unprintable(allowed_characters(), TEXT) == ""


def test_every_status_and_the_box_to_tick_can_be_printed(typecase):
    shapes = "".join(status_symbol(status) for status in DayStatus)
    assert typecase.unprintable(shapes + "☐", SYMBOLS) == ""


@pytest.mark.parametrize(
    "character", ["\u200b", "\u202e", "\u00ad", "\u2028", "\ud800", "\x00", "\u4e2d", "\U0001f600"]
)
def test_an_invisible_or_missing_character_is_found(typecase, character):
    assert typecase.unprintable(f"Иван{character}ов", TEXT) == character


def test_spaces_and_line_ends_need_no_glyph(typecase):
    assert typecase.unprintable("a b\tc\nd\r\n\u00a0\u202f", TEXT) == ""


def test_a_combining_accent_can_be_printed(typecase):
    assert typecase.unprintable("а\u0301", TEXT) == ""
    assert unicodedata.combining("\u0301")


def test_bold_is_wider_and_width_grows_with_size(typecase):
    plain = typecase.width("Ковальчук", TEXT)
    assert typecase.width("Ковальчук", Face(8, bold=True)) > plain
    assert typecase.width("Ковальчук", Face(16)) == pytest.approx(2 * plain, rel=0.01)


def test_no_two_letters_are_printed_as_one(typecase):
    assert typecase.width("ffi", TEXT) == pytest.approx(
        sum(typecase.width(letter, TEXT) for letter in "ffi"), rel=0.02
    )
