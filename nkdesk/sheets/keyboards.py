"""What a scanner types through the keyboard layouts of the ward: every key with its letters.

A scanner presses the keys of a US keyboard. Source of the layouts: the Russian and the Belarusian
layout of Windows; the reading back of them is ``bedside.scanning``.
"""

from enum import Enum, auto

_US = "`qwertyuiop[]asdfghjkl;'zxcvbnm,./"
_US_SHIFTED = '~QWERTYUIOP{}ASDFGHJKL:"ZXCVBNM<>?'
_RUSSIAN = "ёйцукенгшщзхъфывапролджэячсмитьбю."
_RUSSIAN_SHIFTED = "ЁЙЦУКЕНГШЩЗХЪФЫВАПРОЛДЖЭЯЧСМИТЬБЮ,"
_RUSSIAN_DIGITS = dict(zip("@#$^&", '"№;:?', strict=True))
_BELARUSIAN = {
    "o": "\u045e",  # short u
    "O": "\u040e",
    "b": "\u0456",  # dotted i
    "B": "\u0406",
    "]": "'",
    "}": "'",
}


class Keyboard(Enum):
    """A layout a computer of the ward may stand in."""

    RUSSIAN = auto()
    BELARUSIAN = auto()


_KEYS = {
    **dict(zip(_US, _RUSSIAN, strict=True)),
    **dict(zip(_US_SHIFTED, _RUSSIAN_SHIFTED, strict=True)),
    **_RUSSIAN_DIGITS,
}


def typed_through(text: str, keyboard: Keyboard) -> str:
    """Return what appears when a scanner types ``text`` while a layout is on."""
    keys = _KEYS if keyboard is Keyboard.RUSSIAN else _KEYS | _BELARUSIAN
    return "".join(keys.get(letter, letter) for letter in text)
