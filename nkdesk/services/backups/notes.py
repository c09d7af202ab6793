"""What is remembered beside the backups: the second place, and when a restore was last tried.

The file is about this computer's folders, not about the ward, so it is no part of the journal. A
file that cannot be read counts as an empty one: backups never wait for it.
"""

import json
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from nkdesk.services.backups.models import BackupPlace
from nkdesk.store.naming import sync_file
from nkdesk.store.problem import as_file_error

NOTES_FILE = "backups.json"


@dataclass(frozen=True, slots=True)
class Notes:
    """``second`` is None without a second place; moments are aware."""

    second: Path | None = None
    second_at: datetime | None = None
    drilled_at: datetime | None = None


def read_notes(place: BackupPlace) -> Notes:
    """Return what is remembered."""
    try:
        kept = json.loads((place.folder / NOTES_FILE).read_text("utf-8"))
    except (OSError, ValueError, RecursionError):
        return Notes()
    if not isinstance(kept, dict):
        return Notes()
    second = kept.get("second")
    return Notes(
        Path(second) if isinstance(second, str) and second else None,
        _moment(kept.get("second_at")),
        _moment(kept.get("drilled_at")),
    )


def note(place: BackupPlace, **changes: Any) -> Notes:  # noqa: ANN401 -- the fields of Notes
    """Remember something; StoreError when the ward's folder cannot be written to."""
    notes = replace(read_notes(place), **changes)
    kept = {
        "second": None if notes.second is None else str(notes.second),
        "second_at": _text(notes.second_at),
        "drilled_at": _text(notes.drilled_at),
    }
    path = place.folder / NOTES_FILE
    unnamed = path.with_name(f".{NOTES_FILE}")
    try:
        unnamed.write_text(json.dumps(kept, ensure_ascii=False, indent=1) + "\n", "utf-8")
        sync_file(unnamed)
        unnamed.replace(path)
    except OSError as error:
        raise as_file_error(error) from error
    return notes


def _moment(text: object) -> datetime | None:
    try:
        moment = datetime.fromisoformat(str(text))
    except ValueError:
        return None
    return moment if moment.tzinfo is not None else None


def _text(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()
