"""The ward's protocols: two different people approve a site version, an example nobody."""

import pytest

from nkdesk.services.forms import FieldCode, Saved, Unsaved
from nkdesk.services.protocols import (
    add_protocol,
    approve_protocol,
    plannable_protocols,
    protocol_list,
)
from nkdesk.services.steps import revision


def _version(desk, status):
    return next(one for one in protocol_list(desk) if one.status.value == status)


def _codes(answer):
    assert isinstance(answer, Unsaved)
    return [(one.field, one.code) for one in answer.problems]


def test_a_site_version_is_approved_by_two_people_and_keeps_their_names(real_desk):
    site = _version(real_desk, "site")
    assert plannable_protocols(real_desk) == ()
    saved = approve_protocol(real_desk, site.hash, " Dr Первый ", "Second Person")
    assert saved == Saved(revision(real_desk))
    [(stored, protocol)] = plannable_protocols(real_desk)
    assert (stored.physician, stored.second_person) == ("Dr Первый", "Second Person")
    assert stored.approved
    assert stored.hash == site.hash
    assert protocol.id == stored.id


@pytest.mark.parametrize(
    ("physician", "second", "expected"),
    [
        ("", "Second", [("physician", FieldCode.MISSING)]),
        ("First", " ", [("second_person", FieldCode.MISSING)]),
        ("", "", [("physician", FieldCode.MISSING), ("second_person", FieldCode.MISSING)]),
        ("Королёв", "КОРОЛЕВ", [("second_person", FieldCode.SAME_PERSON)]),
        ("Петров", "Пeтрoв", [("second_person", FieldCode.SAME_PERSON)]),  # Latin e, o
        ("A\u202eB", "Second", [("physician", FieldCode.INVISIBLE_CHARACTER)]),
    ],
)
def test_two_different_people_must_sign(real_desk, physician, second, expected):
    before = revision(real_desk)
    answer = approve_protocol(real_desk, _version(real_desk, "site").hash, physician, second)
    assert _codes(answer) == expected
    assert revision(real_desk) == before


def test_a_shipped_example_is_never_approved(real_desk, desk):
    for ward in (real_desk, desk):
        answer = approve_protocol(ward, _version(ward, "example").hash, "First", "Second")
        assert _codes(answer) == [("protocol_hash", FieldCode.EXAMPLE)]


def test_a_version_is_approved_once(real_desk):
    site = _version(real_desk, "site")
    approve_protocol(real_desk, site.hash, "First", "Second")
    again = approve_protocol(real_desk, site.hash, "Third", "Fourth")
    assert _codes(again) == [("protocol_hash", FieldCode.ALREADY_USED)]
    assert _version(real_desk, "site").physician == "First"


def test_a_version_the_ward_does_not_have_is_not_approved(real_desk):
    answer = approve_protocol(real_desk, "0" * 64, "First", "Second")
    assert _codes(answer) == [("protocol_hash", FieldCode.NOT_A_CHOICE)]


def test_the_same_version_added_twice_is_there_once(desk, site_protocol):
    before = len(protocol_list(desk))
    assert add_protocol(desk, site_protocol) == Saved(revision(desk))
    add_protocol(desk, site_protocol)
    assert len(protocol_list(desk)) == before + 1


def test_a_sample_ward_plans_on_every_protocol_it_has(desk):
    plannable = plannable_protocols(desk)
    assert [stored for stored, _ in plannable] == list(protocol_list(desk))
    assert all(protocol.id == stored.id for stored, protocol in plannable)


def test_a_protocol_the_ward_does_not_have_is_a_mistake_of_the_program(desk):
    with pytest.raises(KeyError, match="beef"):
        desk.protocol("beef")
