"""A short text in the languages of the ward."""

from dataclasses import dataclass
from typing import Literal

Language = Literal["en", "ru", "be"]


@dataclass(frozen=True, slots=True)
class Words:
    """One text in English and, where known, in Russian and Belarusian."""

    en: str
    ru: str = ""
    be: str = ""

    def in_language(self, language: Language) -> str:
        """Return the text in ``language``, or in English where it has not been written."""
        spoken: dict[Language, str] = {"en": self.en, "ru": self.ru, "be": self.be}
        return spoken[language] or self.en
