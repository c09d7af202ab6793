"""What has to be said in words is not said by a tab, a line break or half a character."""

from dataclasses import replace

import pytest

from nkdesk.services.enrol import enrol
from nkdesk.services.forms import Unsaved
from nkdesk.services.reading import Reader
from tests.services.conftest import TODAY

BLANKS = ("\t", "\n", " \r\n ", "\u2003")


def codes(answer):
    assert isinstance(answer, Unsaved), answer
    return {(one.field, str(one.code)) for one in answer.problems}


@pytest.mark.parametrize("blank", BLANKS)
def test_known_allergies_are_named_with_more_than_blanks(desk, form, blank):
    blank_form = replace(form, allergy_state="known", allergies=blank)
    assert codes(enrol(desk, blank_form)) == {("allergies", "needs_text")}


def test_half_a_character_is_no_protocol(desk, form):
    assert ("protocol_hash", "not_a_choice") in codes(
        enrol(desk, replace(form, protocol_hash="\ud800"))
    )


@pytest.mark.parametrize("sign", "\x1c\x1d\x1e\x1f")
def test_an_invisible_separator_in_a_note_is_named_not_swallowed(sign):
    reader = Reader(TODAY)
    assert reader.note("note", f"seen{sign}twice") == ""
    assert [(one.field, one.detail) for one in reader.problems] == [("note", f"U+{ord(sign):04X}")]


def test_line_breaks_and_rare_blanks_of_a_note_become_one_space():
    reader = Reader(TODAY)
    assert reader.note("note", " one\r\n\ttwo\u2009\u2028three\u00a0") == "one two three"
    assert reader.problems == []
