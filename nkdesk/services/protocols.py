"""The ward's protocols: adding a version, and its approval by two different people.

A shipped example can never be approved: its unpublished days and doses are not the site's.
Until people log in, two typed names stand in for the two signatures.
"""

from nkdesk.model.folding import fold
from nkdesk.model.protocol import Protocol, ProtocolStatus
from nkdesk.services.desk import Desk
from nkdesk.services.forms import FieldCode, FieldProblem, Saved, Unsaved
from nkdesk.services.reading import Reader
from nkdesk.services.steps import StepKind
from nkdesk.services.ward import ProtocolSource, add_protocols
from nkdesk.store import protocols
from nkdesk.store.protocols import StoredProtocol
from nkdesk.store.site import site

__all__ = [
    "StoredProtocol",
    "add_protocol",
    "approve_protocol",
    "plannable_protocols",
    "protocol_list",
]


def protocol_list(desk: Desk) -> tuple[StoredProtocol, ...]:
    """Return every protocol version of the ward."""
    return protocols.protocols(desk.store)


def plannable_protocols(desk: Desk) -> tuple[tuple[StoredProtocol, Protocol], ...]:
    """Return the versions a patient may be planned on: approved ones; in a sample ward all."""
    sample = site(desk.store).sample
    return tuple(
        (stored, desk.protocol(stored.hash))
        for stored in protocols.protocols(desk.store)
        if sample or stored.approved
    )


def add_protocol(desk: Desk, source: ProtocolSource) -> Saved:
    """Add a protocol version to the ward; twice the same is once."""
    return Saved(add_protocols(desk, (source,)))


def approve_protocol(
    desk: Desk, protocol_hash: str, physician: str, second_person: str
) -> Saved | Unsaved:
    """Record that a physician and a second person approved a site version for this ward."""
    reader = Reader(desk.clock.today())
    first = reader.name("physician", physician, needed=True)
    second = reader.name("second_person", second_person, needed=True)
    if first and fold(first) == fold(second):
        reader.refuse("second_person", FieldCode.SAME_PERSON)
    stored = protocols.stored_protocol(desk.store, protocol_hash)
    problems = (*_not_approvable(stored), *reader.problems)
    if problems:
        return Unsaved(problems)
    with desk.store.step(actor=desk.actor, what=StepKind.APPROVE_PROTOCOL) as step:
        protocols.approve_protocol(step, protocol_hash, first, second)
    return Saved(step.seq)


def _not_approvable(stored: StoredProtocol | None) -> tuple[FieldProblem, ...]:
    if stored is None:
        return (FieldProblem("protocol_hash", FieldCode.NOT_A_CHOICE),)
    if stored.status is ProtocolStatus.EXAMPLE:
        return (FieldProblem("protocol_hash", FieldCode.EXAMPLE),)
    if stored.approved:
        return (FieldProblem("protocol_hash", FieldCode.ALREADY_USED),)
    return ()
