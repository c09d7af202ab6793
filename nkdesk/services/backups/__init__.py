"""Backups of a ward and restoring it; none of it needs the ward to be open.

What is slow runs on any thread, over connections of its own.
"""

from nkdesk.services.backups.making import choose_second_place, is_due, make_backup, place_of
from nkdesk.services.backups.models import (
    BackedUp,
    BackupKind,
    BackupLine,
    BackupPlace,
    BackupsPage,
    Drill,
    LineState,
    Restored,
    RestoreForm,
    RestoreOrder,
    RestorePreview,
    SecondPlace,
)
from nkdesk.services.backups.page import backups_page, is_old, lines_in
from nkdesk.services.backups.previewing import preview_restore
from nkdesk.services.backups.restoring import drill, form_problems, restore

__all__ = [
    "BackedUp",
    "BackupKind",
    "BackupLine",
    "BackupPlace",
    "BackupsPage",
    "Drill",
    "LineState",
    "RestoreForm",
    "RestoreOrder",
    "RestorePreview",
    "Restored",
    "SecondPlace",
    "backups_page",
    "choose_second_place",
    "drill",
    "form_problems",
    "is_due",
    "is_old",
    "lines_in",
    "make_backup",
    "place_of",
    "preview_restore",
    "restore",
]
