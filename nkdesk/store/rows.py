"""Rows as the journal knows them: which tables, which columns, which values, in which words.

A row is a mapping of every column of its table to text, whole number or None. There is no other
kind of value in a store: no float, no bytes, no time without its text.
"""

import json
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from nkdesk.store.problem import StoreError, StoreProblem

Value = str | int | None
Row = Mapping[str, Value]
Key = tuple[Value, ...]

_LARGEST = 2**63 - 1
_REFUSED = {"Cc": "control character", "Cs": "half a surrogate pair"}
_LAYOUT = "\n\r\t"
_ENCODER = json.JSONEncoder(
    sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False
)


@dataclass(frozen=True, slots=True)
class Table:
    """A clinical table and the five statements that touch its rows.

    ``counted`` says that the database numbers its rows; ``patient`` names the column with the
    patient a row belongs to, "" when it belongs to none. ``later`` are the columns a later store
    version added: while empty they are no part of a row's image, so that the rows of an older
    store keep the images its journal has of them.
    """

    name: str
    key: tuple[str, ...]
    columns: tuple[str, ...]
    counted: bool = False
    patient: str = ""
    later: tuple[str, ...] = ()
    select: str = field(init=False)
    select_all: str = field(init=False)
    insert: str = field(init=False)
    update: str = field(init=False)
    delete: str = field(init=False)

    def __post_init__(self) -> None:
        where = " AND ".join(f"{column} = ?" for column in self.key)
        places = ", ".join("?" * len(self.columns))
        columns = ", ".join(self.columns)
        changes = ", ".join(f"{column} = ?" for column in self.columns)
        statements = {
            "select": ("SELECT", columns, "FROM", self.name, "WHERE", where),
            "select_all": ("SELECT", columns, "FROM", self.name),
            "insert": ("INSERT INTO", self.name, "(", columns, ") VALUES (", places, ")"),
            "update": ("UPDATE", self.name, "SET", changes, "WHERE", where, "AND rev = ?"),
            "delete": ("DELETE FROM", self.name, "WHERE", where, "AND rev = ?"),
        }
        for name, words in statements.items():
            object.__setattr__(self, name, " ".join(words))

    def key_of(self, row: Row) -> Key:
        """Return the primary key of a row."""
        return tuple(row[column] for column in self.key)

    def image(self, row: Row) -> str:
        """Return a row as the journal keeps it: its canonical JSON."""
        without = {name for name in self.later if row[name] is None}
        return canonical({name: row[name] for name in row if name not in without})

    def row(self, image: str) -> dict[str, Value]:
        """Return the row of an image, every column of it."""
        return {**dict.fromkeys(self.later), **json.loads(image)}

    def patient_of(self, row: Row) -> int | None:
        """Return the id of the patient a row belongs to, None when it belongs to none."""
        patient = row[self.patient] if self.patient else None
        return patient if isinstance(patient, int) else None


def _table(name: str, key: str, columns: str, *, patient: str = "", later: str = "") -> Table:
    named = (*columns.split(), *later.split(), "rev")
    return Table(name, tuple(key.split()), named, patient=patient, later=tuple(later.split()))


def _counted(name: str, columns: str, *, patient: str = "patient_id", later: str = "") -> Table:
    """Return a table whose rows the database numbers, each of a patient."""
    return replace(_table(name, "id", f"id {columns}", patient=patient, later=later), counted=True)


TABLES: Mapping[str, Table] = {
    table.name: table
    for table in (
        _table("site", "id", "id uuid ward time_zone sample sample_today"),
        _table("site_day", "calendar day", "calendar day is_open note"),
        _table(
            "protocol",
            "hash",
            "hash id version status title_en title_ru title_be canonical source added_at",
        ),
        _table(
            "protocol_approval",
            "protocol_hash",
            "protocol_hash physician second_person approved_at",
        ),
        _counted(
            "patient",
            "family given patronymic latin_family latin_given born sex trial_number case_number"
            " disease_group arm protocol_hash allergy_state allergies folded",
            patient="id",
        ),
        _counted("weight", "patient_id day grams"),
        _counted("height", "patient_id day millimetres"),
        _counted("cycle", "patient_id protocol_hash number arm start", later="gate_id"),
        _counted(
            "item",
            "cycle_id patient_id position code address_day day kind calendar target earliest"
            " latest planned original label_day state actual warnings by_hand reason note",
        ),
        _table(
            "item_part",
            "item_id part",
            "item_id part patient_id time done at",
            patient="patient_id",
        ),
        _counted(
            "plan_change",
            "patient_id kind item scope was becomes reason factor grade note physician",
        ),
        _counted(
            "deviation",
            "patient_id cycle item other rule day bound calendar accepted_by note",
        ),
        _table("site_capacity", "calendar day", "calendar day capacity note"),
        _table("off_study", "patient_id", "patient_id day reason note", patient="patient_id"),
        _counted("donor", "patient_id family given born sex relation"),
        _counted(
            "observation",
            "patient_id donor_id what value unit scale rater on_day source note entered_by"
            " corrects struck why",
        ),
        _table(
            "infection",
            "observation_id",
            "observation_id patient_id site organism fever treatment_day trend",
            patient="patient_id",
        ),
        _table("consent_version", "version", "version valid_from note"),
        _counted(
            "consent",
            "patient_id donor_id version language signed signers assent note entered_by"
            " withdrawn struck why",
        ),
        _table("uln_table", "hash", "hash id version canonical added_at"),
        _table("uln_choice", "valid_from", "valid_from table_hash"),
        _counted("waiver", "patient_id cycle criterion reason investigator signed_at"),
        _counted(
            "evaluation",
            "patient_id cycle on_day outcome valid_until frozen hash protocol_hash",
        ),
        _counted(
            "gate",
            "patient_id cycle evaluation_id signed_by role signed_at valid_until closed_why"
            " closed_by",
        ),
        _counted(
            "gate_alert",
            "patient_id gate_id why criterion after_start raised_at seen_by seen_at",
        ),
        _table(
            "donor_facts",
            "donor_id",
            "donor_id patient_id typing collected",
            patient="patient_id",
        ),
        _counted("lot", "patient_id donor_id cycle number state note"),
        _counted(
            "lot_move",
            "patient_id lot_id was becomes at person reason note open_tests weight_day"
            " weight_grams entered_by",
        ),
        _counted(
            "lot_test",
            "patient_id lot_id test value at person weight_day weight_grams corrects why"
            " entered_by note",
        ),
        _counted("product_dose", "patient_id lot_id form state cycle code day"),
        _counted("bag", "patient_id dose_id number nth volume cells viability expires thaw_from"),
        _counted("dose_move", "patient_id dose_id was becomes at person reason note entered_by"),
        _counted(
            "cell_order",
            "patient_id cycle code day per_kg total weight_day weight_grams physician at"
            " entered_by",
        ),
        _counted(
            "infusion",
            "patient_id item_id dose_id state weight_day weight_grams after_the_fact started"
            " ended outcome remaining infused reason note",
        ),
        _counted(
            "bag_check",
            "patient_id infusion_id bag_id position person folded patient_scan bag_scan visual"
            " at recorded",
        ),
        _counted(
            "infusion_event",
            "patient_id infusion_id act intended at recorded person detail note",
        ),
        _counted(
            "vital_row",
            "patient_id infusion_id at recorded person signs due after_end note corrects why",
        ),
        _counted(
            "reaction",
            "patient_id infusion_id term onset recorded person grade action outcome resolved"
            " signs crs confirmed confirmed_by note corrects",
        ),
        _counted(
            "hold",
            "patient_id lot_id kind since until who why value lifted lifted_by lifted_why",
        ),
        _counted("product_alarm", "patient_id lot_id result_id raised_at seen_by seen_at"),
        _counted(
            "printed_sheet",
            "number kind day subject seq printed_at printed_by valid_until content recalled_by",
            patient="",
        ),
    )
}
"""Every table a step may touch."""


def clean(row: Mapping[str, object]) -> dict[str, Value]:
    """Return the row as it can be stored: NFC texts, whole numbers, None.

    StoreError BAD_VALUE names the column of a value that SQLite could not hold or would change.
    """
    return {column: _clean_value(column, value) for column, value in row.items()}


def _clean_value(column: str, value: object) -> Value:
    if value is None:
        return None
    if isinstance(value, str):
        return _clean_text(column, value)
    if isinstance(value, int) and -_LARGEST <= value <= _LARGEST:
        return int(value)
    raise StoreError(StoreProblem.BAD_VALUE, f"{column}: no whole number, text or nothing")


def _clean_text(column: str, text: str) -> str:
    if text.isascii() and text.isprintable():
        return str(text)
    for sign in text:
        fault = _REFUSED.get(unicodedata.category(sign))
        if fault and sign not in _LAYOUT:
            raise StoreError(StoreProblem.BAD_VALUE, f"{column}: {fault} U+{ord(sign):04X}")
    return unicodedata.normalize("NFC", text)


def canonical(value: object) -> str:
    """Return the one JSON text of a value: sorted keys, no spaces, letters as they are.

    The texts inside are NFC already and no number is a float, so that equal values have equal
    texts on every machine.
    """
    return _ENCODER.encode(value)
