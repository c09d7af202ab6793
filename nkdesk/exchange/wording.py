"""What pydantic found, in sentences an investigator understands."""

from collections.abc import Callable, Mapping
from difflib import get_close_matches
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from nkdesk.exchange.fault import Fault, KeyPath
from nkdesk.exchange.tables import NESTED
from nkdesk.exchange.values import SAID

_SHOWN = 40
_PATTERNS = {
    r"^[a-z][a-z0-9_-]{0,39}$": "Use small Latin letters, digits, _ and -; begin with a letter.",
    r"^[A-Z][A-Z0-9]{0,19}$": "Use capital Latin letters and digits; begin with a letter: NK1.",
    r"^[A-Z][A-Za-z0-9-]{0,19}$": "Use Latin letters, digits and -; begin with a capital: P-E2.",
}
_ANY_NAME = "Use Latin letters, digits, point, _ and -, and keep it short."
_TYPES = {
    "string_type": ("text", "Write text in double quotes."),
    "int_type": ("a whole number", "Write a whole number without quotes or point."),
    "bool_type": ("true or false", "Write true or false, in small letters, without quotes."),
    "list_type": ("a list", "Write the values in square brackets: [1, 2]."),
    "model_type": ("a table", "Write a table: { key = value }."),
}


def faults_of(error: ValidationError, table: type[BaseModel], path: KeyPath) -> list[Fault]:
    """Return every fault pydantic found in one table, its place put before each key."""
    return [
        Fault((*path, *detail["loc"]), *_sentences(detail, table))
        for detail in error.errors(include_url=False)
    ]


def _sentences(detail: ErrorDetails, table: type[BaseModel]) -> tuple[str, str]:
    kind = detail["type"]
    context = detail.get("ctx", {})
    if kind == SAID:
        return context["problem"], context["remedy"]
    if kind in _TYPES:
        wanted, remedy = _TYPES[kind]
        return f"{_shown(detail['input'])} is not {wanted}.", remedy
    if kind == "extra_forbidden":
        return _unknown_key(detail, table)
    if kind == "missing":
        return f"The key {detail['loc'][-1]} is missing.", "Add it."
    return _BOUNDS.get(kind, _whatever)(detail, context)


def _unknown_key(detail: ErrorDetails, table: type[BaseModel]) -> tuple[str, str]:
    names = [part for part in detail["loc"] if isinstance(part, str)]
    around = NESTED[names[-2]] if len(names) > 1 else table
    known = [field.alias or name for name, field in around.model_fields.items()]
    remedy = did_you_mean(names[-1], known, f"Known keys are: {', '.join(known)}.")
    return f"The key {names[-1]} is not known here.", remedy


def did_you_mean(word: str, known: list[str], otherwise: str) -> str:
    """Return the likeliest remedy for a word that is not known."""
    close = get_close_matches(word, known, n=1)
    return f"Did you mean {close[0]}?" if close else otherwise


def _shown(value: object) -> str:
    text = f'"{value}"' if isinstance(value, str) else str(value)
    if isinstance(value, bool):
        text = text.lower()
    elif isinstance(value, dict | list):
        text = "This"
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def _choice(detail: ErrorDetails, context: Mapping[str, Any]) -> tuple[str, str]:
    known = context["expected"].replace(" or ", ", ").replace("'", "")
    return f"{_shown(detail['input'])} is not one of the known words.", f"Write one of: {known}."


def _pattern(detail: ErrorDetails, context: Mapping[str, Any]) -> tuple[str, str]:
    return f"{_shown(detail['input'])} cannot be used here.", _PATTERNS.get(
        context["pattern"], _ANY_NAME
    )


def _at_least(detail: ErrorDetails, context: Mapping[str, Any]) -> tuple[str, str]:
    return f"{_shown(detail['input'])} is too small.", f"Write {context['ge']} or more."


def _at_most(detail: ErrorDetails, context: Mapping[str, Any]) -> tuple[str, str]:
    return f"{_shown(detail['input'])} is too large.", f"Write {context['le']} or less."


def _empty(_detail: ErrorDetails, _context: Mapping[str, Any]) -> tuple[str, str]:
    return "It is empty.", "Write at least one value, or remove the key if it may be absent."


def _long(_detail: ErrorDetails, context: Mapping[str, Any]) -> tuple[str, str]:
    return "It is too long.", f"Keep it to {context['max_length']}."


def _whatever(detail: ErrorDetails, _context: Mapping[str, Any]) -> tuple[str, str]:
    return f"{detail['msg']}.", "See the guide to protocol files."


_BOUNDS: dict[str, Callable[[ErrorDetails, Mapping[str, Any]], tuple[str, str]]] = {
    "enum": _choice,
    "literal_error": _choice,
    "string_pattern_mismatch": _pattern,
    "greater_than_equal": _at_least,
    "less_than_equal": _at_most,
    "too_short": _empty,
    "string_too_short": _empty,
    "too_long": _long,
    "string_too_long": _long,
}
