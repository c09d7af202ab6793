"""What can be observed: the shipped kinds, and those a protocol's criteria ask for.

Source of the kinds: resources/observations/kinds.toml.
"""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any

from nkdesk.model.criterion import (
    Comparison,
    Criterion,
    JudgementTest,
    ObservationTest,
    ScopedTest,
)
from nkdesk.model.words import Words
from nkdesk.places import resources
from nkdesk.services.desk import Desk
from nkdesk.services.eligibility_models import ObservationKind
from nkdesk.services.evidence.people import Subject, subject_of
from nkdesk.services.forms import Unsaved

COMPUTED_DAYS = "days_since_cycle_1"
"""The kind this program computes itself."""

_ENZYME_UNITS = ("U/L", "µkat/L")


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The shipped kinds by code, who is always asked which, and the sets of answers."""

    kinds: Mapping[str, ObservationKind]
    always: Mapping[str, frozenset[str]]
    answers: Mapping[str, tuple[tuple[str, Words], ...]]


def observation_kinds(
    desk: Desk, patient_id: int, *, donor: bool = False
) -> tuple[ObservationKind, ...]:
    """Return what may be entered of a patient or the donor, in the order of the criteria.

    Empty when there is no such patient or no donor yet.
    """
    subject = subject_of(desk, patient_id, donor=donor)
    return () if isinstance(subject, Unsaved) else kinds_of(desk, subject)


def kinds_of(desk: Desk, subject: Subject) -> tuple[ObservationKind, ...]:
    """Return what the criteria ask of a person, then what is always asked."""
    found: dict[str, ObservationKind] = {}
    for criterion in criteria_of(desk, subject):
        for scoped in criterion.tests:
            kind = asked_kind(scoped)
            if kind is not None and _is_about(scoped, subject):
                found.setdefault(kind.code, kind)
    shelf = catalogue()
    for code, whom in shelf.always.items():
        if subject.who in whom:
            found.setdefault(code, shelf.kinds[code])
    return tuple(kind for kind in found.values() if not kind.computed)


def criteria_of(desk: Desk, subject: Subject) -> tuple[Criterion, ...]:
    """Return the criteria of the patient's protocol that are about a person."""
    protocol = desk.protocol(subject.patient.protocol_hash)
    return tuple(one for one in protocol.criteria if one.who is subject.who)


def asked_code(scoped: ScopedTest) -> str:
    """Return the code of what a test asks for, "" for one that asks for no observation."""
    if isinstance(scoped.test, ObservationTest):
        return scoped.test.observation
    return scoped.test.judgement if isinstance(scoped.test, JudgementTest) else ""


def asked_kind(scoped: ScopedTest) -> ObservationKind | None:
    """Return what a test asks for; a code nobody ships is made up from the test itself."""
    code = asked_code(scoped)
    if not code:
        return None
    return catalogue().kinds.get(code) or _made_up(code, scoped)


def _is_about(scoped: ScopedTest, subject: Subject) -> bool:
    return scoped.sex is None or scoped.sex == subject.person.sex


def _made_up(code: str, scoped: ScopedTest) -> ObservationKind:
    """Return a kind that only the site's protocol knows: its code stands for its words."""
    title = Words(code.replace("_", " "))
    test = scoped.test
    if isinstance(test, JudgementTest):
        answers = _with(catalogue().answers["judgement"], test.equals)
        return ObservationKind(code, title, answers, judgement=True)
    if isinstance(test, ObservationTest) and test.comparison is Comparison.EQUALS:
        wanted = str(test.value)
        known = next((one for one in catalogue().answers.values() if _has(one, wanted)), ())
        return ObservationKind(code, title, known or _with((), wanted))
    against_uln = isinstance(test, ObservationTest) and test.comparison is Comparison.ULN_AT_LEAST
    return ObservationKind(code, title, units=_ENZYME_UNITS if against_uln else ())


def _has(answers: Iterable[tuple[str, Words]], code: str) -> bool:
    return any(one == code for one, _ in answers)


def _with(answers: tuple[tuple[str, Words], ...], code: str) -> tuple[tuple[str, Words], ...]:
    """Return answers among which a code is; alone it could not be denied."""
    known = answers or catalogue().answers["judgement"]
    return known if _has(known, code) else ((code, Words(code.replace("_", " "))), *known)


@cache
def catalogue() -> Catalogue:
    """Return the shipped kinds."""
    source = (resources() / "observations" / "kinds.toml").read_text(encoding="utf-8")
    tables = tomllib.loads(source)
    answers = {
        name: tuple((code, Words(**words)) for code, words in listed.items())
        for name, listed in tables["answers"].items()
    }
    listed = tables["kind"]
    return Catalogue(
        {one["code"]: _kind(one, answers) for one in listed},
        {one["code"]: frozenset(one["always"]) for one in listed if "always" in one},
        answers,
    )


def _kind(
    entry: Mapping[str, Any], answers: Mapping[str, tuple[tuple[str, Words], ...]]
) -> ObservationKind:
    told = entry.get("answers", "")
    return ObservationKind(
        code=entry["code"],
        title=Words(**entry["title"]),
        answers=answers[told] if told else (),
        units=tuple(entry.get("units", ())),
        judgement=told == "judgement",
        factor=_number(entry, "factor"),
        possible=_bounds(entry.get("possible")),
        plausible=_bounds(entry.get("plausible")),
        scales=tuple(_scales(entry.get("scales", {}))),
        step=_number(entry, "step"),
        computed=entry.get("computed", False),
        form=entry.get("form", ""),
    )


def _number(entry: Mapping[str, Any], name: str) -> Decimal | None:
    return Decimal(entry[name]) if name in entry else None


def _bounds(listed: list[str] | None) -> tuple[Decimal, Decimal] | None:
    return None if listed is None else (Decimal(listed[0]), Decimal(listed[1]))


def _scales(listed: Mapping[str, list[str]]) -> Iterator[tuple[str, Decimal, Decimal]]:
    for code, (lowest, highest) in listed.items():
        yield code, Decimal(lowest), Decimal(highest)
