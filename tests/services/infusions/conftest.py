"""An infusion that may begin, in a copy of the sample ward on Thu 12-Mar-2026 at 09:30."""

import shutil

import pytest

from nkdesk.services.ward import open_ward
from tests.services.conftest import FixedClock
from tests.services.infusions.bed_story import make_ready


@pytest.fixture(scope="session")
def ready_ward(sample_folder, tmp_path_factory):
    """A ward in which one patient's infusion is ready, made once, and what is ready in it."""
    folder = tmp_path_factory.mktemp("bedside") / "ward"
    shutil.copytree(sample_folder, folder)
    opened = open_ward(folder, lambda _zone, _day: FixedClock(), "Anna")
    with opened.store:
        return folder, make_ready(opened)


@pytest.fixture
def ready(ready_ward):
    """What is ready in the ward of ``desk``."""
    return ready_ward[1]


@pytest.fixture
def desk(ready_ward, tmp_path):
    """This test's own copy of the ward, with Anna at work at 09:30."""
    folder = tmp_path / "ward"
    shutil.copytree(ready_ward[0], folder)
    opened = open_ward(folder, lambda _zone, _day: FixedClock(), "Anna")
    with opened.store:
        yield opened
