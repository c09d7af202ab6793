"""The daily list as plain lines for a terminal: the same rows and words as on paper."""

from nkdesk.services.read_models import DayList
from nkdesk.sheets.list_options import Names
from nkdesk.sheets.list_products import ProductWords, printed_product
from nkdesk.sheets.list_rows import LeftOffRow, ListRow, left_off_rows, list_rows
from nkdesk.sheets.wording.dates import day_text
from nkdesk.sheets.wording.translation import translate


def daily_list_text(day_list: DayList) -> str:
    """Return the list as text, one row a line, every active patient accounted for."""
    rows, left_off = list_rows(day_list), left_off_rows(day_list)
    return "\n".join(
        [
            _heading(day_list),
            *(_row(row) for row in rows),
            *(_left_off(row) for row in left_off),
            _end(len(rows), day_list.active_patients),
        ]
    )


def _heading(day_list: DayList) -> str:
    sample = translate("ListText", "SAMPLE - not real patients. ") if day_list.sample else ""
    example = ""
    if any(row.example for row in day_list.rows):
        example = translate("ListText", " EXAMPLE protocol: days and doses are not approved.")
    sentence = translate("ListText", "{sample}{ward}: {day}. Data of step {step}.{example}")
    return sentence.format(
        sample=sample,
        example=example,
        ward=day_list.ward,
        day=day_text(day_list.day),
        step=day_list.revision,
    )


def _row(row: ListRow) -> str:
    fields = (
        f"{row.number:>3} {row.symbol} {row.status}",
        row.time,
        row.who.name,
        row.who.born,
        row.who.trial_number,
        " ".join(part for part in (row.label, row.title, row.nth) if part),
        row.dose.line,
        row.dose.example,
        row.window,
        row.allergies,
        row.reason,
        _product(row.product),
    )
    return " | ".join(field for field in fields if field)


def _product(words: ProductWords) -> str:
    """Write ``Product D24-1, expires …, NO-GO: reasons``; "" for what is no infusion."""
    fields = printed_product(words, Names.FULL)
    reasons = fields["go reasons"]
    go = f"{words.symbol} {words.go}: {reasons}" if reasons else f"{words.symbol} {words.go}"
    said = (fields["product"], words.expiry, words.running, go.strip())
    return ", ".join(part for part in said if part)


def _left_off(row: LeftOffRow) -> str:
    sentence = translate("ListText", "Not listed: {name} | {born} | {number} | {reason} {next}")
    return sentence.format(
        name=row.who.name,
        born=row.who.born,
        number=row.who.trial_number,
        reason=row.reason,
        next=row.next_item,
    ).rstrip()


def _end(rows: int, patients: int) -> str:
    sentence = translate("ListText", "END OF LIST {n} of {n}. Active patients: {patients}.")
    return sentence.format(n=rows, patients=patients)
