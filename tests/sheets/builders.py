"""Read models for tests: invented people, every field under the test's control."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from nkdesk.model.age import age_on
from nkdesk.model.cycle import Address, CycleItem, ItemPart, ItemState
from nkdesk.model.patient import AllergyState, Patient, PersonName, Sex, Weight
from nkdesk.model.protocol import DoseBasis, DoseCondition, ItemKind
from nkdesk.model.words import Words
from nkdesk.services.read_models import (
    DayList,
    DayRow,
    DayStatus,
    DoseLine,
    DoseUnknown,
    LeftOff,
    LeftOffReason,
    PatientLine,
)
from nkdesk.sheets.list_options import PrintStamp

DAY = date(2026, 3, 12)
STAMP = PrintStamp(datetime(2026, 3, 12, 7, 2, tzinfo=UTC), "A. Petrova")
AS_OF = datetime(2026, 3, 12, 7, 2, 10, tzinfo=UTC)

FAMILIES = ("Пётр-Заречный", "Ковальчук", "Шаўчэнка", "Ёлкина", "Ivanov", "Łukasiewicz", "Нікіціна")
GIVENS = ("Иван", "Ульяна", "Аляксандр", "Мария", "Anna", "Zoë", "Ўладзіслаў")
PATRONYMICS = ("Петрович", "Сергеевна", "", "Александровна", "", "", "Мікалаевіч")


def name(number=1, **changes):
    at = number % len(FAMILIES)
    plain = PersonName(FAMILIES[at], GIVENS[at], PATRONYMICS[at])
    return replace(plain, **changes)


def patient(number=1, **changes):
    plain = Patient(
        id=number,
        name=name(number),
        born=date(2012, 5, 1) + timedelta(days=97 * (number % 40)),
        sex=Sex.FEMALE if number % 2 else Sex.MALE,
        trial_number=f"HR-{number:03}",
        case_number=f"2026/{number:05}",
        disease_group="relapsed",
        arm="flag",
        protocol_hash="0" * 64,
        allergy_state=list(AllergyState)[number % 4],
        allergies="penicillin, latex" if number % 4 == 0 else "",
    )
    return replace(plain, **changes)


def line(number=1, *, look_alike=False, **changes):
    one = patient(number, **changes)
    return PatientLine(one, age_on(DAY, one.born), look_alike)


def cycle_item(code="NK2", **changes):
    plain = CycleItem(
        address=Address(1, code),
        day=8,
        kind=ItemKind.INFUSION,
        calendar="nk_lab",
        target=DAY,
        earliest=DAY - timedelta(days=1),
        latest=DAY + timedelta(days=3),
        planned=DAY,
        original=DAY,
        label_day=8,
        parts=(ItemPart("09:00"),),
    )
    return replace(plain, **changes)


def dose(amount="30", basis=DoseBasis.MG_M2, **changes):
    plain = DoseLine(
        basis=basis,
        amount=Decimal(amount),
        route="IV",
        over_minutes=30,
        rule=DoseCondition(weight_from_kg=Decimal(10)),
        weight=Weight(31400, date(2026, 3, 10)),
        example=True,
    )
    return replace(plain, **changes)


def row(number=1, who=None, item=None, **changes):
    plain = DayRow(
        item_id=number,
        line=who or line(number),
        item=item or cycle_item(),
        title=Words("NK cell infusion"),
        nth=(2, 3),
        status=DayStatus.DUE,
        overdue_days=0,
        dose=dose("5", DoseBasis.CELLS_KG),
        example=True,
        protocol="NCT05272293 v0.1",
    )
    return replace(plain, **changes)


def chemo_row(number=1, **changes):
    item = cycle_item(
        "FLU",
        day=3,
        label_day=3,
        kind=ItemKind.CHEMO,
        calendar="ward",
        earliest=None,
        latest=None,
        parts=(ItemPart("09:00"), ItemPart("21:00")),
    )
    plain = row(number, item=item, title=Words("fludarabine"), nth=None, dose=dose())
    return replace(plain, **changes)


def varied_rows(count):
    return tuple(_varied_row(number) for number in range(1, count + 1))


def _varied_row(number):
    if number % 6 == 1:
        late = cycle_item(planned=DAY - timedelta(days=2), label_day=6)
        return row(number, item=late, status=DayStatus.OVERDUE, overdue_days=2)
    if number % 6 == 2:
        return chemo_row(number)
    if number % 6 == 3:
        given = cycle_item(
            state=ItemState.GIVEN, actual=DAY, parts=(ItemPart("08:00", DAY, "08:15"),)
        )
        return row(number, item=given, status=DayStatus.GIVEN)
    if number % 6 == 4:
        return row(number, status=DayStatus.NOT_GIVEN, reason="fever", note="38.6 at 06:00")
    if number % 6 == 5:
        return row(number, who=line(number, look_alike=True), dose=DoseUnknown.NO_WEIGHT)
    return row(number, item=cycle_item(original=DAY - timedelta(days=1)))


def left_off(number, **changes):
    plain = LeftOff(
        line(number),
        LeftOffReason.NOTHING_DUE,
        DAY + timedelta(days=4),
        Words("NK cell infusion"),
        "C1 D12",
    )
    return replace(plain, **changes)


def day_list(rows=(), left_off_patients=(), **changes):
    listed = {one.line.patient.id for one in rows}
    plain = DayList(
        ward="Haematology ward 3",
        sample=False,
        day=DAY,
        today=DAY,
        rows=tuple(rows),
        left_off=tuple(left_off_patients),
        active_patients=len(listed) + len(left_off_patients),
        overdue=_count(rows, DayStatus.OVERDUE),
        due=_count(rows, DayStatus.DUE, DayStatus.PLANNED),
        given=_count(rows, DayStatus.GIVEN),
        not_given=_count(rows, DayStatus.NOT_GIVEN),
        tomorrow=3,
        next_seven_days=6,
        next_due=None,
        closures=(),
        as_of=AS_OF,
        revision=41,
        head="0123456789abcdef" * 4,
        trial="NCT05272293 v0.1" if rows else "",
    )
    return replace(plain, **changes)


def _count(rows, *statuses):
    return sum(one.status in statuses for one in rows)
