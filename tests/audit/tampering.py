"""Seven kinds of tampering with a store's file, as somebody does who opens it elsewhere.

Each returns what must be named: a step, or a table whose row no longer is what the journal says.
"""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

from nkdesk.store.journal import JournalRow, StepHead, seal

FIELDS = ("at_utc", "at_local", "actor", "workstation", "program", "what", "why", "prev", "hash")
OTHER = "'x' || substr({0}, 2)"
"""Another text as long as it was: no length alone gives it away."""
HEAD = "seq, at_utc, at_local, actor, workstation, program, what, why, undoes"


@dataclass(frozen=True)
class Story:
    """A store's bytes after each of its last steps, the newest last, and every step's hash."""

    first: int
    files: tuple[bytes, ...]
    hashes: tuple[str, ...]

    @property
    def last(self) -> int:
        return len(self.hashes)


@contextmanager
def opened(path: Path) -> Iterator[sqlite3.Connection]:
    """Open a store in another program, every guard taken out of the file and put back."""
    with _schema(path) as schema:
        triggers = schema.execute(
            "SELECT * FROM sqlite_schema WHERE type = 'trigger' ORDER BY rowid"
        ).fetchall()
        schema.execute("DELETE FROM sqlite_schema WHERE type = 'trigger'")
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA synchronous=OFF")
    connection.execute("PRAGMA ignore_check_constraints=ON")
    connection.execute("BEGIN")
    yield connection
    connection.execute("COMMIT")
    connection.close()
    with _schema(path) as schema:
        schema.executemany("INSERT INTO sqlite_schema VALUES (?, ?, ?, ?, ?)", triggers)


@contextmanager
def _schema(path: Path) -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA synchronous=OFF")
    connection.execute("PRAGMA writable_schema=ON")
    connection.execute("BEGIN")
    yield connection
    connection.execute("COMMIT")
    connection.close()


def edit(path: Path, story: Story, dice: Random) -> str:
    """Change one field of one step, one image of the journal, or one row of the ward."""
    step = dice.randint(1, story.last)
    with opened(path) as other:
        place = dice.choice(("step", "image", "row"))
        if place == "step":
            field = dice.choice(FIELDS)
            other.execute(
                _sql("UPDATE step SET", field, "=", OTHER.format(field), "WHERE seq = ?"), (step,)
            )
            return f"step {step}"
        if place == "image":
            step = _with_rows(other, dice)
            other.execute(
                "UPDATE journal SET after = replace(after, '}', ',\"x\":1}') WHERE step = ?",
                (step,),
            )
            return f"step {step}"
        table, column = dice.choice((("weight", "grams"), ("item", "position"), ("patient", "id")))
        other.execute(_sql("UPDATE", table, "SET", column, "=", column, "+ 700"))
    return f"table {table}"


def delete(path: Path, story: Story, dice: Random) -> str:
    """Take away a step, its rows of the journal, or a row of the ward."""
    with opened(path) as other:
        step, place = _with_rows(other, dice), dice.choice(("step", "journal", "row"))
        if place == "step":
            step = dice.randint(1, story.last - 1)
            other.execute("DELETE FROM step WHERE seq = ?", (step,))
        elif place == "journal":
            other.execute(
                "DELETE FROM journal WHERE rowid = (SELECT rowid FROM journal WHERE step = ?"
                " ORDER BY random() LIMIT 1)",
                (step,),
            )
        else:
            table = dice.choice(("weight", "item"))
            other.execute(_sql("DELETE FROM", table, "WHERE id = (SELECT min(id) FROM", table, ")"))
            return f"table {table}"
    return f"step {step}"


def insert(path: Path, story: Story, dice: Random) -> str:
    """Add a row to a step, a row to the ward, or a step nobody did."""
    with opened(path) as other:
        step, place = _with_rows(other, dice), dice.choice(("step", "journal", "row"))
        if place == "journal":
            other.execute(
                "INSERT INTO journal SELECT step, (SELECT max(n) + 1 FROM journal WHERE step = ?),"
                " patient_id, table_name, row_key, after, after FROM journal WHERE step = ?"
                " ORDER BY n LIMIT 1",
                (step, step),
            )
            return f"step {step}"
        if place == "step":
            other.execute(
                "INSERT INTO step SELECT seq + 1, at_utc, at_local, actor, workstation,"
                " program, what, why, NULL, 0, hash, ? FROM step ORDER BY seq DESC LIMIT 1",
                (f"{dice.getrandbits(256):064x}",),
            )
            return f"step {story.last + 1}"
        other.execute(
            "INSERT INTO weight (patient_id, day, grams, rev) VALUES (1, '2026-03-12', ?, 1)",
            (dice.randint(9000, 9900),),
        )
    return "table weight"


def swap(path: Path, story: Story, dice: Random) -> str:
    """Let two steps change places, with their rows or without."""
    one, two = sorted(dice.sample(range(1, story.last + 1), 2))
    tables = ("step", "seq"), ("journal", "step")
    with opened(path) as other:
        for table, column in tables[: dice.randint(1, 2)]:
            for was, becomes in ((one, -1), (two, one), (-1, two)):
                other.execute(
                    _sql("UPDATE", table, "SET", column, "= ? WHERE", column, "= ?"),
                    (becomes, was),
                )
    return f"step {one}"


def cut_tail(path: Path, story: Story, dice: Random) -> str:
    """Take away the newest steps and put every row back to what it was before them."""
    keep = dice.randint(story.first, story.last - 1)
    with opened(path) as other:
        for step in range(story.last, keep, -1):
            other.execute("DELETE FROM weight WHERE id = (SELECT max(id) FROM weight)")
            other.execute("DELETE FROM journal WHERE step = ?", (step,))
            other.execute("DELETE FROM step WHERE seq = ?", (step,))
    return f"step {keep + 1}"


def roll_back(path: Path, story: Story, dice: Random) -> str:
    """Put the whole file back to an older one, whole in itself."""
    keep = dice.randint(story.first, story.last - 1)
    path.write_bytes(story.files[keep - story.first])
    return f"step {keep + 1}"


def rechain(path: Path, story: Story, dice: Random) -> str:
    """Change who did a step, or what it saved, and compute every hash anew from there on."""
    step = dice.randint(1, story.last)
    with opened(path) as other:
        if step > story.first and dice.random() < 0.5:
            _other_weight(other, step, dice)
        else:
            other.execute("UPDATE step SET actor = actor || ' II' WHERE seq = ?", (step,))
        prev = story.hashes[step - 2] if step > 1 else "0" * 64
        for seq in range(step, story.last + 1):
            new = seal(prev, _head(other, seq), _rows(other, seq))
            other.execute("UPDATE step SET prev = ?, hash = ? WHERE seq = ?", (prev, new, seq))
            prev = new
    return f"step {step}"


KINDS: tuple[Callable[[Path, Story, Random], str], ...] = (
    *(edit, delete, insert, swap, cut_tail, roll_back, rechain),
)


def _sql(*words: str) -> str:
    return " ".join(words)


def _other_weight(other: sqlite3.Connection, step: int, dice: Random) -> None:
    key, text = other.execute(
        "SELECT json_extract(row_key, '$[0]'), after FROM journal WHERE step = ?", (step,)
    ).fetchone()
    row = JournalRow("weight", "", 1, None, text)
    (grams,) = other.execute("SELECT grams FROM weight WHERE id = ?", (key,)).fetchone()
    lighter = grams - dice.randint(1, 400)
    told = replace(row, after=text.replace(f'"grams":{grams}', f'"grams":{lighter}')).after
    other.execute("UPDATE journal SET after = ? WHERE step = ?", (told, step))
    other.execute("UPDATE weight SET grams = ? WHERE id = ?", (lighter, key))


def _with_rows(other: sqlite3.Connection, dice: Random) -> int:
    steps = other.execute(
        "SELECT DISTINCT step FROM journal WHERE after IS NOT NULL ORDER BY step"
    ).fetchall()
    return int(dice.choice(steps)[0])


def _head(other: sqlite3.Connection, seq: int) -> StepHead:
    return StepHead(
        *other.execute(_sql("SELECT", HEAD, "FROM step WHERE seq = ?"), (seq,)).fetchone()
    )


def _rows(other: sqlite3.Connection, seq: int) -> list[JournalRow]:
    found = other.execute(
        "SELECT table_name, row_key, patient_id, before, after FROM journal WHERE step = ?"
        " ORDER BY n",
        (seq,),
    )
    return [JournalRow(*row) for row in found]
