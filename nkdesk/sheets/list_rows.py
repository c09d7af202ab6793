"""One row of the daily list as strings: the same for paper, for reading back and for JSON."""

from dataclasses import dataclass

from nkdesk.model.cycle import CycleItem, ItemState
from nkdesk.services.read_models import DayList, DayRow, DayStatus, DoseLine, LeftOff, PatientLine
from nkdesk.sheets.list_options import Names
from nkdesk.sheets.list_products import NO_PRODUCT, ProductWords, printed_product, product_words
from nkdesk.sheets.wording.amounts import labelled_text, ordered_text
from nkdesk.sheets.wording.calendars import calendar_text
from nkdesk.sheets.wording.dates import born_text, day_text, planned_time_text, window_text
from nkdesk.sheets.wording.day import (
    left_off_reason_text,
    moved_text,
    next_item_text,
    nth_text,
    plan_warning_text,
    progress_text,
    reason_text,
    spoken,
    status_symbol,
    status_text,
)
from nkdesk.sheets.wording.doses import dose_rule_text, dose_text, dose_weight_text, strength_text
from nkdesk.sheets.wording.people import allergy_text, look_alike_text
from nkdesk.sheets.wording.translation import translate

_CLOSED = (DayStatus.GIVEN, DayStatus.NOT_GIVEN)


@dataclass(frozen=True, slots=True)
class Identity:
    """Who a row is about: name as written, birth date with age, both numbers."""

    family: str
    other_names: str
    born: str
    trial_number: str
    case_number: str

    @property
    def name(self) -> str:
        """``Family, Given Patronymic``, letter for letter."""
        return f"{self.family} {self.other_names}".rstrip(" ")


@dataclass(frozen=True, slots=True)
class DoseWords:
    """The planned dose; ``strength`` is the part of ``line`` that is printed bold."""

    line: str
    strength: str = ""
    rule: str = ""
    weight: str = ""
    example: str = ""


@dataclass(frozen=True, slots=True)
class ListRow:
    """A row of the list, every field in words; "" where a field has nothing to say.

    ``waiting`` says that there is still something to do, so that the row gets boxes to write in;
    ``hands`` counts the clock times still open, each with its own boxes.
    """

    number: int
    time: str
    who: Identity
    look_alike: str
    item: str
    title: str
    nth: str
    label: str
    planned: str
    moved: str
    dose: DoseWords
    window: str
    warnings: str
    allergies: str
    symbol: str
    status: str
    progress: str
    reason: str
    note: str
    overdue_days: int
    waiting: bool
    hands: int
    product: ProductWords = NO_PRODUCT


@dataclass(frozen=True, slots=True)
class LeftOffRow:
    """An active patient without a row: why, and what comes next."""

    number: int
    who: Identity
    reason: str
    next_item: str


def list_rows(day_list: DayList) -> tuple[ListRow, ...]:
    """Return the rows in the order of the read model, numbered from 1."""
    return tuple(_list_row(number, row) for number, row in enumerate(day_list.rows, 1))


def left_off_rows(day_list: DayList) -> tuple[LeftOffRow, ...]:
    """Return the patients left off in the order of the read model, numbered from 1."""
    return tuple(_left_off_row(number, one) for number, one in enumerate(day_list.left_off, 1))


def identity(line: PatientLine) -> Identity:
    """Return who a line is about, in words."""
    patient = line.patient
    others = " ".join(part for part in (patient.name.given, patient.name.patronymic) if part)
    return Identity(
        family=f"{patient.name.family}," if others else patient.name.family,
        other_names=others,
        born=born_text(patient.born, line.age),
        trial_number=patient.trial_number,
        case_number=patient.case_number,
    )


def _list_row(number: int, row: DayRow) -> ListRow:
    item = row.item
    patient = row.line.patient
    return ListRow(
        number=number,
        time=_times(item),
        who=identity(row.line),
        look_alike=look_alike_text() if row.line.look_alike else "",
        item=str(item.address),
        title=spoken(row.title),
        nth=nth_text(row.nth),
        label=item.label,
        planned=day_text(item.planned),
        moved=moved_text(item),
        dose=_dose_words(row),
        window=_window(item),
        warnings=_warnings(row),
        allergies=allergy_text(patient.allergy_state, patient.allergies),
        symbol=status_symbol(row.status),
        status=status_text(row.status, row.overdue_days),
        progress=progress_text(item),
        reason=reason_text(row.reason) if row.reason else "",
        note=row.note,
        overdue_days=row.overdue_days,
        waiting=row.status not in _CLOSED,
        hands=sum(part.done is None for part in item.parts),
        product=product_words(row.product, row.readiness, row.running),
    )


def _times(item: CycleItem) -> str:
    """Write the clock times; of an item given in part, which of them are done."""
    times = []
    for part in item.parts:
        time = planned_time_text(part.time)
        done = part.done is not None and item.state is ItemState.PARTLY_GIVEN
        times.append(translate("DailyList", "{} given").format(time) if done else time)
    return ", ".join(times)


def _window(item: CycleItem) -> str:
    """Write the window; beside a status "no limit" alone would say too little."""
    if item.earliest is None and item.latest is None:
        return translate("DailyList", "no window limit")
    return window_text(item.earliest, item.latest)


def _warnings(row: DayRow) -> str:
    calendar = calendar_text(row.item.calendar)
    return "; ".join(plan_warning_text(one, calendar) for one in row.item.warnings)


def _dose_words(row: DayRow) -> DoseWords:
    """Write the planned dose; of cells what a physician ordered, and what the labels say."""
    product = row.product
    if product is not None and product.order is not None:
        labels = "" if product.dose is None else labelled_text(product.dose, product.order.weight)
        return DoseWords(ordered_text(product.order), rule=labels)
    line = dose_text(row.dose)
    if not isinstance(row.dose, DoseLine):
        return DoseWords(line)
    example = translate("DailyList", "EXAMPLE dose") if row.dose.example else ""
    return DoseWords(
        line=line,
        strength=strength_text(row.dose),
        rule=dose_rule_text(row.dose),
        weight=dose_weight_text(row.dose),
        example=example,
    )


def _left_off_row(number: int, left_off: LeftOff) -> LeftOffRow:
    return LeftOffRow(
        number=number,
        who=identity(left_off.line),
        reason=left_off_reason_text(left_off.reason),
        next_item=next_item_text(left_off),
    )


def printed_identity(who: Identity, names: Names) -> dict[str, str]:
    """Return which parts of an identity are printed, field by field."""
    if names is Names.CODES_ONLY:
        return {"trial number": who.trial_number}
    return {
        "name": who.name,
        "born": translate("DailyList", "born {}").format(who.born),
        "trial number": who.trial_number,
        "case number": _case_words(who.case_number),
    }


def _case_words(case_number: str) -> str:
    if not case_number:
        return translate("DailyList", "case not recorded")
    return translate("DailyList", "case {}").format(case_number)


def printed_fields(row: ListRow, names: Names) -> dict[str, str]:
    """Return every field a row must show on paper.

    Codes only leaves out names, birth dates, case numbers, and what may hold a name: notes, and
    why somebody placed a hold.
    """
    personal = {"look-alike": row.look_alike, "note": row.note} if names is Names.FULL else {}
    fields = {
        "number": str(row.number),
        "time": row.time,
        **printed_identity(row.who, names),
        "title": row.title,
        "dose number": row.nth,
        "cycle day": row.label,
        "planned": row.planned,
        "moved": row.moved,
        "dose": row.dose.line,
        "dose rule": row.dose.rule,
        "weight": row.dose.weight,
        "dose example": row.dose.example,
        "window": row.window,
        "warnings": row.warnings,
        "allergies": row.allergies,
        "status symbol": row.symbol,
        "status": row.status,
        "progress": row.progress,
        "reason": row.reason,
        **printed_product(row.product, names),
        **personal,
    }
    return {name: text for name, text in fields.items() if text.strip()}


def printed_left_off(row: LeftOffRow, names: Names) -> dict[str, str]:
    """Return every field the line of a patient left off must show on paper."""
    fields = {
        "number": str(row.number),
        **printed_identity(row.who, names),
        "reason": row.reason,
        "next item": row.next_item,
    }
    return {name: text for name, text in fields.items() if text.strip()}
