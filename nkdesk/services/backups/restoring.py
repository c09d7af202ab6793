"""Restoring a ward: two people and a reason, then one act; and trying the newest backup out.

Until log-in exists, the two people are two typed names that must differ however they are spelt.
"""

from collections.abc import Callable
from contextlib import suppress

from nkdesk.model.folding import fold
from nkdesk.model.naming import tidy
from nkdesk.services.backups.making import backups_folder, make_backup, newest_backup
from nkdesk.services.backups.models import (
    BackupKind,
    BackupPlace,
    Drill,
    Restored,
    RestoreForm,
    RestorePreview,
)
from nkdesk.services.backups.notes import note
from nkdesk.services.backups.previewing import present_store, refuse_other_ward, revision_of
from nkdesk.services.forms import FieldCode, Unsaved
from nkdesk.services.reading import Reader
from nkdesk.services.ward import WARD_FILE
from nkdesk.store.journal import Head
from nkdesk.store.problem import StoreConflictError, StoreError
from nkdesk.store.restoring import RestoreStep, put_in_place, ready

_SHORTEST_REASON = 3
_LONGEST_REASON = 1500
"""A step keeps 2000 characters, and what was restored stands beside the reason."""


def form_problems(place: BackupPlace, form: RestoreForm) -> Unsaved | None:
    """Return what is wrong with the two names and the reason, None when nothing is."""
    reader = Reader(place.now().date())
    first = reader.name("first", form.first, needed=True)
    second = reader.name("second", form.second, needed=True)
    if first and fold(first) == fold(second):
        reader.refuse("second", FieldCode.SAME_PERSON)
    reason = reader.note("reason", form.reason)
    if len(reason) < _SHORTEST_REASON and "reason" not in {one.field for one in reader.problems}:
        reader.refuse("reason", FieldCode.NEEDS_TEXT)
    if len(reason) > _LONGEST_REASON:
        reader.refuse("reason", FieldCode.TOO_LONG, str(_LONGEST_REASON))
    return Unsaved(tuple(reader.problems)) if reader.problems else None


def restore(place: BackupPlace, preview: RestorePreview, form: RestoreForm) -> Restored | Unsaved:
    """Put a backup in the ward's place as it was previewed; the old store is set aside.

    Nobody may have the ward open in this process. StoreError: as for the preview, and CONFLICT
    when somebody saved since; the ward is then as it was.
    """
    wrong = form_problems(place, form)
    if wrong is not None:
        return wrong
    revision = None if preview.revision is None else Head(*preview.revision)
    if revision is not None:
        _keep_present(place)
    with ready(preview.source, place.folder, place.now) as copy:
        with present_store(place) as (present, _):
            refuse_other_ward(place, copy, present)
            if revision_of(present) != preview.revision:
                raise StoreConflictError("step", None)
        how = RestoreStep(tidy(form.first), _why(preview, form), revision)
        seq = copy.store.head().seq + 1
        return Restored(seq, put_in_place(copy, place.folder / WARD_FILE, how))


def drill(place: BackupPlace, seconds: Callable[[], float]) -> Drill | None:
    """Try the newest backup: restore it into a file of its own, check that, remove it.

    ``seconds`` is a running clock. None while there is no backup. When it passes, the day is
    remembered.
    """
    newest = newest_backup(place)
    if newest is None:
        return None
    began, error = seconds(), None
    try:
        with ready(newest.place, backups_folder(place), place.now):
            pass
    except StoreError as found:
        error = found
    else:
        note(place, drilled_at=place.now())
    return Drill(newest.place, newest.manifest.head.seq, seconds() - began, error)


def _keep_present(place: BackupPlace) -> None:
    """Back up the ward that goes; where that cannot be done, it is still set aside whole."""
    with suppress(StoreError):
        make_backup(place, BackupKind.BEFORE_RESTORE)


def _why(preview: RestorePreview, form: RestoreForm) -> str:
    """Return in one line what the journal keeps of a restore, for people and programs alike."""
    was = "none" if preview.revision is None else f"{preview.revision[0]} {preview.revision[1][:8]}"
    return (
        f"{' '.join(form.reason.split())} | second person: {tidy(form.second)}"
        f" | ward {preview.ward_id} | backup up to step {preview.step}"
        f" | the ward set aside was at step {was}"
    )
