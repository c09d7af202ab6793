"""One step: everything a person means to do at once, saved with its journal or not at all."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from nkdesk import __version__
from nkdesk.store.journal import JournalRow, StepHead, iso_times, seal
from nkdesk.store.problem import StoreConflictError
from nkdesk.store.rows import TABLES, Key, Row, Table, Value, canonical, clean

if TYPE_CHECKING:
    from nkdesk.store.ward_store import Store


class Step:
    """The open step: the only way to save or remove a row.

    ``seq`` is the number it will have, ``hash`` its own once it is closed. Rows are journalled in
    the order they are changed.
    """

    def __init__(self, store: "Store", *, actor: str, what: str, why: str = "") -> None:
        self.store = store
        self._words = clean(
            {"actor": actor, "workstation": store.workstation, "what": what, "why": why}
        )
        self._before = store.head()
        self.seq = self._before.seq + 1
        self.undoes: int | None = None
        self.hash = ""
        self._rows: list[JournalRow] = []
        store.write("INSERT INTO open_step (token, what) VALUES (1, ?)", (self._words["what"],))

    def insert(self, table_name: str, values: Mapping[str, object]) -> int:
        """Save a new row and return the number the database gave it, or its rowid.

        ``values`` name every column but ``rev``, where rows are numbered ``id``, and what a later
        version added; such a column is empty when it is not named.
        """
        table = TABLES[table_name]
        row = clean({"rev": 1, **dict.fromkeys(table.later), **values})
        if table.counted:
            row.setdefault("id", None)
        number = self.store.write(table.insert, [row[column] for column in table.columns])
        if table.counted:
            row["id"] = number
        self._note(table, None, row)
        return number

    def update(
        self,
        table_name: str,
        key: Key,
        changes: Mapping[str, object],
        expected: Mapping[str, object] | None = None,
    ) -> bool:
        """Save changed columns of a row; False when nothing differs from what is stored.

        StoreConflictError when the row is gone or a column is not as ``expected``.
        """
        table = TABLES[table_name]
        before = self.stored(table, key, expected)
        after = {**before, **clean(changes)}
        if after == before:
            return False
        after["rev"] = int(before["rev"] or 0) + 1
        self.store.write(
            table.update,
            [*(after[column] for column in table.columns), *key, before["rev"]],
        )
        self._note(table, before, after)
        return True

    def delete(
        self, table_name: str, key: Key, expected: Mapping[str, object] | None = None
    ) -> None:
        """Remove a row; StoreConflictError as for ``update``."""
        table = TABLES[table_name]
        before = self.stored(table, key, expected)
        self.store.write(table.delete, [*key, before["rev"]])
        self._note(table, before, None)

    def stored(
        self, table: Table, key: Key, expected: Mapping[str, object] | None = None
    ) -> dict[str, Value]:
        """Return a row as it is stored now; StoreConflictError when gone or not as expected."""
        found = self.store.read(table.select, key)
        if not found:
            raise StoreConflictError(table.name, None)
        row: dict[str, Value] = dict(zip(table.columns, found[0], strict=True))
        if expected is not None and any(
            row[column] != value for column, value in clean(expected).items()
        ):
            raise StoreConflictError(table.name, row)
        return row

    def close(self) -> None:
        """Write the step and its journal; the caller commits."""
        utc, local = iso_times(self.store.moment())
        words = self._words
        step = StepHead(
            self.seq,
            utc,
            local,
            str(words["actor"]),
            str(words["workstation"]),
            __version__,
            str(words["what"]),
            str(words["why"]),
            self.undoes,
        )
        self._write(step)
        self.store.write("DELETE FROM open_step")

    def _write(self, step: StepHead) -> None:
        store, prev = self.store, self._before.hash
        self.hash = seal(prev, step, self._rows)
        store.write(
            "INSERT INTO step (seq, at_utc, at_local, actor, workstation, program, what, why,"
            " undoes, row_count, prev, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                step.seq,
                step.at_utc,
                step.at_local,
                step.actor,
                step.workstation,
                step.program,
                step.what,
                step.why,
                step.undoes,
                len(self._rows),
                prev,
                self.hash,
            ),
        )
        for n, row in enumerate(self._rows, 1):
            store.write(
                "INSERT INTO journal (step, n, patient_id, table_name, row_key, before, after)"
                " VALUES (?, ?, ?, ?, ?, ?, ?)",
                (step.seq, n, row.patient_id, row.table, row.key, row.before, row.after),
            )

    def _note(self, table: Table, before: Row | None, after: Row | None) -> None:
        row = after or before or {}
        self._rows.append(
            JournalRow(
                table.name,
                canonical(table.key_of(row)),
                table.patient_of(row),
                None if before is None else table.image(before),
                None if after is None else table.image(after),
            )
        )
