"""Everything eligibility is judged by, of one person: every value over time, and what expires."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from itertools import groupby

from nkdesk.eligibility import in_basic_unit, limit_on, shown_multiple, version_in_force
from nkdesk.model.criterion import Comparison, Criterion, ObservationTest
from nkdesk.model.evidence import Observation, UlnChoice
from nkdesk.services.desk import Desk
from nkdesk.services.eligibility_models import Assessments, ObservationKind, Point, Series
from nkdesk.services.evidence.consent_rules import consent_rules
from nkdesk.services.evidence.kinds import (
    asked_code,
    asked_kind,
    catalogue,
    criteria_of,
    kinds_of,
)
from nkdesk.services.evidence.people import Subject, subject_of
from nkdesk.services.evidence.warnings import Signed, consent_warnings
from nkdesk.services.forms import Unsaved
from nkdesk.services.lines import patient_line
from nkdesk.services.steps import revision
from nkdesk.store import evidence
from nkdesk.store.evidence import Recorded


@dataclass(frozen=True, slots=True)
class _Asked:
    """What the criteria ask of one kind, and how long a result counts at most."""

    criteria: tuple[Criterion, ...] = ()
    times_uln: Decimal | None = None
    at_least: Decimal | None = None

    @property
    def valid_days(self) -> int | None:
        """The shortest time a result counts for any of the criteria."""
        return min(
            (one.valid_days for one in self.criteria if one.valid_days is not None), default=None
        )


@dataclass(slots=True)
class _Shelf:
    """What every series of one person needs."""

    subject: Subject
    criteria: tuple[Criterion, ...]
    uln: tuple[UlnChoice, ...]
    asked: dict[str, _Asked] = field(init=False)

    def __post_init__(self) -> None:
        codes = {asked_code(one) for criterion in self.criteria for one in criterion.tests}
        self.asked = {code: _asked(code, self.criteria) for code in codes if code}


def assessments(desk: Desk, patient_id: int, *, donor: bool = False) -> Assessments | None:
    """Return all evidence of a patient or the donor; None when there is no such person."""
    subject = subject_of(desk, patient_id, donor=donor)
    if isinstance(subject, Unsaved):
        return None
    store, today = desk.store, desk.clock.today()
    versions, choices = evidence.consent_versions(store), evidence.uln_choices(store)
    consents = evidence.consents(store, patient_id, subject.donor_id)
    signed = Signed(subject.born, consents, versions, consent_rules(desk))
    kinds = kinds_of(desk, subject)
    return Assessments(
        line=patient_line(desk, subject.patient, today),
        who=subject.who,
        donor=subject.donor,
        today=today,
        series=_all_series(desk, _Shelf(subject, criteria_of(desk, subject), choices), kinds),
        consents=consents,
        consent_in_force=version_in_force(versions, today),
        warnings=consent_warnings(signed, today),
        kinds=kinds,
        uln=_choice_on(choices, today),
        revision=revision(desk),
    )


def _choice_on(choices: Iterable[UlnChoice], day: date) -> UlnChoice | None:
    in_force = [one for one in choices if one.valid_from <= day]
    return max(in_force, key=lambda one: one.valid_from) if in_force else None


def _all_series(
    desk: Desk, shelf: _Shelf, kinds: tuple[ObservationKind, ...]
) -> tuple[Series, ...]:
    """Return a series for each kind offered, and for what was entered and is asked no more."""
    subject = shelf.subject
    history = evidence.observation_history(desk.store, subject.patient.id, subject.donor_id)
    recorded = {
        what: tuple(rows) for what, rows in groupby(history, key=lambda one: one.observation.what)
    }
    listed = {kind.code: kind for kind in kinds}
    others = {code: _kind_named(code, shelf) for code in recorded if code not in listed}
    return tuple(
        _series(desk, shelf, kind, recorded.get(code, ()))
        for code, kind in {**listed, **others}.items()
    )


def _kind_named(code: str, shelf: _Shelf) -> ObservationKind:
    from_tests = (
        asked_kind(one)
        for criterion in shelf.criteria
        for one in criterion.tests
        if asked_code(one) == code
    )
    return next((kind for kind in from_tests if kind), None) or catalogue().kinds[code]


def _series(
    desk: Desk, shelf: _Shelf, kind: ObservationKind, recorded: tuple[Recorded, ...]
) -> Series:
    asked = shelf.asked.get(kind.code, _Asked())
    newest = next((one.observation for one in reversed(recorded) if one.counts), None)
    found = evidence.infections(desk.store, [newest.id]) if newest and kind.form else {}
    return Series(
        kind,
        tuple(_point(shelf, asked, one) for one in recorded),
        tuple(one.id for one in asked.criteria),
        _expires(newest, asked),
        found.get(newest.id) if newest else None,
    )


def _expires(newest: Observation | None, asked: _Asked) -> date | None:
    days = asked.valid_days
    return None if newest is None or days is None else newest.on + timedelta(days=days)


def _point(shelf: _Shelf, asked: _Asked, recorded: Recorded) -> Point:
    one = recorded.observation
    number = in_basic_unit(one.value, one.unit) if isinstance(one.value, Decimal) else None
    uln = multiple = None
    limit = asked.at_least
    if number is not None and asked.times_uln is not None:
        person = shelf.subject.person
        found = limit_on(shelf.uln, one.what, one.on, born=person.born, sex=person.sex)
        if found is not None:
            uln, multiple = found.uln, shown_multiple(number, found.uln)
            limit = found.uln * asked.times_uln
    corrected = not recorded.counts
    return Point(one, number, uln, multiple, limit, corrected, recorded.struck, recorded.why)


def _asked(code: str, criteria: Iterable[Criterion]) -> _Asked:
    asking = tuple(one for one in criteria if any(asked_code(test) == code for test in one.tests))
    tests = [
        scoped.test
        for one in asking
        for scoped in one.tests
        if isinstance(scoped.test, ObservationTest) and scoped.test.observation == code
    ]
    return _Asked(
        asking, _first(tests, Comparison.ULN_AT_LEAST), _first(tests, Comparison.AT_LEAST)
    )


def _first(tests: Iterable[ObservationTest], comparison: Comparison) -> Decimal | None:
    """Return the number of the first such test; a plot has room for one line."""
    numbers = (
        one.value
        for one in tests
        if one.comparison is comparison and isinstance(one.value, Decimal)
    )
    return next(numbers, None)
