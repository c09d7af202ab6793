"""Tables of limits and consent versions in words."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QCoreApplication

from nkdesk.model.evidence import ConsentVersion, UlnRow
from nkdesk.services.eligibility_models import UlnTableRow
from nkdesk.sheets.wording.dates import age_months_text, day_text
from nkdesk.sheets.wording.day import spoken
from nkdesk.sheets.wording.evidence import what_text
from nkdesk.ui.common.table_model import Column

translate = QCoreApplication.translate
_NO_END = 1200
"""Months from which on an age limit says: and older."""


def table_title(row: UlnTableRow) -> str:
    """Return a table's name, version, and whose it is."""
    whose = translate("Limits", "ships with nkdesk") if row.shipped else _own()
    words = translate("Limits", "{table}, version {version} · {whose}")
    return words.format(table=spoken(row.table.title), version=row.table.version, whose=whose)


def _own() -> str:
    return translate("Limits", "this site's own")


def table_line(row: UlnTableRow, in_force: UlnTableRow | None) -> str:
    """Return method and source, and since when it is in force or chosen."""
    lines = [
        translate("Limits", "Method: {method}").format(method=row.table.method),
        translate("Limits", "Source: {source}").format(source=row.table.source),
    ]
    if row.chosen_from is not None:
        words = translate("Limits", "● In force for samples from {day}")
        if row is not in_force:
            words = translate("Limits", "○ Chosen for samples from {day}")
        lines.insert(0, words.format(day=day_text(row.chosen_from)))
    return ". ".join(lines)


def table_in_force(rows: Sequence[UlnTableRow], today: date) -> UlnTableRow | None:
    """Return the table that holds for a sample of today, None while none does."""
    begun = [one for one in rows if one.chosen_from is not None and one.chosen_from <= today]
    return max(begun, key=_chosen_from, default=None)


def _chosen_from(row: UlnTableRow) -> date:
    return row.chosen_from or date.min


def in_force_words(row: UlnTableRow | None) -> str:
    """Say which table holds today, or what its absence means."""
    if row is None or row.chosen_from is None:
        return translate(
            "Limits", "▲ No table is in force: ALT and AST cannot be judged. Choose one."
        )
    words = translate("Limits", "In force: {table}, version {version}, for samples from {day}")
    table = row.table
    return words.format(
        table=spoken(table.title), version=table.version, day=day_text(row.chosen_from)
    )


def row_columns() -> list[Column[UlnRow]]:
    """Return the columns of a table's rows."""
    return [
        Column(translate("Limits", "Enzyme"), lambda row: what_text(row.what), width=100),
        Column(translate("Limits", "Age"), age_words),
        Column(translate("Limits", "Sex"), _sex_words, width=110),
        Column(translate("Limits", "Limit, U/L"), lambda row: f"{row.uln:f}", width=110),
    ]


def age_words(row: UlnRow) -> str:
    """Return the ages of a row; the upper one no longer belongs to it."""
    low = age_months_text(row.from_months)
    if row.below_months >= _NO_END:
        return translate("Limits", "from {low}").format(low=low)
    words = translate("Limits", "from {low}, under {high}")
    return words.format(low=low, high=age_months_text(row.below_months))


def _sex_words(row: UlnRow) -> str:
    if row.sex is None:
        return translate("Limits", "any")
    male = row.sex == "m"
    return translate("Limits", "male") if male else translate("Limits", "female")


def version_words(one: ConsentVersion, in_force: ConsentVersion | None, today: date) -> str:
    """Return a consent version and how it stands today."""
    if one is in_force:
        words = translate("Limits", "● Version {version}: in force from {day}")
    elif one.valid_from > today:
        words = translate("Limits", "○ Version {version}: comes into force {day}")
    else:
        words = translate("Limits", "Version {version}: was in force from {day}")
    told = words.format(version=one.version, day=day_text(one.valid_from))
    return f"{told}\n{one.note}" if one.note else told
