"""Protocol versions: kept whole for ever, addressed by the hash of their content."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from nkdesk.model.canonical import canonical_json, protocol_from_json, protocol_hash
from nkdesk.model.protocol import Protocol, ProtocolStatus
from nkdesk.model.words import Words
from nkdesk.store.journal import iso_times
from nkdesk.store.rows import TABLES
from nkdesk.store.step import Step
from nkdesk.store.ward_store import Store


@dataclass(frozen=True, slots=True)
class StoredProtocol:
    """What a list of protocols shows; ``approved_at`` is None until two people approved it."""

    hash: str
    id: str
    version: str
    status: ProtocolStatus
    title: Words
    added_at: datetime
    physician: str = ""
    second_person: str = ""
    approved_at: datetime | None = None

    @property
    def approved(self) -> bool:
        """Whether a physician and a second person have approved it."""
        return self.approved_at is not None


def add_protocol(step: Step, protocol: Protocol, source: str) -> str:
    """Save a protocol with the text of its file and return its hash; twice the same is once."""
    name = protocol_hash(protocol)
    if step.store.read(TABLES["protocol"].select, (name,)):
        return name
    step.insert(
        "protocol",
        {
            "hash": name,
            "id": protocol.id,
            "version": protocol.version,
            "status": protocol.status,
            "title_en": protocol.title.en,
            "title_ru": protocol.title.ru,
            "title_be": protocol.title.be,
            "canonical": canonical_json(protocol).decode(),
            "source": source,
            "added_at": _now(step),
        },
    )
    return name


def approve_protocol(step: Step, hash_: str, physician: str, second_person: str) -> None:
    """Record that two different people approved a protocol; StoreError RULE for a second time."""
    step.insert(
        "protocol_approval",
        {
            "protocol_hash": hash_,
            "physician": physician,
            "second_person": second_person,
            "approved_at": _now(step),
        },
    )


def protocol(store: Store, hash_: str) -> Protocol | None:
    """Return the protocol of that hash, None when this ward has none."""
    rows = store.read("SELECT canonical FROM protocol WHERE hash = ?", (hash_,))
    return protocol_from_json(rows[0][0].encode()) if rows else None


def protocol_source(store: Store, hash_: str) -> str | None:
    """Return the text of the file a protocol was read from."""
    rows = store.read("SELECT source FROM protocol WHERE hash = ?", (hash_,))
    return str(rows[0][0]) if rows else None


def stored_protocol(store: Store, hash_: str) -> StoredProtocol | None:
    """Return what is known of one protocol without reading it, None when the ward has none."""
    rows = store.read(
        "SELECT hash, id, version, status, title_en, title_ru, title_be, added_at, physician,"
        " second_person, approved_at FROM protocol"
        " LEFT JOIN protocol_approval ON protocol_hash = hash WHERE hash = ?",
        (hash_,),
    )
    return _stored(rows[0]) if rows else None


def protocols(store: Store) -> tuple[StoredProtocol, ...]:
    """Return every protocol of this ward by id and version, in the order they came."""
    rows = store.read(
        "SELECT hash, id, version, status, title_en, title_ru, title_be, added_at, physician,"
        " second_person, approved_at FROM protocol"
        " LEFT JOIN protocol_approval ON protocol_hash = hash ORDER BY id, version, added_at, hash"
    )
    return tuple(_stored(row) for row in rows)


def _stored(row: tuple[Any, ...]) -> StoredProtocol:
    hash_, id_, version, status, en, ru, be, added, physician, second, approved = row
    return StoredProtocol(
        hash_,
        id_,
        version,
        ProtocolStatus(status),
        Words(en, ru, be),
        datetime.fromisoformat(added),
        physician or "",
        second or "",
        None if approved is None else datetime.fromisoformat(approved),
    )


def _now(step: Step) -> str:
    return iso_times(step.store.moment())[1]
