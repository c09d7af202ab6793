"""Backups in words: how old, why made, what a restore would change."""

from datetime import datetime, timedelta

from PySide6.QtCore import QCoreApplication

from nkdesk.services.backups import (
    BackupLine,
    BackupsPage,
    Drill,
    LineState,
    RestorePreview,
    SecondPlace,
    is_old,
)
from nkdesk.sheets.wording.dates import clock_text, day_clock_text, day_text
from nkdesk.ui.common.step_words import step_words

translate = QCoreApplication.translate

_MINUTE, _HOUR, _DAY = 60, 3600, 86400


def age_words(now: datetime, newest_at: datetime | None) -> str:
    """Return how old the newest backup is, for the foot of the window."""
    if newest_at is None:
        return translate("Backups", "no backup yet")
    age = now - newest_at
    if age < timedelta(0):  # the clock went back
        return translate("Backups", "backup {day}").format(day=day_clock_text(newest_at))
    seconds = int(age.total_seconds())
    if seconds < _MINUTE:
        return translate("Backups", "backed up just now")
    if seconds < _HOUR:
        return translate("Backups", "backup {n} min ago").format(n=seconds // _MINUTE)
    if seconds < 2 * _DAY:
        return translate("Backups", "backup {n} h ago").format(n=seconds // _HOUR)
    return translate("Backups", "backup {n} days ago").format(n=seconds // _DAY)


def warns(now: datetime, page: BackupsPage) -> bool:
    """Whether the foot of the window must warn: no backup of a day, or a second place behind."""
    second = page.second
    return is_old(now, page.newest_at) or (second is not None and is_old(now, second.reached_at))


def standing_words(now: datetime, page: BackupsPage) -> str:
    """Return in a sentence or two how the backups stand."""
    if page.newest_at is None:
        first = translate("Backups", "There is no backup yet. Make one now.")
    else:
        words = translate("Backups", "Newest backup: {when}, up to step {step}.")
        first = words.format(when=moment_words(page.newest_at), step=page.newest_step)
    return " ".join((first, _second_words(now, page.second), _drill_words(page)))


def _second_words(now: datetime, second: SecondPlace | None) -> str:
    if second is None:
        return translate("Backups", "No second place: one broken disk takes ward and backups.")
    if not second.there:
        words = translate("Backups", "▲ The second place is not there: {place}. Plug the disk in.")
    elif is_old(now, second.reached_at):
        words = translate("Backups", "▲ No backup has reached the second place for a day: {place}.")
    elif second.same_disk:
        words = translate("Backups", "▲ The second place is on the ward's own disk: {place}.")
    else:
        words = translate("Backups", "Each is copied to {place}, too.")
    return words.format(place=second.root)


def _drill_words(page: BackupsPage) -> str:
    if page.drilled_at is None:
        return translate("Backups", "No restore was ever tried out.")
    words = translate("Backups", "A restore was last tried out on {day}.")
    if page.drill_due:
        words = translate("Backups", "▲ A restore was last tried out on {day}: try it again.")
    return words.format(day=day_text(page.drilled_at.date()))


def moment_words(moment: datetime) -> str:
    """Return a day with its weekday, and the time."""
    return f"{day_text(moment.date())} {clock_text(moment)}"


def line_words(line: BackupLine) -> str:
    """Return one backup as a line of the list."""
    if line.state is LineState.UNREADABLE and line.error is not None:
        return f"✕  {line.place.name}  ·  {line.error.sentence}"
    parts = [] if line.made_at is None else [moment_words(line.made_at)]
    parts.append(_kind_words(line.kind))
    if line.step is not None:
        parts.append(translate("Backups", "up to step {n}").format(n=line.step))
    if line.second:
        parts.append(translate("Backups", "second place"))
    return "  ·  ".join(parts)


def _kind_words(kind: str) -> str:
    return {
        "asked": translate("Backups", "made by hand"),
        "regular": translate("Backups", "made by itself"),
        "closing": translate("Backups", "made on closing"),
        "before_restore": translate("Backups", "made before a restore"),
        "before_version": translate("Backups", "kept from before a new version"),
        "set_aside": translate("Backups", "set aside by a restore"),
    }.get(kind, kind)


def drill_words(drill: Drill | None) -> str:
    """Return what came of trying a restore out."""
    if drill is None:
        return translate("Backups", "There is no backup to try yet.")
    if drill.error is not None:
        words = translate("Backups", "The newest backup could not be restored: {why}")
        return words.format(why=f"{drill.error.sentence} {drill.error.next_step}")
    words = translate(
        "Backups",
        "Tried: the newest backup was restored into a file of its own up to step {step}, checked "
        "whole in {n} s, and that file removed. The ward was not touched.",
    )
    return words.format(step=drill.step, n=max(1, round(drill.seconds)))


def preview_words(preview: RestorePreview) -> str:
    """Return in a sentence what a restore would change, before its details."""
    if preview.present_error is not None:
        words = translate(
            "Backups",
            "The ward cannot be read as it lies here, so nobody can tell what would be lost. {why}",
        )
        return words.format(why=preview.present_error.sentence)
    if preview.lost == 0 and preview.gained == 0:
        return translate("Backups", "The ward and this backup are the same.")
    words = translate("Backups", "{n} newer steps of the ward would be missing afterwards.")
    lost = words.format(n=preview.lost)
    if not preview.gained:
        return lost
    words = translate("Backups", "{n} steps would come that the ward has not.")
    return f"{lost} {words.format(n=preview.gained)}"


def lost_words(preview: RestorePreview) -> list[str]:
    """Return every step that would be missing as a line, newest first."""
    return [
        f"{moment_words(step.at)}  ·  {step.actor}  ·  {step_words(step.what)}"
        for step in preview.lost_steps
    ]


def count_words(preview: RestorePreview) -> list[str]:
    """Return what there would be fewer or more of."""
    names = {
        "patient": translate("Backups", "Patients"),
        "cycle": translate("Backups", "Planned cycles"),
        "item": translate("Backups", "Items of plans"),
        "observation": translate("Backups", "Results"),
        "lot": translate("Backups", "Lots"),
        "infusion": translate("Backups", "Infusions at the bed"),
        "printed_sheet": translate("Backups", "Printed sheets"),
    }
    words = translate("Backups", "{name}: {now} now, {then} afterwards")
    return [
        words.format(name=names[count.table], now=count.now, then=count.then)
        for count in preview.counts
        if count.now is not None and count.now != count.then
    ]
