"""The journal to take away: every step as a line of JSON, every field as a line of a table.

The JSON lines hold all that is sealed, so that a monitor checks them with ``verify_journal.py``
and no nkdesk. The table is for reading: no text in it is taken for a formula by a spreadsheet
(OWASP ASVS 1.2.10), and a number stays a number.
"""

import csv
import io
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Any

from nkdesk.places import resources
from nkdesk.services.audit.fields import Stored, audit_rows
from nkdesk.services.desk import Desk
from nkdesk.services.ward import ward_site
from nkdesk.store.audit_steps import every_step
from nkdesk.store.journal import Head, JournalRow, StoredStep, newest_head
from nkdesk.store.rows import canonical

JSON_FILE, TABLE_FILE = "journal.jsonl", "journal.csv"
VERIFIER_FILE = "verify_journal.py"
COLUMNS = (
    *("step", "time", "time UTC", "person", "workstation", "program", "what", "why"),
    *("takes back step", "patient", "table", "row", "change", "field", "old", "new"),
)
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠", "'")  # noqa: RUF001
_BOM = "\ufeff"
"""A spreadsheet takes a table without it for another alphabet."""


@dataclass(frozen=True, slots=True)
class JournalCopy:
    """The files of a journal by name, and what their index says of them.

    ``fields`` counts the lines of the table; ``people`` and ``kinds`` count steps; ``seals`` are
    the SHA-256 of the files.
    """

    ward: str
    sample: bool
    head: Head
    made_at: datetime
    made_by: str
    first_at: datetime
    last_at: datetime
    fields: int
    people: tuple[tuple[str, int], ...]
    kinds: tuple[tuple[str, int], ...]
    files: dict[str, bytes]

    @property
    def seals(self) -> dict[str, str]:
        """The SHA-256 of each file."""
        return {name: sha256(content).hexdigest() for name, content in self.files.items()}


@dataclass(slots=True)
class _Telling:
    lines: list[str] = field(default_factory=list)
    rows: list[tuple[Stored, ...]] = field(default_factory=list)
    people: Counter[str] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)
    moments: list[datetime] = field(default_factory=list)


def journal_copy(desk: Desk) -> JournalCopy:
    """Return the whole journal as files; nothing in the store is changed by it."""
    head, told = newest_head(desk.store), _Telling()
    for step, rows in every_step(desk.store, head.seq):
        _tell(told, step, rows)
    site = ward_site(desk)
    verifier = resources() / "audit" / VERIFIER_FILE
    files = {
        JSON_FILE: "".join(told.lines).encode(),
        TABLE_FILE: _table(told.rows).encode(),
        VERIFIER_FILE: verifier.read_bytes(),
    }
    return JournalCopy(
        ward=site.ward,
        sample=site.sample,
        head=head,
        made_at=desk.clock.now(),
        made_by=desk.actor,
        first_at=min(told.moments),
        last_at=max(told.moments),
        fields=len(told.rows),
        people=tuple(sorted(told.people.items())),
        kinds=tuple(sorted(told.kinds.items())),
        files=files,
    )


def sealed_line(step: StoredStep, rows: Sequence[JournalRow]) -> str:
    """Return a step as the JSON line its hash was computed from, the hash beside it."""
    head = step.head
    told: dict[str, Any] = {
        "actor": head.actor,
        "at_local": head.at_local,
        "at_utc": head.at_utc,
        "program": head.program,
        "rows": [json.loads(row.text) for row in rows],
        "seq": head.seq,
        "undoes": head.undoes,
        "what": head.what,
        "why": head.why,
        "workstation": head.workstation,
    }
    return canonical({"hash": step.hash, "step": told})


def plain_cell(value: Stored) -> Stored:
    """Return a value no spreadsheet computes: a text that begins as a formula gets an apostrophe.

    A number stays a number, a negative one too.
    """
    if isinstance(value, str) and value.lstrip(" \u00a0").startswith(_FORMULA):
        return f"'{value}"
    return value


def _tell(told: _Telling, step: StoredStep, rows: Sequence[JournalRow]) -> None:
    head = step.head
    told.lines.append(f"{sealed_line(step, rows)}\n")
    told.people[head.actor] += 1
    told.kinds[head.what] += 1
    told.moments.append(head.at)
    of_step = (
        *(head.seq, head.at_local, head.at_utc, head.actor, head.workstation, head.program),
        *(head.what, head.why, head.undoes),
    )
    lines = [
        (*of_step, row.patient_id, row.table, row.key, row.change, one.name, one.old, one.new)
        for row in audit_rows(rows)
        for one in row.fields
    ]
    told.rows += lines or [(*of_step, *(None,) * (len(COLUMNS) - len(of_step)))]


def _table(rows: Sequence[Sequence[Stored]]) -> str:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows([plain_cell(value) for value in row] for row in rows)
    return _BOM + text.getvalue()
