import pytest
from hypothesis import given
from hypothesis import strategies as st

from nkdesk.model.folding import fold, near


@pytest.mark.parametrize(
    ("stored", "typed"),
    [
        ("Семёнов", "семенов"),
        ("СЕМЁНОВ", "Семенов"),
        ("Петрова", "Пeтрoвa"),  # Latin e, o, a
        ("Навіцкая", "навицкая"),
        ("Ўладзіслаў", "уладзислау"),
        ("Сям’я", "сям'я"),
        ("Абрамович‑Загорская", "абрамович-загорская"),
        ("  Ким   Ён ", "ким ен"),
        ("Йодко", "иодко"),
        ("NK-003", "nк-003"),
    ],
)
def test_spellings_of_one_name_have_one_key(stored, typed):
    assert fold(stored) == fold(typed)


@given(st.text())
def test_folding_twice_changes_nothing_more(text):
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    ("first", "second", "alike"),
    [
        ("иванов илья", "ивонав илья", True),
        ("иванов", "иванво", True),
        ("иванов", "ивановна", True),
        ("иванов", "ивановича", False),
        ("кот", "пес", False),
        ("абв", "бав", True),
        ("", "аб", True),
    ],
)
def test_two_letters_apart_is_near(first, second, alike):
    assert near(first, second) is alike
    assert near(second, first) is alike


@given(st.text("абв", max_size=6), st.integers(0, 5))
def test_a_swap_of_neighbours_is_always_near(word, at):
    swapped = word[:at] + word[at + 1 : at + 2] + word[at : at + 1] + word[at + 2 :]
    assert near(word, swapped)
