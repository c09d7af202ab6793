"""A text of a megabyte is read in no time, whatever it is made of."""

import time

from nkdesk.model.folding import fold
from nkdesk.model.naming import LONGEST, NOTE_LENGTH, NameFlaw, name_flaw, tidy

MARKS = "a" + "\u0301\u0316" * 250_000
PATIENCE = 1.0


def test_half_a_million_marks_on_one_letter_are_too_long_at_once():
    began = time.monotonic()
    assert name_flaw(tidy(MARKS), limit=NOTE_LENGTH).flaw is NameFlaw.TOO_LONG
    assert fold(MARKS) == MARKS
    assert time.monotonic() - began < PATIENCE


def test_the_longest_note_is_kept_however_it_is_spelled():
    spelled = "\u1f02".join([""] * (NOTE_LENGTH + 1))
    apart = "\u03b1\u0313\u0300" * NOTE_LENGTH
    assert tidy(apart) == spelled
    assert len(apart) < LONGEST


def test_a_letter_of_four_signs_too_many_is_too_long_composed_or_not():
    apart = "\u03b1\u0313\u0300\u0345" * (NOTE_LENGTH + 1)
    assert name_flaw(tidy(apart), limit=NOTE_LENGTH).flaw is NameFlaw.TOO_LONG
