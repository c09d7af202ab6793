"""What lies beside a backed-up store: which ward, which step, how many rows, which bytes.

The manifest is JSON; keys this version does not know are left alone, and ``files`` may name more
files later. What a program must understand to restore raises ``nkdesk_backup``. ``seal`` is the
SHA-256 of the canonical JSON of everything else in it.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from typing import Any, NamedTuple

from nkdesk.store.journal import Head
from nkdesk.store.problem import StoreError, StoreProblem
from nkdesk.store.rows import canonical

FORMAT = 1
MANIFEST_FILE = "manifest.json"
STORE_FILE = "ward.nkdesk"
MOST_BYTES = 64 * 1024
"""A manifest is a page of text; nothing longer is read."""


class BackupKind(StrEnum):
    """Why a backup was made."""

    ASKED = "asked"
    REGULAR = "regular"
    CLOSING = "closing"
    BEFORE_RESTORE = "before_restore"
    BEFORE_VERSION = "before_version"


class FileSeal(NamedTuple):
    """The length of a file and the SHA-256 of its bytes."""

    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """One backup. ``made_at`` and ``head_at`` are aware, in the ward's time.

    ``store_id`` is the ward's own number for ever, ``rows`` counts the rows of every table, and
    ``version`` is the store version as in the file's header.
    """

    made_at: datetime
    kind: str
    program: str
    store_id: str
    ward: str
    sample: bool
    version: int
    head: Head
    head_at: datetime
    rows: Mapping[str, int]
    files: Mapping[str, FileSeal]

    @property
    def for_ever(self) -> bool:
        """Whether it is never thinned out."""
        return self.kind == BackupKind.BEFORE_VERSION

    @property
    def size(self) -> int:
        """How many bytes its files have."""
        return sum(file.size for file in self.files.values())


def manifest_text(manifest: Manifest) -> str:
    """Return a manifest as it is written."""
    fields: dict[str, Any] = {
        "nkdesk_backup": FORMAT,
        "made_at": manifest.made_at.isoformat(),
        "kind": manifest.kind,
        "program": manifest.program,
        "store": {
            "id": manifest.store_id,
            "ward": manifest.ward,
            "sample": manifest.sample,
            "version": manifest.version,
        },
        "head": {
            "step": manifest.head.seq,
            "hash": manifest.head.hash,
            "at": manifest.head_at.isoformat(),
        },
        "rows": dict(manifest.rows),
        "files": {name: file._asdict() for name, file in manifest.files.items()},
    }
    fields["seal"] = _seal(fields)
    return json.dumps(fields, ensure_ascii=False, indent=1) + "\n"


def read_manifest(raw: bytes) -> Manifest:
    """Return the manifest of these bytes.

    StoreError: NOT_A_BACKUP for anything else, BACKUP_NEWER for one only a newer program
    understands, BACKUP_TORN for one that was cut off or changed.
    """
    fields = _fields(raw)
    if fields["nkdesk_backup"] != FORMAT:
        raise StoreError(StoreProblem.BACKUP_NEWER, f"format {fields['nkdesk_backup']}"[:40])
    if fields.pop("seal", None) != _seal(fields):
        raise StoreError(StoreProblem.BACKUP_TORN, MANIFEST_FILE)
    try:
        return _manifest(fields)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise StoreError(StoreProblem.NOT_A_BACKUP, MANIFEST_FILE) from error


def _fields(raw: bytes) -> dict[str, Any]:
    if not raw.strip(b"\0 \r\n\t"):  # what a torn copy leaves of a file
        raise StoreError(StoreProblem.BACKUP_TORN, MANIFEST_FILE)
    try:
        fields = json.loads(raw.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        torn = raw.lstrip().startswith(b'{\n "nkdesk_backup"')
        problem = StoreProblem.BACKUP_TORN if torn else StoreProblem.NOT_A_BACKUP
        raise StoreError(problem, MANIFEST_FILE) from error
    if not isinstance(fields, dict) or type(fields.get("nkdesk_backup")) is not int:
        raise StoreError(StoreProblem.NOT_A_BACKUP, MANIFEST_FILE)
    return fields


def _manifest(fields: dict[str, Any]) -> Manifest:
    store, head, files = fields["store"], fields["head"], fields["files"]
    if STORE_FILE not in files:
        raise KeyError(STORE_FILE)
    return Manifest(
        made_at=_moment(fields["made_at"]),
        kind=str(fields["kind"]),
        program=str(fields["program"]),
        store_id=str(store["id"]),
        ward=str(store["ward"]),
        sample=bool(store["sample"]),
        version=int(store["version"]),
        head=Head(int(head["step"]), str(head["hash"])),
        head_at=_moment(head["at"]),
        rows={str(name): int(count) for name, count in fields["rows"].items()},
        files={
            str(name): FileSeal(int(file["size"]), str(file["sha256"]))
            for name, file in files.items()
        },
    )


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(text)
    return moment


def _seal(fields: dict[str, Any]) -> str:
    try:
        return sha256(canonical(fields).encode()).hexdigest()
    except ValueError:  # a number that is none, half a letter: nothing this program wrote
        return ""
