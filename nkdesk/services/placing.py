"""Laying out a cycle for a patient of this ward, and what to say where it cannot be laid out."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

from nkdesk import scheduler
from nkdesk.model.cycle import Cycle
from nkdesk.model.protocol import Protocol, ProtocolStatus
from nkdesk.model.refusal import BrokenRule, Refused, RuleCode
from nkdesk.scheduler import PlacementRequest, place_cycle
from nkdesk.services.calendars import calendars_for
from nkdesk.services.desk import Desk
from nkdesk.store import cycles, protocols
from nkdesk.store.site import site

START_SEARCH_DAYS = 14
"""How far ahead a start date that fits is looked for: two weeks, as far as a ward plans."""


def approval_missing(desk: Desk, protocol_hash: str) -> Refused | None:
    """Refuse an unapproved protocol in a real ward; a sample ward may plan on examples."""
    stored = protocols.stored_protocol(desk.store, protocol_hash)
    if site(desk.store).sample or (stored is not None and stored.approved):
        return None
    return Refused((BrokenRule(RuleCode.NOT_APPROVED),))


def taken_by_others(
    desk: Desk, protocol: Protocol, patient_id: int | None, since: date = date.min
) -> dict[str, Mapping[date, int]]:
    """Return how many infusions other patients have, per calendar and day from ``since`` on."""
    return {
        calendar.id: cycles.taken(desk.store, calendar.id, patient_id, since)
        for calendar in protocol.calendars
    }


def placement_request(
    desk: Desk, protocol: Protocol, arm: str, start: date, patient_id: int | None = None
) -> PlacementRequest:
    """Return what placing cycle 1 needs, with the dates that other patients already take."""
    return PlacementRequest(
        protocol=protocol,
        arm=arm,
        cycle=1,
        start=start,
        calendars=calendars_for(desk, protocol, start, start),
        taken=taken_by_others(desk, protocol, patient_id),
        today=desk.clock.today(),
    )


def place_first_cycle(
    desk: Desk, protocol_hash: str, arm: str, start: date, patient_id: int | None = None
) -> Cycle | Refused:
    """Lay out cycle 1 on the ward's calendars; every refusal is a value."""
    missing = approval_missing(desk, protocol_hash)
    if missing is not None:
        return missing
    protocol = desk.protocol(protocol_hash)
    return place_cycle(placement_request(desk, protocol, arm, start, patient_id))


def start_that_fits(
    desk: Desk, protocol_hash: str, arm: str, start: date, patient_id: int | None = None
) -> date | None:
    """Return the first later start date on which the cycle can be laid out, None when too far."""
    if approval_missing(desk, protocol_hash) is not None:
        return None
    protocol = desk.protocol(protocol_hash)
    last = start + timedelta(days=START_SEARCH_DAYS)
    request = replace(
        placement_request(desk, protocol, arm, start, patient_id),
        calendars=calendars_for(desk, protocol, start, last),
    )
    return scheduler.start_that_fits(request, START_SEARCH_DAYS)


def is_example(protocol: Protocol) -> bool:
    """Whether a protocol is an example and must be marked so wherever it shows."""
    return protocol.status is ProtocolStatus.EXAMPLE
