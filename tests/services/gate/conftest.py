"""A ward with one invented patient, at every station on the way to cycle 2, made once each."""

import shutil
from uuid import UUID

import pytest

from nkdesk.services.protocols import protocol_list
from nkdesk.services.ward import NewWard, create_ward, open_ward
from tests.services.conftest import sources
from tests.services.gate import story

PATIENT = 1


@pytest.fixture(scope="session")
def waiting_folder(tmp_path_factory):
    """Cycle 1 given, nothing known of the time since: the patient waits for the check."""
    folder = tmp_path_factory.mktemp("gate") / "ward"
    clock = story.Calendar()
    new = NewWard("Invented ward", UUID(int=4), sources(), sample_today=story.START)
    desk = create_ward(folder, new, clock, "Founder")
    with desk.store:
        used = next(one for one in protocol_list(desk) if one.id == "NCT05272293")
        story.set_up_site(desk)
        assert story.enrolled(desk, story.enrolment(used.hash)) == PATIENT
        story.sign_consent(desk, PATIENT, story.START)
        story.give_first_cycle(desk, PATIENT)
    return folder


@pytest.fixture
def waiting(waiting_folder, tmp_path):
    """The ward on the day of the check, this test's own copy."""
    folder = tmp_path / "gate"
    shutil.copytree(waiting_folder, folder)
    clock = story.Calendar()
    clock.turn_to(story.CHECKED)
    opened = open_ward(folder, lambda _zone, _day: clock, "Anna")
    with opened.store:
        yield opened


@pytest.fixture
def complete(waiting):
    """Everything the check asks for is known."""
    story.everything(waiting, PATIENT, story.CHECKED)
    return waiting


@pytest.fixture
def signed(complete):
    """A physician has signed."""
    story.saved(story.sign(complete, PATIENT))
    return complete


@pytest.fixture
def planned(signed):
    """Cycle 2 stands in the plan."""
    story.saved(story.plan_second(signed, PATIENT))
    return signed
