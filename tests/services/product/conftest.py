"""A ward with one invented patient at every station from donor to drip, made once each."""

import shutil
from uuid import UUID

import pytest

from nkdesk.services.protocols import protocol_list
from nkdesk.services.ward import NewWard, create_ward, open_ward
from tests.services.conftest import sources
from tests.services.product import life

PATIENT = 1


def new_ward(folder):
    """An invented ward with a site set up and nobody in it."""
    clock = life.TurnedClock()
    new = NewWard("Invented ward", UUID(int=5), sources(), sample_today=clock.today())
    desk = create_ward(folder, new, clock, "Anna")
    life.set_up_site(desk)
    return desk


def trial(desk):
    return next(one for one in protocol_list(desk) if one.id == "NCT05272293").hash


@pytest.fixture(scope="session")
def planned_folder(tmp_path_factory):
    """A patient planned for infusions from 11-Mar-2026 on, with an eligible donor."""
    folder = tmp_path_factory.mktemp("product") / "ward"
    desk = new_ward(folder)
    with desk.store:
        assert life.enrolled(desk, trial(desk)) == PATIENT
        life.donor_entered(desk, PATIENT)
    return folder


@pytest.fixture(scope="session")
def ready_folder(planned_folder, tmp_path_factory):
    """Everything is ready on the morning of the first infusion: GO without a remark but one."""
    folder = tmp_path_factory.mktemp("ready") / "ward"
    shutil.copytree(planned_folder, folder)
    desk = opened(folder, "Anna")
    with desk.store:
        lot_id = life.lot_opened(desk, PATIENT)
        life.in_test(desk, lot_id)
        life.weighed(desk, PATIENT, "24,5")
        life.saved(life.ordered(desk, life.item_of(desk, PATIENT)))
        dose_id = life.dose_added(desk, lot_id)
        life.released(desk, lot_id)
        desk.clock.turn_to(life.NK1_DAY)
        life.saved(life.reserved(desk, dose_id, life.item_of(desk, PATIENT)))
        life.saved(life.dose_moved(desk, dose_id))
    return folder


def opened(folder, actor):
    clock = life.TurnedClock()
    return open_ward(folder, lambda _zone, _day: clock, actor)


def copy_of(folder, tmp_path):
    own = tmp_path / "own"
    shutil.copytree(folder, own)
    return opened(own, "Anna")


@pytest.fixture
def planned(planned_folder, tmp_path):
    """A patient with a plan and a donor, no product yet; this test's own copy."""
    desk = copy_of(planned_folder, tmp_path)
    with desk.store:
        yield desk


@pytest.fixture
def ready(ready_folder, tmp_path):
    """The morning of the first infusion; this test's own copy."""
    desk = copy_of(ready_folder, tmp_path)
    desk.clock.turn_to(life.NK1_DAY)
    with desk.store:
        yield desk


@pytest.fixture
def used_hash(planned):
    """The protocol the patients are treated by."""
    return trial(planned)


@pytest.fixture
def used_hash_of_ready(ready):
    """The same where everything is ready."""
    return trial(ready)
