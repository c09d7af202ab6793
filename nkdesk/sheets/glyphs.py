"""No sheet with a character that would print blank: it is found before anything is laid out."""

import re
import unicodedata
from collections.abc import Iterable

from nkdesk.sheets.fonts import Face, Typecase
from nkdesk.sheets.problem import SheetError
from nkdesk.sheets.wording.translation import translate

_SYMBOL = re.compile(r"(.+ )?symbol")


class SheetGlyphError(SheetError):
    """A text holds a character the bundled fonts cannot print; nothing has been printed.

    ``row`` is as on the sheet ("3", "header"), ``character`` as ``U+200B``. The message says what
    to do and never holds a name.
    """

    def __init__(self, character: str, row: str, trial_number: str, field: str) -> None:
        self.character = f"U+{ord(character):04X}"
        self.row = row
        self.trial_number = trial_number
        self.field = field
        super().__init__(self._sentence(unicodedata.name(character, "")))

    def _sentence(self, name: str) -> str:
        known = f"{self.character} {name}".rstrip()
        if not self.trial_number:
            sentence = translate(
                "Sheets",
                "Not printed: {field} holds the character {character}, which the sheet's font "
                "does not have. Correct it, then print again.",
            )
            return sentence.format(field=self.field, character=known)
        sentence = translate(
            "Sheets",
            "Not printed: row {row}, trial ID {trial}, {field} holds the character {character}, "
            "which the sheet's font does not have. Correct the entry, then print again.",
        )
        return sentence.format(
            row=self.row, trial=self.trial_number, field=self.field, character=known
        )


def require_glyphs(
    fields: Iterable[tuple[str, str]], row: str, trial_number: str, typecase: Typecase
) -> None:
    """Raise SheetGlyphError for the first (field, text) that cannot be printed whole."""
    for field, text in fields:
        missing = typecase.unprintable(text, Face(8, symbols=bool(_SYMBOL.fullmatch(field))))
        if missing:
            raise SheetGlyphError(missing, row, trial_number, field)
