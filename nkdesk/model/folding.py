"""One key for all spellings of a name: case, accents, Belarusian letters, look-alikes.

Source: safety hazards H01 and H02, clinical facts §8 (names).
"""

import unicodedata
from functools import lru_cache

from nkdesk.model.naming import LONGEST

NEAR_LETTERS = 2
"""Two names that differ by at most this many letters are shown as look-alikes."""

# Accents fall away first, so that one letter stands for itself and its marked forms.
_LATIN, _ALIKE = "abcehkmoptxyi", "авсенкмортхуи"
_RELATED = {"\u0456": "\u0438", "\u0491": "\u0433"}  # Belarusian and Ukrainian i, g
_APOSTROPHES = dict.fromkeys("\u2019\u2018\u02bc\u02bb`", "'")
_HYPHENS = dict.fromkeys("\u2010\u2011\u2012\u2013\u2014", "-")
_SAME = str.maketrans(dict(zip(_LATIN, _ALIKE, strict=True)) | _RELATED | _APOSTROPHES | _HYPHENS)


@lru_cache(maxsize=4096)
def fold(text: str) -> str:
    """Return the search key of a text: two spellings of one name have one key.

    A text longer than anything that is kept is its own key: nothing kept is spelled like it.
    """
    if len(text) > LONGEST:
        return text
    decomposed = unicodedata.normalize("NFD", unicodedata.normalize("NFKC", text).casefold())
    bare = "".join(sign for sign in decomposed if not unicodedata.combining(sign))
    return " ".join(unicodedata.normalize("NFC", bare).translate(_SAME).split())


def near(first: str, second: str) -> bool:
    """Whether two folded names differ by at most two letters, a swap counting as one."""
    if abs(len(first) - len(second)) > NEAR_LETTERS:
        return False
    return _distance(first, second) <= NEAR_LETTERS


def _distance(first: str, second: str) -> int:
    """Damerau-Levenshtein distance, adjacent swaps only."""
    before: list[int] = []
    above = list(range(len(second) + 1))
    for row, left in enumerate(first, 1):
        current = [row]
        for column, right in enumerate(second, 1):
            best = min(
                above[column] + 1, current[column - 1] + 1, above[column - 1] + (left != right)
            )
            swapped = row > 1 and column > 1 and left == second[column - 2] != right
            if swapped and first[row - 2] == right:
                best = min(best, before[column - 2] + 1)
            current.append(best)
        before, above = above, current
    return above[-1]
