"""Reading a file of reasons: the shipped ones and a site's own, each fault with its line."""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from nkdesk.model.words import Words
from nkdesk.services.change_forms import ChangeReason, ClinicalFactor
from nkdesk.services.reason_checks import FLAGS, factor_faults, reason_faults

_CHECKS = {"reason": reason_faults, "factor": factor_faults}
_ENTRY = re.compile(r"[ \t]*\[\[[ \t]*(reason|factor)[ \t]*\]\]", re.ASCII)
_WHERE = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)$")


@dataclass(frozen=True, slots=True)
class ReasonFault:
    """One thing wrong with a file of reasons: the line, counted from 1, and a plain sentence."""

    line: int
    sentence: str


@dataclass(frozen=True, slots=True)
class ReasonLists:
    """Reasons and clinical factors in the order they are offered."""

    reasons: tuple[ChangeReason, ...] = ()
    factors: tuple[ClinicalFactor, ...] = ()


def read_reasons(
    source: str, taken: ReasonLists | None = None
) -> ReasonLists | tuple[ReasonFault, ...]:
    """Return what a file lists, or everything that is wrong with it.

    ``taken`` are lists whose codes must not be used a second time.
    """
    try:
        tables = tomllib.loads(source)
    except tomllib.TOMLDecodeError as fault:
        return (_syntax(source, str(fault)),)
    known = taken or ReasonLists()
    used = {
        "reason": {one.code for one in known.reasons},
        "factor": {one.code for one in known.factors},
    }
    faults = (*_unknown(tables), *_faults(tables, _lines(source), used))
    return faults or _lists(tables)


def _syntax(source: str, message: str) -> ReasonFault:
    where = _WHERE.search(message)
    said = message[: where.start()] if where else message
    line = int(where[1]) if where and where[1] else source.rstrip().count("\n") + 1
    return ReasonFault(line, f"This is not TOML: {said}.")


def _unknown(tables: Iterable[str]) -> Iterator[ReasonFault]:
    for name in sorted(set(tables) - set(_CHECKS)):
        yield ReasonFault(1, f"{name} is not known; write [[reason]] or [[factor]].")


def _lines(source: str) -> dict[str, list[int]]:
    """Return the lines on which the entries of each list begin."""
    found: dict[str, list[int]] = {name: [] for name in _CHECKS}
    for number, line in enumerate(source.split("\n"), start=1):
        match = _ENTRY.match(line)
        if match is not None:
            found[match[1]].append(number)
    return found


def _faults(
    tables: Mapping[str, Any], lines: Mapping[str, list[int]], used: Mapping[str, set[str]]
) -> Iterator[ReasonFault]:
    """Yield the faults of every entry; ``used`` collects the codes that are right."""
    for name in _CHECKS:
        entries = tables.get(name, [])
        if not isinstance(entries, list):
            yield ReasonFault(1, f"Write [[{name}]] with two brackets above each {name}.")
            continue
        for place, entry in enumerate(entries):
            # An entry written inline has no line of brackets: the file's first stands for it.
            line = lines[name][place] if place < len(lines[name]) else 1
            for sentence in _entry_faults(name, entry, used[name]):
                yield ReasonFault(line, sentence)


def _entry_faults(name: str, entry: Any, used: set[str]) -> list[str]:  # noqa: ANN401 -- any TOML
    sentences = list(_CHECKS[name](entry))
    if sentences:
        return sentences
    if entry["code"] in used:
        return [f"The code {entry['code']} is used already; choose another."]
    used.add(entry["code"])
    return []


def _lists(tables: Mapping[str, Any]) -> ReasonLists:
    factors = tuple(
        ClinicalFactor(entry["code"], Words(**entry["title"])) for entry in tables.get("factor", [])
    )
    return ReasonLists(tuple(_reason(entry) for entry in tables.get("reason", [])), factors)


def _reason(entry: Mapping[str, Any]) -> ChangeReason:
    flags = {flag: entry.get(flag, False) for flag in FLAGS}
    return ChangeReason(entry["code"], Words(**entry["title"]), frozenset(entry["kinds"]), **flags)
