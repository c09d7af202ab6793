"""The codes of our own paper, and the check character of a donation number.

A code is plain ASCII in three parts, ``P-NK-004-V``: what it names (patient, bedside card, bag
label), the number, and a check character by ISO/IEC 7064 MOD 37-2, the system ISBT 128 uses for
donation numbers. It finds every single wrong letter or digit and every pair of neighbours swapped
(hazard H14); signs between them are not counted. Product numbers are opaque text: what a
laboratory or a supplier means by them is never read, only compared.
"""

import re
from dataclasses import dataclass

CHECK_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ*"
_MODULUS = len(CHECK_ALPHABET)

# These stay as they are; every other character is written as its code point, so that no two
# numbers ever share a code and every code can be printed and typed on any keyboard.
_PLAIN = re.compile(r"[0-9A-Z= -]")
_ESCAPED = re.compile(r"\+([0-9A-F]{6})")
_SHAPE = re.compile(r"([PCB])-((?:[0-9A-Z= -]|\+[0-9A-F]{6})+)-([0-9A-Z*])")
_CARD = re.compile(r"(.+)-([0-9]{1,18})")

# A donation identification number as ISBT 128 prints it for the eye: facility, year, serial,
# two flag characters or none, and its check character. A facility that begins with a digit is
# left opaque: it cannot be told from any other row of digits.
_DONATION = re.compile(r"=?([A-NP-Z][0-9]{12})(?:[0-9A-Z]{2})?([0-9A-Z*])")


@dataclass(frozen=True, slots=True)
class PatientCode:
    """A code that names a patient."""

    trial_number: str


@dataclass(frozen=True, slots=True)
class CardCode:
    """A code that names the bedside card of one infusion."""

    trial_number: str
    item_id: int


@dataclass(frozen=True, slots=True)
class BagCode:
    """A code that names a bag by its product number."""

    number: str


OwnCode = PatientCode | CardCode | BagCode


def patient_code(trial_number: str) -> str:
    """Return the code of a patient, for a wristband or a sheet."""
    return _code("P", _escaped(trial_number))


def card_code(trial_number: str, item_id: int) -> str:
    """Return the code of the bedside card of one infusion."""
    return _code("C", f"{_escaped(trial_number)}-{item_id}")


def bag_code(number: str) -> str:
    """Return the code of a bag, for a label of our own."""
    return _code("B", _escaped(number))


def read_code(text: str) -> OwnCode | None:
    """Return what a code of ours names; None where it is none, or its check character is wrong."""
    shape = _SHAPE.fullmatch(text)
    if shape is None or shape[3] != _check_of(shape[1], shape[2]):
        return None
    match shape[1]:
        case "P":
            return PatientCode(_unescaped(shape[2]))
        case "B":
            return BagCode(_unescaped(shape[2]))
        case _:
            return _card(shape[2])


def looks_like_code(text: str) -> bool:
    """Whether a text has the shape of a code of ours, be its check character right or wrong."""
    return _SHAPE.fullmatch(text) is not None


def number_key(number: str) -> str:
    """Return what two spellings of one number share: capitals, no spaces.

    A scanner leaves out the spaces that a label prints, and Caps Lock turns its capitals small.
    """
    return "".join(number.split()).upper()


def check_character(letters: str) -> str:
    """Return the MOD 37-2 check character of ASCII capitals and digits; other signs do not count.

    Source: ISO/IEC 7064, pure system MOD 37-2.
    """
    rest = 0
    for letter in letters:
        if letter in CHECK_ALPHABET[:-1]:
            rest = (rest + CHECK_ALPHABET.index(letter)) * 2 % _MODULUS
    return CHECK_ALPHABET[(1 - rest) % _MODULUS]


def isbt_check(text: str) -> bool | None:
    """Whether the check character of an ISBT 128 donation number, as typed, is right.

    None: it is no donation number with a check character, so that nothing can be said.
    """
    donation = _DONATION.fullmatch(number_key(text))
    return None if donation is None else check_character(donation[1]) == donation[2]


def _code(kind: str, body: str) -> str:
    return f"{kind}-{body}-{_check_of(kind, body)}"


def _check_of(kind: str, body: str) -> str:
    return check_character(kind + body)


def _card(body: str) -> CardCode | None:
    card = _CARD.fullmatch(body)
    return None if card is None else CardCode(_unescaped(card[1]), int(card[2]))


def _escaped(number: str) -> str:
    return "".join(one if _PLAIN.fullmatch(one) else f"+{ord(one):06X}" for one in number)


def _unescaped(body: str) -> str:
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), body)
