"""Why an item was not given and why a plan was changed: shipped reasons, then the site's own.

The journal keeps the code of a reason, screens offer its words. A site adds reasons in a file
beside its ward store; one with a fault in it is left aside as a whole and its faults are told.
"""

from functools import cache, lru_cache
from pathlib import Path

from nkdesk.model.change import ChangeKind
from nkdesk.model.words import Words
from nkdesk.places import resources
from nkdesk.services.change_forms import ChangeReason, ClinicalFactor
from nkdesk.services.desk import Desk
from nkdesk.services.reason_checks import NOT_GIVEN
from nkdesk.services.reason_file import ReasonFault, ReasonLists, read_reasons

SITE_FILE = "reasons.toml"
"""The site's own reasons, in the ward's folder."""

_MAX_BYTES = 64 * 1024


class ShippedReasonsError(Exception):
    """A file that ships with the program is damaged: the program must be installed again."""

    def __init__(self, name: str, fault: ReasonFault) -> None:
        super().__init__(f"{name}, line {fault.line}: {fault.sentence}")


def not_given_reasons(desk: Desk | None = None) -> tuple[ChangeReason, ...]:
    """Return why an item may not be given, in the order offered; a ward adds its site's own."""
    return reasons_of(NOT_GIVEN, desk)


def change_reasons(kind: ChangeKind, desk: Desk | None = None) -> tuple[ChangeReason, ...]:
    """Return why a plan may be changed so, in the order offered; a ward adds its site's own."""
    return reasons_of(kind, desk)


def clinical_factors(desk: Desk | None = None) -> tuple[ClinicalFactor, ...]:
    """Return the clinical factors a reason may ask for; a ward adds its site's own."""
    return (*_shipped().factors, *_site_lists(desk).factors)


def reason_titles(desk: Desk | None = None) -> dict[str, Words]:
    """Return the words of every reason by its code; a ward adds its site's own."""
    reasons = (*_shipped().reasons, *_site_lists(desk).reasons)
    return {one.code: one.title for one in reasons}


def reason_title(code: str, desk: Desk | None = None) -> Words | None:
    """Return the words of a reason's code, None for a code that no list has."""
    return reason_titles(desk).get(code)


def site_reason_faults(desk: Desk) -> tuple[ReasonFault, ...]:
    """Return what is wrong with the site's own file, so that its reasons are not offered."""
    found = _site_file(desk)
    return () if isinstance(found, ReasonLists) else found


def reasons_of(kind: str, desk: Desk | None = None) -> tuple[ChangeReason, ...]:
    """Return the reasons of a kind; the site's stand before the last shipped one, "other"."""
    shipped = [one for one in _shipped().reasons if kind in one.kinds]
    own = [one for one in _site_lists(desk).reasons if kind in one.kinds]
    return (*shipped[:-1], *own, *shipped[-1:])


@cache
def _shipped() -> ReasonLists:
    lists = [_shipped_file(name) for name in ("not_given.toml", "changes.toml", "infusions.toml")]
    return ReasonLists(
        tuple(reason for one in lists for reason in one.reasons),
        tuple(factor for one in lists for factor in one.factors),
    )


def _shipped_file(name: str) -> ReasonLists:
    read = read_reasons((resources() / "reasons" / name).read_text(encoding="utf-8"))
    if isinstance(read, ReasonLists):
        return read
    raise ShippedReasonsError(name, read[0])


def _site_lists(desk: Desk | None) -> ReasonLists:
    found = ReasonLists() if desk is None else _site_file(desk)
    return found if isinstance(found, ReasonLists) else ReasonLists()


def _site_file(desk: Desk) -> ReasonLists | tuple[ReasonFault, ...]:
    path = desk.store.path.parent / SITE_FILE
    try:
        about = path.stat()
    except FileNotFoundError:
        return ReasonLists()
    except OSError as error:
        return (ReasonFault(1, f"The file cannot be read: {error.strerror}."),)
    return _read(path, about.st_mtime_ns, about.st_size)


@lru_cache(maxsize=8)
def _read(path: Path, _changed: int, size: int) -> ReasonLists | tuple[ReasonFault, ...]:
    """Read a site's file; asked again only when its time or size has changed."""
    if size > _MAX_BYTES:
        return (ReasonFault(1, f"The file has more than {_MAX_BYTES} bytes."),)
    try:
        source = path.read_bytes().decode("utf-8")
    except OSError as error:
        return (ReasonFault(1, f"The file cannot be read: {error.strerror}."),)
    except UnicodeDecodeError:
        return (ReasonFault(1, "The file is not UTF-8 text."),)
    return read_reasons(source.replace("\r\n", "\n"), _shipped())
