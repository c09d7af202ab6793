"""Where the words come from: Qt's translations, and in which language they now speak."""

from PySide6.QtCore import QCoreApplication

from nkdesk.model.words import Language

translate = QCoreApplication.translate

_LANGUAGES: dict[str, Language] = {"en": "en", "ru": "ru", "be": "be"}


def language() -> Language:
    """Return the language of the translation in force; English where none is installed."""
    return _LANGUAGES.get(translate("wording", "en", "language code of this translation"), "en")
