"""Which characters a name or an identifier may hold.

A name must come out whole on screen and on paper, so only characters that the bundled font can
print are taken; invisible ones that could disguise a name are refused (safety hazard H45).
"""

import unicodedata
from dataclasses import dataclass
from enum import StrEnum

NAME_LENGTH = 120
NOTE_LENGTH = 2000
LONGEST = 4 * NOTE_LENGTH
"""Longer texts are never composed: no letter has more than four parts, so they stay too long.

Composing takes the square of the time for a run of combining marks: minutes for a pasted file.
"""

ALLOWED_RANGES: tuple[tuple[int, int], ...] = (
    (0x0020, 0x007E),  # Basic Latin
    (0x00A1, 0x00AC),  # Latin-1 without the soft hyphen
    (0x00AE, 0x024F),  # Latin-1, Latin Extended-A and -B
    (0x02BB, 0x02BC),  # modifier apostrophes, as in Belarusian names
    (0x0400, 0x0482),  # Cyrillic without combining marks
    (0x048A, 0x052F),  # Cyrillic, Cyrillic Supplement
    (0x1E00, 0x1EFF),  # Latin Extended Additional
    (0x2010, 0x2015),  # hyphens and dashes
    (0x2018, 0x201E),  # quotation marks, apostrophe
    (0x2116, 0x2116),  # numero sign
)


class NameFlaw(StrEnum):
    """What is wrong with a typed name or identifier."""

    TOO_LONG = "too_long"
    INVISIBLE = "invisible"
    UNPRINTABLE = "unprintable"


@dataclass(frozen=True, slots=True)
class FlawedName:
    """A flaw and the character behind it as ``U+200B``, "" for a length."""

    flaw: NameFlaw
    character: str = ""


def tidy(typed: str) -> str:
    """Compose to NFC, make no-break spaces plain, trim the ends; nothing else is touched.

    What is too long to be kept whatever it composes to is not composed.
    """
    plain = typed.replace("\u00a0", " ").replace("\u202f", " ").strip(" ")
    return plain if len(plain) > LONGEST else unicodedata.normalize("NFC", plain).strip(" ")


def name_flaw(text: str, *, limit: int = NAME_LENGTH) -> FlawedName | None:
    """Return the first flaw of a tidied name, None when it may be kept."""
    if len(text) > limit:
        return FlawedName(NameFlaw.TOO_LONG)
    for character in text:
        if not _allowed(ord(character)):
            hidden = unicodedata.category(character).startswith("C")
            flaw = NameFlaw.INVISIBLE if hidden else NameFlaw.UNPRINTABLE
            return FlawedName(flaw, f"U+{ord(character):04X}")
    return None


def _allowed(code: int) -> bool:
    return any(first <= code <= last for first, last in ALLOWED_RANGES)
