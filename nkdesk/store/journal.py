"""The journal: every step with the rows it changed, each step sealed to the one before.

    hash = SHA-256(domain || hash of the step before || canonical JSON of the step)

The canonical JSON of a step holds its fields and, in order, every row with its image before and
after. It is put together from the very texts the journal keeps, so checking needs no parsing.
Source: safety §5.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import TYPE_CHECKING, Any, NamedTuple

from nkdesk.store.rows import canonical

if TYPE_CHECKING:
    from nkdesk.store.ward_store import Store

DOMAIN = b"nkdesk step 1\n"
NO_STEP = "0" * 64
"""What the first step names as the hash before it."""

_NO_END = 2**63 - 1


@dataclass(frozen=True, slots=True)
class JournalRow:
    """One changed row: its key and the row before and after as canonical JSON, None for no row."""

    table: str
    key: str
    patient_id: int | None
    before: str | None
    after: str | None

    @property
    def text(self) -> str:
        """The canonical JSON of this row as it stands in its step."""
        patient = "null" if self.patient_id is None else str(self.patient_id)
        return (
            f'{{"after":{self.after or "null"},"before":{self.before or "null"},"key":{self.key},'
            f'"patient":{patient},"table":{canonical(self.table)}}}'
        )


@dataclass(frozen=True, slots=True)
class StepHead:
    """Who did what, when and why; the part of a step that is not rows.

    ``at_utc`` and ``at_local`` are ISO texts with their offset; ``undoes`` is the number of the
    step this one reverses.
    """

    seq: int
    at_utc: str
    at_local: str
    actor: str
    workstation: str
    program: str
    what: str
    why: str
    undoes: int | None

    @property
    def at(self) -> datetime:
        """The moment of the step, aware, in the ward's time."""
        return datetime.fromisoformat(self.at_local)


@dataclass(frozen=True, slots=True)
class StoredStep:
    """A step as the journal keeps it, with its seal and how many rows it changed."""

    head: StepHead
    row_count: int
    prev: str
    hash: str

    @property
    def seq(self) -> int:
        """The step's number."""
        return self.head.seq

    @property
    def at(self) -> datetime:
        """The moment of the step, aware, in the ward's time."""
        return self.head.at

    @property
    def actor(self) -> str:
        """Who did it."""
        return self.head.actor

    @property
    def what(self) -> str:
        """The code of what was done."""
        return self.head.what

    @property
    def why(self) -> str:
        """The reason given, or ""."""
        return self.head.why


class Head(NamedTuple):
    """The newest step's number and hash: what a sheet prints and a backup remembers."""

    seq: int
    hash: str


def iso_times(moment: datetime) -> tuple[str, str]:
    """Return a moment as UTC and as local text; ValueError when it has no time zone."""
    if moment.tzinfo is None:
        raise ValueError("The moment of a step needs its time zone.")
    return moment.astimezone(UTC).isoformat(), moment.isoformat()


def seal(prev: str, step: StepHead, rows: Sequence[JournalRow]) -> str:
    """Return the hash of a step that follows the step with hash ``prev``."""
    text = (
        f'{{"actor":{canonical(step.actor)},"at_local":{canonical(step.at_local)},'
        f'"at_utc":{canonical(step.at_utc)},"program":{canonical(step.program)},'
        f'"rows":[{",".join(row.text for row in rows)}],"seq":{step.seq},'
        f'"undoes":{canonical(step.undoes)},"what":{canonical(step.what)},'
        f'"why":{canonical(step.why)},"workstation":{canonical(step.workstation)}}}'
    )
    return sha256(DOMAIN + prev.encode() + text.encode()).hexdigest()


def newest_head(store: "Store") -> Head:
    """Return the newest step's number and hash; (0, zeros) before the first step."""
    rows = store.read("SELECT seq, hash FROM step ORDER BY seq DESC LIMIT 1")
    return Head(*rows[0]) if rows else Head(0, NO_STEP)


def newest_step(store: "Store") -> StoredStep | None:
    """Return the newest step, None before the first."""
    rows = store.read(
        "SELECT seq, at_utc, at_local, actor, workstation, program, what, why, undoes,"
        " row_count, prev, hash FROM step ORDER BY seq DESC LIMIT 1"
    )
    return stored_step(rows[0]) if rows else None


def patient_history(store: "Store", patient_id: int, limit: int = 200) -> tuple[StoredStep, ...]:
    """Return the newest steps that changed something of a patient, newest first."""
    rows = store.read(
        "SELECT seq, at_utc, at_local, actor, workstation, program, what, why, undoes,"
        " row_count, prev, hash FROM step WHERE seq IN"
        " (SELECT DISTINCT step FROM journal WHERE patient_id = ? ORDER BY step DESC LIMIT ?)"
        " ORDER BY seq DESC",
        (patient_id, limit),
    )
    return tuple(stored_step(row) for row in rows)


def steps_since(
    store: "Store", since: datetime | int, *, before_seq: int | None = None, limit: int = 200
) -> tuple[StoredStep, ...]:
    """Return the newest steps since a moment, or after a step's number, newest first.

    The next page is asked for with ``before_seq``: the number of the last step of this one. A
    moment stands for the first step at or after it, and everything that followed counts, whatever
    the computer's clock said later (safety H24). ValueError for a moment without a time zone.
    """
    after = since if isinstance(since, int) else _last_before(store, since)
    rows = store.read(
        "SELECT seq, at_utc, at_local, actor, workstation, program, what, why, undoes,"
        " row_count, prev, hash FROM step WHERE seq > ? AND seq < ? ORDER BY seq DESC LIMIT ?",
        (after, _NO_END if before_seq is None else before_seq, limit),
    )
    return tuple(stored_step(row) for row in rows)


def _last_before(store: "Store", moment: datetime) -> int:
    # The plus keeps SQLite from looking for the smallest number from the first step on.
    rows = store.read("SELECT min(+seq) FROM step WHERE at_utc >= ?", (iso_times(moment)[0],))
    return _NO_END if rows[0][0] is None else int(rows[0][0]) - 1


def rows_of_steps(store: "Store", seqs: Iterable[int]) -> Mapping[int, tuple[JournalRow, ...]]:
    """Return the rows each of many steps changed, in order; no entry for a step without any."""
    rows = store.read(
        "SELECT step, table_name, row_key, patient_id, before, after FROM journal"
        " WHERE step IN (SELECT value FROM json_each(?) AS wanted) ORDER BY step, n",
        (canonical(list(seqs)),),
    )
    found: dict[int, list[JournalRow]] = {}
    for step, *row in rows:
        found.setdefault(step, []).append(JournalRow(*row))
    return {step: tuple(lines) for step, lines in found.items()}


def journal_rows(store: "Store", seq: int) -> tuple[JournalRow, ...]:
    """Return the rows a step changed, in the order it changed them."""
    rows = store.read(
        "SELECT table_name, row_key, patient_id, before, after FROM journal"
        " WHERE step = ? ORDER BY n",
        (seq,),
    )
    return tuple(JournalRow(*row) for row in rows)


def stored_step(row: tuple[Any, ...]) -> StoredStep:
    """Return a step from its twelve columns."""
    return StoredStep(StepHead(*row[:9]), *row[9:])
