import unicodedata

import pytest

from nkdesk.model.naming import ALLOWED_RANGES, NAME_LENGTH, FlawedName, NameFlaw, name_flaw, tidy


@pytest.mark.parametrize(
    "name",
    ['Иванов <!-- "Ё', "Ўладзіслаў", "O'Brien", "Seán", "Абрамович-Загорская", "Nguyễn", "д’Арк"],
)
def test_a_name_is_kept_letter_for_letter(name):
    assert tidy(name) == name
    assert name_flaw(name) is None


@pytest.mark.parametrize(
    ("name", "character"),
    [
        ("Ива\u200bнов", "U+200B"),
        ("Ива\u202eнов", "U+202E"),
        ("И\x00", "U+0000"),
        ("\ud800", "U+D800"),
    ],
)
def test_invisible_characters_are_named(name, character):
    assert name_flaw(name) == FlawedName(NameFlaw.INVISIBLE, character)


def test_a_character_without_a_glyph_is_named():
    assert name_flaw("王") == FlawedName(NameFlaw.UNPRINTABLE, "U+738B")


def test_a_name_of_the_longest_length_is_kept_and_one_more_letter_is_not():
    assert name_flaw("я" * NAME_LENGTH) is None
    assert name_flaw("я" * (NAME_LENGTH + 1)) == FlawedName(NameFlaw.TOO_LONG)


def test_spaces_that_only_look_like_spaces_become_spaces_and_accents_compose():
    assert tidy(" Ли\u00a0Ен\u202f ") == "Ли Ен"
    assert tidy("Е\u0308лкина") == "Ёлкина"


def test_no_allowed_character_is_invisible_or_unassigned():
    for first, last in ALLOWED_RANGES:
        for code in range(first, last + 1):
            assert not unicodedata.category(chr(code)).startswith("C"), hex(code)
