"""Case files, of dates and of eligibility: read strictly, so that no slip of the pen passes.

Sources: the protocol format, "Date cases"; the eligibility format, "Cases".
"""

import json
from collections.abc import Iterator
from datetime import date
from itertools import chain
from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field, ValidationError

from nkdesk.exchange.case_values import (
    ISO,
    STRICT,
    CaseFileError,
    Count,
    Day,
    first_fault,
    iso,
)
from nkdesk.exchange.eligibility_cases import EligibilityCase
from nkdesk.exchange.protocol_file import read_protocol, shipped_protocols
from nkdesk.model.protocol import Protocol
from nkdesk.model.scope import Scope


class _Table(BaseModel):
    model_config = STRICT


class PlanStep(_Table):
    """A cycle is placed, ``start`` the date of the typed anchor."""

    do: Literal["plan"]
    cycle: Count
    start: Day


class GivenStep(_Table):
    """An item, or one part of it, was given."""

    do: Literal["given"]
    item: str
    on: Day


class OmitStep(_Table):
    """An item was not given."""

    do: Literal["omit"]
    item: str


class MoveStep(_Table):
    """An item is put on another date; ``deviation``: a physician accepts what that breaks."""

    do: Literal["move"]
    item: str
    to: Day
    scope: Scope
    deviation: Annotated[bool, Field(strict=True)] = False


class CeaseStep(_Table):
    """An item and all later treatment of its cycle are not given."""

    do: Literal["cease"]
    item: str


class OffStudyStep(_Table):
    """The patient leaves the study on a date."""

    do: Literal["off_study"]
    on: Day


class OpenCycleStep(_Table):
    """A cycle may be planned from now on."""

    do: Literal["open_cycle"]
    cycle: Count


ItemStep = GivenStep | OmitStep | MoveStep | CeaseStep
"""A step about one item."""
CourseStep = PlanStep | OffStudyStep | OpenCycleStep
"""A step about a cycle or the whole course."""
Step = Annotated[ItemStep | CourseStep, Field(discriminator="do")]


class Person(_Table):
    """One of several patients who share the calendars."""

    id: str
    arm: str
    steps: tuple[Step, ...]


class WardStep(_Table):
    """All patients are placed anew, with closed days and capacities added to what holds."""

    do: Literal["replace"]
    closed: dict[str, tuple[Day, ...]] = {}
    capacity: dict[str, dict[Day, Count]] = {}


class Expectation(_Table):
    """What must come out; only what is named is compared."""

    refused: Literal[True] | tuple[str, ...] | None = None
    planned: dict[str, Day] = {}
    target: dict[str, Day] = {}
    state: dict[str, str] = {}
    warnings: dict[str, tuple[str, ...]] = {}
    labels: dict[str, str] = {}


class DateCase(_Table):
    """One date case."""

    id: str
    protocol: str
    arm: str = ""
    steps: tuple[Step, ...] = ()
    patients: tuple[Person, ...] = ()
    ward: WardStep | None = None
    closed: dict[str, tuple[Day, ...]] = {}
    open: dict[str, tuple[Day, ...]] = {}
    taken: dict[str, dict[Day, Count]] = {}
    today: Day | None = None
    expect: Expectation

    def people(self) -> tuple[Person, ...]:
        """Return the patients; a case of one patient has one without a name."""
        return self.patients or (Person(id="", arm=self.arm, steps=self.steps),)


class _Outline(_Table):
    protocols: dict[str, str] = {}
    cases: tuple[dict[str, Any], ...]


class CaseFile:
    """The cases of one file with the protocols they name.

    ``cases`` stand in the file's order. ``days`` are all dates written anywhere in a case, by
    its id.
    """

    def __init__(self, raw: bytes) -> None:
        outline = _outline(raw)
        self.cases: list[DateCase | EligibilityCase] = []
        self.days: dict[str, tuple[date, ...]] = {}
        for number, written in enumerate(outline.cases, start=1):
            self._add(written, f"case {written.get('id', number)}")
        self.protocols = _protocols(outline.protocols, {case.protocol for case in self.cases})

    def _add(self, written: dict[str, Any], name: str) -> None:
        kind = EligibilityCase if "eligibility" in written else DateCase
        try:
            case = kind.model_validate(written)
        except ValidationError as fault:
            raise CaseFileError(name, first_fault(fault)) from fault
        if case.id in self.days:
            raise CaseFileError(name, "two cases go by this id; give each its own.")
        if isinstance(case, DateCase) and not any(person.steps for person in case.people()):
            raise CaseFileError(name, "it has no steps; write at least one.")
        self.cases.append(case)
        self.days[case.id] = tuple(sorted(_days(written)))


def _outline(raw: bytes) -> _Outline:
    try:
        return _Outline.model_validate(json.loads(raw.decode("utf-8")))
    except UnicodeDecodeError as fault:
        raise CaseFileError("", "this is no text in UTF-8; name a JSON file of cases.") from fault
    except RecursionError as fault:
        raise CaseFileError("", "this is nested too deeply to be a file of cases.") from fault
    except ValidationError as fault:
        raise CaseFileError("this is no file of cases", first_fault(fault)) from fault
    except ValueError as fault:
        raise CaseFileError("this is no JSON", f"{fault}.") from fault


def _days(written: object) -> Iterator[date]:
    """Yield every date written in a case, keys and values alike."""
    if isinstance(written, dict):
        for one in chain(written, written.values()):
            yield from _days(one)
    elif isinstance(written, list):
        for one in written:
            yield from _days(one)
    elif isinstance(written, str) and ISO.fullmatch(written):
        yield iso(written)


def _protocols(written: dict[str, str], wanted: set[str]) -> dict[str, Protocol]:
    protocols = {}
    for name, text in written.items():
        protocol = read_protocol(text.encode("utf-8"))
        if isinstance(protocol, tuple):
            first = protocol[0]
            where = f"protocol {name}, line {first.line}, {first.key}"
            raise CaseFileError(where, f"{first.problem} {first.remedy}")
        protocols[name] = protocol
    missing = sorted(wanted - set(protocols))
    if missing:
        protocols |= {protocol.id: protocol for _, protocol, _ in shipped_protocols()}
    for name in missing:
        if name not in protocols:
            where = f"protocol {name}"
            raise CaseFileError(where, "it is neither in the file nor shipped.")
    return protocols
