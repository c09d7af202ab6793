"""What is wrong with one entry of a file of reasons, in plain sentences."""

import re
from collections.abc import Iterator

from nkdesk.model.change import ChangeKind
from nkdesk.model.naming import name_flaw

NOT_GIVEN = "not_given"
"""The kind of reason that says why an item was not given."""

PAUSE = "pause"
"""The kind of reason that says why an infusion was paused."""

STOP = "stop"
"""The kind that says why one was stopped, given in part, or given up before its start."""

KINDS = frozenset({NOT_GIVEN, PAUSE, STOP, *(kind.value for kind in ChangeKind)})
FLAGS = ("asks_factor", "asks_grade", "needs_note")
_CODE = re.compile(r"[a-z][a-z0-9_]{0,59}", re.ASCII)
_LANGUAGES = ("en", "ru", "be")
_TITLE_LENGTH = 60
_OF_REASONS = frozenset({"code", "title", "kinds", *FLAGS})
_OF_FACTORS = frozenset({"code", "title"})


def reason_faults(entry: object) -> Iterator[str]:
    """Yield what is wrong with one reason."""
    yield from _entry_faults(entry, _OF_REASONS)
    if isinstance(entry, dict):
        yield from _kinds_faults(entry.get("kinds"))
        for flag in FLAGS:
            if not isinstance(entry.get(flag, False), bool):
                yield f"{flag} is true or false."


def factor_faults(entry: object) -> Iterator[str]:
    """Yield what is wrong with one clinical factor."""
    yield from _entry_faults(entry, _OF_FACTORS)


def _entry_faults(entry: object, keys: frozenset[str]) -> Iterator[str]:
    if not isinstance(entry, dict):
        yield "Write each entry as a table of its own."
        return
    for key in sorted(set(entry) - keys):
        yield f"The key {key} is not known."
    code = entry.get("code")
    if not isinstance(code, str) or _CODE.fullmatch(code) is None:
        yield 'Write code = "..." with at most 60 small letters, digits and _.'
    yield from _title_faults(entry.get("title"))


def _kinds_faults(kinds: object) -> Iterator[str]:
    known = ", ".join(sorted(KINDS))
    if not isinstance(kinds, list) or not kinds:
        yield f"Write kinds = [...] with at least one of {known}."
        return
    for kind in kinds:
        if not isinstance(kind, str) or kind not in KINDS:
            yield f"{kind} is no kind of change; write one of {known}."


def _title_faults(title: object) -> Iterator[str]:
    if not isinstance(title, dict) or "en" not in title:
        yield 'Write title = { en = "..." }, with ru and be where they are known.'
        return
    for language, text in sorted(title.items()):
        if language not in _LANGUAGES:
            yield f"The language {language} is not known; write en, ru or be."
        elif not isinstance(text, str) or not text.strip():
            yield f"The title in {language} is empty or no text."
        elif name_flaw(text, limit=_TITLE_LENGTH) is not None:
            yield f"The title in {language} is too long or holds a character that does not print."
