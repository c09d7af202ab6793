"""A scanner read through other layouts. The layouts stand here as key caps, row by row."""

import string

import pytest

from nkdesk.bedside.codes import bag_code, card_code, patient_code
from nkdesk.bedside.scanning import Scan, as_latin, scan_flaw
from nkdesk.model.naming import NameFlaw

PRINTABLE = [chr(code) for code in range(0x20, 0x7F)]

# Rows as on the caps, unshifted then shifted: number row, upper, home, lower, backslash.
US = [
    *("`1234567890-=", "qwertyuiop[]", "asdfghjkl;'", "zxcvbnm,./", "\\", " "),
    *("~!@#$%^&*()_+", "QWERTYUIOP{}", 'ASDFGHJKL:"', "ZXCVBNM<>?", "|"),
]
RU = [
    *("ё1234567890-=", "йцукенгшщзхъ", "фывапролджэ", "ячсмитьбю.", "\\", " "),
    *('Ё!"№;%:?*()_+', "ЙЦУКЕНГШЩЗХЪ", "ФЫВАПРОЛДЖЭ", "ЯЧСМИТЬБЮ,", "/"),
]
BE = [
    *("ё1234567890-=", "йцукенгшўзх'", "фывапролджэ", "ячсмітьбю.", "\\", " "),
    *('Ё!"№;%:?*()_+', "ЙЦУКЕНГШЎЗХ'", "ФЫВАПРОЛДЖЭ", "ЯЧСМІТЬБЮ,", "/"),
]
LAYOUTS = {
    name: dict(zip("".join(US), "".join(caps), strict=True))
    for name, caps in {"ru": RU, "be": BE}.items()
}
LOST = {"ru": set(), "be": {"}"}}  # shown as ], which is on the same key


def typed(text, layout):
    return "".join(LAYOUTS[layout][sign] for sign in text)


def test_the_layouts_of_this_test_have_every_printable_character_once():
    assert sorted("".join(US)) == PRINTABLE


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("sign", PRINTABLE)
def test_every_printable_character_comes_back_beside_a_letter(sign, layout):
    meant = f"P{sign}K"
    read = as_latin(typed(meant, layout))
    assert read == Scan("P]K" if sign in LOST[layout] else meant, corrected=True)


def test_nothing_is_lost_through_a_russian_layout_and_one_sign_through_a_belarusian():
    lost = {
        layout: {one for one in PRINTABLE if as_latin(typed(f"P{one}", layout)).text != f"P{one}"}
        for layout in LAYOUTS
    }
    assert lost == LOST


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize(
    "code",
    [
        patient_code("NK-004"),
        patient_code("нк-004/а"),
        card_code("NK-004", 98),
        bag_code("=W1234 26 000001"),
        "=W1234 26 000001",
        "=W12342600000100",
        "W1234 26 000001 *",
        "D24-0117-2",
        string.ascii_uppercase + string.digits + "-=+* ",
        # What the scanner test sheet holds.
        "=0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ%&<>",
    ],
)
def test_every_code_and_product_number_comes_back_through_each_layout(code, layout):
    assert as_latin(code) == Scan(code, corrected=False)
    assert as_latin(typed(code, layout)) == Scan(code, corrected=True)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_digits_and_the_signs_of_our_codes_are_the_same_in_every_layout(layout):
    assert typed("0123456789-_=+%*()! ", layout) == "0123456789-_=+%*()! "
    assert as_latin("24-0117=2+*") == Scan("24-0117=2+*", corrected=False)


def test_without_a_letter_a_slash_cannot_be_told_from_a_full_stop():
    assert as_latin(typed("12/7", "ru")) == Scan("12.7", corrected=False)


@pytest.mark.parametrize(
    "garbage",
    [
        "PЛ-004",  # one Latin letter, one Cyrillic
        "ЗТЛ-004K",
        "щў",  # a Russian and a Belarusian key
        "иі",
        "З@",  # no key of a Russian layout types it
        "З&",
        "З[",
        "é",
        "Зé",
        "€5",
        "ї",  # a Ukrainian key
    ],
)
def test_what_no_one_layout_types_is_not_guessed_at(garbage):
    assert as_latin(garbage) is None


@pytest.mark.parametrize(
    ("scanned", "character"),
    [
        ("NK\u200b-004", "U+200B"),
        ("\u202eNK-004", "U+202E"),
        ("NK-004\t", "U+0009"),
        ("NK\x1d004", "U+001D"),
        ("ТЛ\u200d-004", "U+200D"),
        ("NK-004\x7f", "U+007F"),
    ],
)
def test_an_invisible_character_is_refused_by_name(scanned, character):
    assert as_latin(scanned) is None
    flaw = scan_flaw(scanned)
    assert flaw is not None
    assert (flaw.flaw, flaw.character) == (NameFlaw.INVISIBLE, character)


def test_a_scan_without_such_a_character_has_no_flaw():
    assert scan_flaw("=W1234 26 000001" * 20) is None


def test_an_empty_scan_is_read_as_nothing():
    assert as_latin("") == Scan("", corrected=False)
