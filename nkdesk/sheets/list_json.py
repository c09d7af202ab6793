"""The daily list for other programs: the same rows in the same words as on paper."""

from typing import Any

from nkdesk.services.read_models import DayList
from nkdesk.sheets.list_rows import Identity, LeftOffRow, ListRow, left_off_rows, list_rows
from nkdesk.sheets.wording.calendars import closure_text
from nkdesk.sheets.wording.dates import weekday_text


def daily_list_json(day_list: DayList) -> dict[str, Any]:
    """Return the list as plain values; every text of a row reads exactly as on the PDF."""
    return {
        "ward": day_list.ward,
        "sample": day_list.sample,
        "date": day_list.day.isoformat(),
        "weekday": weekday_text(day_list.day),
        "as_of": day_list.as_of.isoformat(),
        "revision": day_list.revision,
        "trial": day_list.trial,
        "example": any(row.example for row in day_list.rows),
        "closures": [closure_text(one.calendar, one.closure) for one in day_list.closures],
        "rows": [_row(row) for row in list_rows(day_list)],
        "left_off": [_left_off(row) for row in left_off_rows(day_list)],
        "counts": {
            "rows": len(day_list.rows),
            "left_off": len(day_list.left_off),
            "active_patients": day_list.active_patients,
            "overdue": day_list.overdue,
            "due": day_list.due,
            "given": day_list.given,
            "not_given": day_list.not_given,
        },
    }


def _who(who: Identity) -> dict[str, Any]:
    return {
        "name": who.name,
        "born": who.born,
        "trial_number": who.trial_number,
        "case_number": who.case_number,
    }


def _row(row: ListRow) -> dict[str, Any]:
    return {
        "n": row.number,
        "time": row.time,
        **_who(row.who),
        "look_alike": row.look_alike,
        "item": row.item,
        "title": row.title,
        "nth": row.nth,
        "label": row.label,
        "planned": row.planned,
        "moved": row.moved,
        "dose": row.dose.line,
        "dose_rule": row.dose.rule,
        "weight": row.dose.weight,
        "dose_example": row.dose.example,
        "window": row.window,
        "warnings": row.warnings,
        "allergies": row.allergies,
        "symbol": row.symbol,
        "status": row.status,
        "overdue_days": row.overdue_days,
        "progress": row.progress,
        "reason": row.reason,
        "note": row.note,
        "product": row.product.numbers,
        "expiry": row.product.expiry,
        "go_symbol": row.product.symbol,
        "go": row.product.go,
        "go_reasons": list(row.product.reasons),
        "running": row.product.running,
    }


def _left_off(row: LeftOffRow) -> dict[str, Any]:
    return {"n": row.number, **_who(row.who), "reason": row.reason, "next": row.next_item}
