"""What a scanner meant that typed through a Russian or Belarusian keyboard layout.

A scanner is a keyboard: it presses the keys of a US layout, and the computer turns them into
letters of the layout that happens to be on. Every key is turned back as soon as one Cyrillic
letter shows that this happened; codes of our own hold a letter, so that they always are.

Source of the tables: the layouts ``ru(winkeys)`` and ``by(basic)`` of xkeyboard-config, which are
those of Windows. What cannot be recovered, and therefore never stands in a code of ours:

* without any letter (``12/7``) nothing shows the layout, so that signs other than
  ``% * ( ) - _ = + !``, digits and spaces come out as the layout has them;
* a Belarusian layout has an apostrophe on both levels of one key: ``]`` and ``}`` both read ``]``;
* Caps Lock turns the case of letters, and of the seven signs that are letters in Cyrillic;
* typewriter layouts, whose digits need Shift, read as something else and match nothing.
"""

from dataclasses import dataclass

from nkdesk.model.naming import FlawedName, name_flaw

_US = "`qwertyuiop[]asdfghjkl;'zxcvbnm,./\\"
_US_SHIFTED = '~QWERTYUIOP{}ASDFGHJKL:"ZXCVBNM<>?|'
_RU = "ёйцукенгшщзхъфывапролджэячсмитьбю.\\"
_RU_SHIFTED = "ЁЙЦУКЕНГШЩЗХЪФЫВАПРОЛДЖЭЯЧСМИТЬБЮ,/"
_US_DIGITS_SHIFTED = "!@#$%^&*()"
_RU_DIGITS_SHIFTED = '!"№;%:?*()'
_SAME = "0123456789-_=+ "

_FROM_RU: dict[str, str] = dict(
    zip(
        _RU + _RU_SHIFTED + _RU_DIGITS_SHIFTED + _SAME,
        _US + _US_SHIFTED + _US_DIGITS_SHIFTED + _SAME,
        strict=True,
    )
)
_ONLY_RU = "щЩъЪиИ"
_ONLY_BE: dict[str, str] = {
    "\u045e": "o",  # short u
    "\u040e": "O",
    "\u0456": "b",  # dotted i
    "\u0406": "B",
    "'": "]",
}
_FROM_BE = {sign: key for sign, key in _FROM_RU.items() if sign not in _ONLY_RU} | _ONLY_BE
_LAYOUTS = (_FROM_RU, _FROM_BE)
_PRINTABLE = frozenset(map(chr, range(0x20, 0x7F)))


@dataclass(frozen=True, slots=True)
class Scan:
    """What was scanned, in US keys. ``corrected``: another layout had been on."""

    text: str
    corrected: bool


def as_latin(text: str) -> Scan | None:
    """Return what the scanner meant; None for what no one keyboard layout could have typed.

    Invisible and control characters are never taken (hazard H45): ``scan_flaw`` names the first.
    """
    if _PRINTABLE.issuperset(text):
        return Scan(text, corrected=False)
    for keys in _LAYOUTS:
        if all(sign in keys for sign in text):
            return Scan("".join(keys[sign] for sign in text), corrected=True)
    return None


def scan_flaw(text: str) -> FlawedName | None:
    """Return the character of a scan that may not stand in any number, None if there is none."""
    return name_flaw(text, limit=len(text))
