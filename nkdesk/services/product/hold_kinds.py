"""The kinds of hold with the site's thresholds: the shipped examples, or the site's own.

Source: resources/holds/kinds.toml; a file holds.toml in the ward's folder says other limits and
titles for the same kinds. One with a fault in it is left aside as a whole and its fault is told.
"""

import tomllib
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from nkdesk.model.naming import name_flaw
from nkdesk.model.product import HoldKind
from nkdesk.model.words import Words
from nkdesk.places import resources
from nkdesk.services.desk import Desk
from nkdesk.services.product_models import HoldKindLine

SITE_FILE = "holds.toml"
"""The site's own limits, in the ward's folder."""

_MAX_BYTES = 64 * 1024
_MAX_LENGTH = 120
_LANGUAGES = frozenset({"en", "ru", "be"})
_KEYS = frozenset({"code", "title", "limit"})


def hold_kinds(desk: Desk) -> tuple[HoldKindLine, ...]:
    """Return the kinds of hold in the order offered; the site's words and limits count."""
    own = _site_kinds(desk)
    return _shipped() if isinstance(own, str) else tuple(_own(one, own) for one in _shipped())


def site_hold_fault(desk: Desk) -> str:
    """Say what is wrong with the site's own file, so that the shipped limits stand; "" if nothing.

    A plain English sentence.
    """
    own = _site_kinds(desk)
    return own if isinstance(own, str) else ""


def _own(line: HoldKindLine, own: Mapping[str, Mapping[str, Any]]) -> HoldKindLine:
    entry = own.get(line.kind)
    if entry is None:
        return line
    title = Words(**entry["title"]) if "title" in entry else line.title
    return HoldKindLine(line.kind, title, entry.get("limit", line.limit), example=False)


@cache
def _shipped() -> tuple[HoldKindLine, ...]:
    source = (resources() / "holds" / "kinds.toml").read_text(encoding="utf-8")
    return tuple(
        HoldKindLine(
            entry["code"], Words(**entry["title"]), entry["limit"], entry.get("example", False)
        )
        for entry in tomllib.loads(source)["kind"]
    )


def _site_kinds(desk: Desk) -> Mapping[str, Mapping[str, Any]] | str:
    path = desk.store.path.parent / SITE_FILE
    try:
        about = path.stat()
    except FileNotFoundError:
        return {}
    except OSError as error:
        return f"The file cannot be read: {error.strerror}."
    return _read(path, about.st_mtime_ns, about.st_size)


@lru_cache(maxsize=8)
def _read(path: Path, _changed: int, size: int) -> Mapping[str, Mapping[str, Any]] | str:
    """Read a site's file; asked again only when its time or size has changed."""
    if size > _MAX_BYTES:
        return f"The file has more than {_MAX_BYTES} bytes."
    try:
        tables = tomllib.loads(path.read_bytes().decode("utf-8").replace("\r\n", "\n"))
    except OSError as error:
        return f"The file cannot be read: {error.strerror}."
    except (ValueError, RecursionError):
        return "The file is not TOML in UTF-8."
    return _kinds(tables)


def _kinds(tables: Mapping[str, Any]) -> Mapping[str, Mapping[str, Any]] | str:
    entries = tables.get("kind")
    if set(tables) != {"kind"} or not isinstance(entries, list):
        return "Write [[kind]] above each kind of hold, and nothing else."
    for entry in entries:
        fault = _fault(entry)
        if fault:
            return fault
    return {entry["code"]: entry for entry in entries}


def _fault(entry: Any) -> str:  # noqa: ANN401 -- any TOML value
    """Say what is wrong with one kind, "" for nothing."""
    if not isinstance(entry, dict) or not set(entry) <= _KEYS:
        return "A kind has a code, a limit and a title."
    if entry.get("code") not in tuple(HoldKind):
        return f"The code is one of {', '.join(HoldKind)}."
    texts = [entry.get("limit", "-"), *_titles(entry)]
    if not all(isinstance(text, str) and _is_printable(text) for text in texts):
        return "Limits and titles are short texts of characters that print."
    return ""


def _titles(entry: Mapping[str, Any]) -> list[Any]:
    """Return the texts of a title; one that is no title gives None."""
    title = entry.get("title", {"en": "-"})
    if not isinstance(title, dict) or "en" not in title or not set(title) <= _LANGUAGES:
        return [None]
    return list(title.values())


def _is_printable(text: str) -> bool:
    # The degree sign and the per cent sign belong to limits; both print.
    return name_flaw(text.strip(), limit=_MAX_LENGTH) is None
