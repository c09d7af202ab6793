"""What every case file is made of: dates and counts read strictly, faults told in a sentence."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from pydantic import BeforeValidator, ConfigDict, Field, ValidationError

ISO = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_FIRST_YEAR, _LAST_YEAR = 1900, 2199
_UNION_BRANCHES = ("literal[True]", "tuple[str, ...]")


class CaseFileError(Exception):
    """A case file that cannot be run: where, and in one plain sentence why."""

    def __init__(self, where: str, problem: str) -> None:
        super().__init__(f"{where}: {problem}" if where else problem)


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that came out other than expected."""

    what: str
    expected: str
    got: str


@dataclass(frozen=True, slots=True)
class CaseResult:
    """How one case went; without differences it passed."""

    id: str
    differences: tuple[Difference, ...] = ()


def iso(value: object) -> date:
    """Return a date written as in 2026-03-12; ValueError for anything else."""
    if not isinstance(value, str) or not ISO.fullmatch(value):
        raise ValueError("a date is written as in 2026-03-12")
    day = date.fromisoformat(value)
    if not _FIRST_YEAR <= day.year <= _LAST_YEAR:
        raise ValueError("the year lies outside 1900 to 2199")
    return day


Day = Annotated[date, BeforeValidator(iso)]
Count = Annotated[int, Field(strict=True, ge=0)]


STRICT = ConfigDict(extra="forbid", frozen=True)
"""How every table of a case is read: no key it does not know."""


def first_fault(fault: ValidationError) -> str:
    """Return where the first fault lies and what it is, in one sentence."""
    first = fault.errors(include_url=False)[0]
    where = ".".join(str(part) for part in first["loc"] if part not in _UNION_BRANCHES)
    return f"{where or 'the whole file'}: {first['msg']}."
