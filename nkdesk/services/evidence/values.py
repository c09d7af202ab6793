"""Reading the value of a result: strictly, and asking again for what is hardly possible."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from nkdesk.eligibility import in_basic_unit
from nkdesk.model.age import age_on
from nkdesk.model.evidence import Observation, Scale
from nkdesk.services.eligibility_models import ObservationForm, ObservationKind
from nkdesk.services.evidence.people import Subject
from nkdesk.services.forms import FieldCode
from nkdesk.services.reading import Reader

_NUMBER = re.compile(r"\d{1,7}(?:[.,]\d{1,3})?", re.ASCII)


def read_value(
    form: ObservationForm, kind: ObservationKind, reader: Reader
) -> tuple[Decimal | str | None, str]:
    """Read the value and its unit; None with a problem noted where there is none."""
    if kind.answers:
        answer = reader.choice("value", form.value, tuple(code for code, _ in kind.answers))
        return answer or None, ""
    unit = _unit(form, kind, reader)
    return _number(form, kind, unit, reader), unit


def _unit(form: ObservationForm, kind: ObservationKind, reader: Reader) -> str:
    """Read the unit; where a number has several it must be said, never guessed."""
    if len(kind.units) > 1 or form.unit:
        return reader.choice("unit", form.unit, kind.units)
    return kind.units[0] if kind.units else ""


def _number(
    form: ObservationForm, kind: ObservationKind, unit: str, reader: Reader
) -> Decimal | None:
    text = form.value.strip()
    if not text:
        reader.refuse("value", FieldCode.MISSING)
        return None
    if _NUMBER.fullmatch(text) is None:
        reader.refuse("value", FieldCode.NOT_A_NUMBER)
        return None
    value = Decimal(text.replace(",", "."))
    bounds = _bounds(form, kind)
    if bounds is not None and not _possible(in_basic_unit(value, unit), bounds, kind):
        reader.refuse("value", FieldCode.OUT_OF_RANGE, _span(bounds, kind))
        return None
    return value


def _bounds(form: ObservationForm, kind: ObservationKind) -> tuple[Decimal, Decimal] | None:
    """Return what the number can be: on a scale its own bounds, before one is chosen the widest."""
    on_scale = {code: (lowest, highest) for code, lowest, highest in kind.scales}
    if form.scale in on_scale:
        return on_scale[form.scale]
    if on_scale:
        return min(low for low, _ in on_scale.values()), max(high for _, high in on_scale.values())
    return kind.possible


def _within(number: Decimal, bounds: tuple[Decimal, Decimal]) -> bool:
    return bounds[0] <= number <= bounds[1]


def _possible(number: Decimal, bounds: tuple[Decimal, Decimal], kind: ObservationKind) -> bool:
    return _within(number, bounds) and not (kind.step and number % kind.step)


def _span(bounds: tuple[Decimal, Decimal], kind: ObservationKind) -> str:
    """Write what would be possible: ``0-100 %``, by steps ``10, 20 … 100``."""
    if kind.step:
        return f"{bounds[0]}, {bounds[0] + kind.step} … {bounds[1]}"
    unit = kind.units[0] if kind.units else ""
    return f"{bounds[0]}-{bounds[1]} {unit}".rstrip()


@dataclass(frozen=True, slots=True)
class AgeOfScales:
    """From which completed year of age on a scale is the one to use. ``infant`` is below."""

    lansky_years: int
    karnofsky_years: int
    infant: str


def right_scale(ages: AgeOfScales, born: date, on: date) -> Scale | None:
    """Return the scale of the age on a day, None where none is published."""
    years = age_on(on, born).years
    if years >= ages.karnofsky_years:
        return Scale.KARNOFSKY
    published = years >= ages.lansky_years or ages.infant == Scale.LANSKY
    return Scale.LANSKY if published else None


def check_scale(right: Scale | None, form: ObservationForm, reader: Reader) -> None:
    """Refuse a scale that cannot be and name the right one; where there is none, ask again."""
    if right is None:
        if not form.sure:
            reader.refuse("scale", FieldCode.NO_SCALE)
    elif form.scale and form.scale != right:
        reader.refuse("scale", FieldCode.WRONG_SCALE, right)


def check_plausible(
    new: Observation, kind: ObservationKind, known: Iterable[Observation], reader: Reader
) -> None:
    """Ask again for a number outside what people have, or far from the results beside it."""
    if not isinstance(new.value, Decimal):
        return
    number = in_basic_unit(new.value, new.unit)
    if kind.plausible is not None and not _within(number, kind.plausible):
        reader.refuse("value", FieldCode.NOT_PLAUSIBLE, _span(kind.plausible, kind))
        return
    for other in _beside(new.on, known):
        if kind.factor is not None and _far(number, other, kind.factor):
            detail = f"{other.value} {other.unit}".rstrip()
            reader.refuse("value", FieldCode.NOT_PLAUSIBLE, detail)
            return


def _beside(on: date, known: Iterable[Observation]) -> tuple[Observation, ...]:
    """Return the result before a day (or of it) and the one after it."""
    ordered = sorted(known, key=lambda one: (one.on, one.id))
    before = [one for one in ordered if one.on <= on][-1:]
    return (*before, *[one for one in ordered if one.on > on][:1])


def _far(number: Decimal, other: Observation, factor: Decimal) -> bool:
    """Tell whether two numbers differ by a factor or more; zero is far from everything else."""
    if not isinstance(other.value, Decimal):
        return False
    beside = in_basic_unit(other.value, other.unit)
    low, high = sorted((number, beside))
    return low != high and high >= low * factor


def belongs(subject: Subject, found: tuple[int, int | None, Observation]) -> bool:
    """Tell whether a stored result is this person's."""
    return (found[0], found[1]) == (subject.patient.id, subject.donor_id)
