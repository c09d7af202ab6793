"""Codes of our own paper, and the check character they share with ISBT 128."""

import pytest

from nkdesk.bedside.codes import (
    BagCode,
    CardCode,
    PatientCode,
    bag_code,
    card_code,
    check_character,
    isbt_check,
    looks_like_code,
    number_key,
    patient_code,
    read_code,
)

SIGNS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
NUMBERS = ["NK-004", "HR 004", "nk-004", "НК-004", "A/7", "№ 7", "+", "-", "=W1234 26 000001"]


@pytest.mark.parametrize(
    ("letters", "check"),
    [
        ("G123489654321", "Y"),  # the example that published implementations share
        ("", "1"),
        ("0", "1"),
        ("1", "*"),  # rest 2, 1 - 2 = -1, which is 36
        ("2", "Y"),
        ("A", "I"),  # 10 * 2 = 20, 1 - 20 = -19, which is 18
    ],
)
def test_the_check_character_is_that_of_the_standard(letters, check):
    assert check_character(letters) == check


def test_a_patients_code_is_short_and_readable():
    assert patient_code("NK-004") == "P-NK-004-1"


@pytest.mark.parametrize("number", NUMBERS)
def test_a_code_names_again_what_it_was_made_of(number):
    assert read_code(patient_code(number)) == PatientCode(number)
    assert read_code(card_code(number, 98)) == CardCode(number, 98)
    assert read_code(bag_code(number)) == BagCode(number)


@pytest.mark.parametrize("number", NUMBERS)
def test_a_code_is_capitals_digits_and_signs_every_layout_has(number):
    for code in (patient_code(number), card_code(number, 98), bag_code(number)):
        assert set(code) <= set(SIGNS + "-=+* ")


def test_no_two_numbers_share_a_code():
    assert len({patient_code(number) for number in NUMBERS}) == len(NUMBERS)


@pytest.mark.parametrize(
    "text", ["", "P-", "P--1", "NK-004", "X-NK-004-1", "P-NK-004-2", "P-nk-004-1", "P-NK/4-1"]
)
def test_what_is_no_code_of_ours_names_nothing(text):
    assert read_code(text) is None


def test_a_card_without_an_item_names_nothing():
    body = "NK"
    assert read_code(f"C-{body}-{check_character('C' + body)}") is None


def test_a_code_with_a_wrong_check_character_still_looks_like_one():
    assert looks_like_code("P-NK-004-2")
    assert not looks_like_code("NK-004")


def test_a_code_of_one_kind_is_none_of_another():
    patient = patient_code("NK-004")
    assert read_code("B" + patient[1:]) is None
    assert read_code("C" + patient[1:]) is None


def wrong_characters(code):
    for place, right in enumerate(code):
        if right in SIGNS:
            yield from (
                code[:place] + wrong + code[place + 1 :] for wrong in SIGNS if wrong != right
            )


def swapped_neighbours(code):
    for place in range(len(code) - 1):
        left, right = code[place], code[place + 1]
        if left != right and left in SIGNS and right in SIGNS:
            yield code[:place] + right + left + code[place + 2 :]


def many_codes():
    for nth in range(60):
        yield patient_code(f"NK-{nth * 37 % 1000:03d}")
        yield card_code(f"HR-{nth * 113 % 1000:03d}", 1 + nth * 1709)
        yield bag_code(f"=W{nth * 271 % 10**4:04d} 26 {nth * 104_729 % 10**6:06d}")


@pytest.mark.parametrize(
    ("spoil", "at_least"), [(wrong_characters, 60_000), (swapped_neighbours, 1_000)]
)
def test_every_wrong_character_and_every_swap_of_neighbours_is_caught(spoil, at_least):
    spoilt = [one for code in many_codes() for one in spoil(code)]
    read = [one for one in spoilt if read_code(one) is not None]
    assert len(spoilt) >= at_least
    assert len(spoilt) - len(read) >= 0.99 * len(spoilt)
    assert read == []  # the rule asks for 99 %; the arithmetic gives all


# Donation numbers of ISBT 128


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("G1234 89 654321 Y", True),
        ("G123489654321Y", True),
        ("=G1234 89 654321 Y", True),
        ("g1234 89 654321 y", True),
        ("G1234 89 654321 00 Y", True),  # flag characters do not count
        ("G1234 89 654321 X", False),
        ("G1234 89 654312 Y", False),
        ("G1234 89 654321", None),  # as the bar code has it: no check character
        ("=W1234 26 000001", None),
        ("=W12342600000100", None),
        ("D24-0117-2", None),
        ("12348965432100", None),  # a row of digits is left alone
        ("O1234 89 654321 Y", None),  # no facility begins with the letter O
        ("", None),
    ],
)
def test_a_donation_number_is_verified_where_it_carries_a_check_character(text, right):
    assert isbt_check(text) is right


@pytest.mark.parametrize("spoil", [wrong_characters, swapped_neighbours])
def test_slips_in_a_typed_donation_number_are_caught(spoil):
    number = "W123426000017"
    whole = number + check_character(number)
    spoilt = [one for one in spoil(whole) if isbt_check(one) is not None]
    assert isbt_check(whole) is True
    assert len(spoilt) >= 5
    assert [one for one in spoilt if isbt_check(one)] == []


@pytest.mark.parametrize(
    "spelt", ["=W1234 26 000001", "=w1234 26 000001", "=W123426000001", " =W1234  26 000001 "]
)
def test_a_number_is_the_same_without_its_spaces_and_in_small_letters(spelt):
    assert number_key(spelt) == "=W123426000001"
