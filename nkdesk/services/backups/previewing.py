"""What a restore would change, told before anybody decides: the backup checked, both compared."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from nkdesk.services.backups.making import newest_backup
from nkdesk.services.backups.models import BackupPlace, Count, LostStep, RestorePreview
from nkdesk.services.ward import WARD_FILE
from nkdesk.store.backup import counted_rows
from nkdesk.store.comparing import Difference, difference, sheets_since
from nkdesk.store.connection import connect
from nkdesk.store.inspection import refuse_unless_ours
from nkdesk.store.journal import StoredStep
from nkdesk.store.problem import StoreError, StoreProblem
from nkdesk.store.restoring import Ready, ready
from nkdesk.store.site import site
from nkdesk.store.ward_store import Store

COUNTED = ("patient", "cycle", "item", "observation", "lot", "infusion", "printed_sheet")
"""What a nurse would miss: the rows of these tables are counted on both sides."""

_NOTHING = Difference(0, 0, 0, (), ())


def preview_restore(place: BackupPlace, source: Path) -> RestorePreview:
    """Check a backup whole and say what restoring it would change; nothing is written.

    Slow; runs on any thread. StoreError says why this backup cannot be restored here:
    NOT_A_BACKUP, BACKUP_TORN, BACKUP_DAMAGED, BACKUP_NEWER, BACKUP_OLDER, OTHER_WARD, ….
    """
    with ready(source, place.folder, place.now) as copy, present_store(place) as (present, error):
        refuse_other_ward(place, copy, present)
        try:
            return _preview(source, copy, present, error)
        except StoreError as found:  # a damaged ward is what backups are for
            if present is None:
                raise
            return _preview(source, copy, None, found)


@contextmanager
def present_store(place: BackupPlace) -> Iterator[tuple[Store | None, StoreError | None]]:
    """Open the ward as it stands, over a connection of its own, or say why it cannot be."""
    path = place.folder / WARD_FILE
    try:
        refuse_unless_ours(path)
        store = Store(connect(path), path, place.now)
    except StoreError as error:
        yield None, error
        return
    with store:
        readable = _unreadable(store)
        yield (store, None) if readable is None else (None, readable)


def refuse_other_ward(place: BackupPlace, copy: Ready, present: Store | None) -> None:
    """Refuse a backup of another ward than the one that lies here, or lay here last."""
    found = site(copy.store)
    if present is not None:
        expected = site(present).uuid
    else:
        newest = newest_backup(place)
        expected = found.uuid if newest is None else newest.manifest.store_id
    if found.uuid != expected:
        raise StoreError(StoreProblem.OTHER_WARD, found.ward)


def revision_of(present: Store | None) -> tuple[int, str] | None:
    """Return the newest step of the ward and its hash, None where none can be read."""
    if present is None:
        return None
    head = present.head()
    return head.seq, head.hash


def _unreadable(store: Store) -> StoreError | None:
    """Return why not even the ward's end and its name can be read, None when they can."""
    try:
        store.head()
        site(store)
    except StoreError as error:
        return error
    return None


def _preview(
    source: Path, copy: Ready, present: Store | None, error: StoreError | None
) -> RestorePreview:
    ward = site(copy.store)
    unlike = _NOTHING if present is None else difference(present, copy.store, copy.head)
    return RestorePreview(
        source=source,
        ward=ward.ward,
        ward_id=ward.uuid,
        sample=ward.sample,
        made_at=None if copy.manifest is None else copy.manifest.made_at,
        ends_at=copy.newest.at,
        step=copy.head.seq,
        common=unlike.common,
        lost=unlike.lost,
        gained=unlike.gained,
        lost_steps=tuple(_told(step) for step in unlike.lost_steps),
        sheets=() if present is None else sheets_since(present, unlike.common),
        counts=_counts(copy, present),
        revision=revision_of(present),
        present_error=error,
    )


def _told(step: StoredStep) -> LostStep:
    return LostStep(step.seq, step.at, step.actor, step.what)


def _counts(copy: Ready, present: Store | None) -> tuple[Count, ...]:
    now = None if present is None else counted_rows(present)
    return tuple(
        Count(table, None if now is None else now.get(table, 0), copy.rows.get(table, 0))
        for table in COUNTED
    )
