"""An infusion that may begin, in a copy of the sample ward on Thu 12-Mar-2026 at 09:30."""

import shutil

import pytest

from tests.services.infusions.bed_story import enrol_patient, make_ready
from tests.services.infusions.bed_work import working


@pytest.fixture(scope="session")
def enrolled_ward(sample_folder, tmp_path_factory):
    """A ward with a patient whose first infusion is today and has no product yet."""
    folder = tmp_path_factory.mktemp("enrolled") / "ward"
    shutil.copytree(sample_folder, folder)
    with working(folder) as opened:
        enrol_patient(opened)
    return folder


@pytest.fixture(scope="session")
def ready_ward(enrolled_ward, tmp_path_factory):
    """The same ward with the infusion ready, and what is ready in it."""
    folder = tmp_path_factory.mktemp("bedside") / "ward"
    shutil.copytree(enrolled_ward, folder)
    with working(folder) as opened:
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
    with working(folder) as opened:
        yield opened


@pytest.fixture
def bare_desk(enrolled_ward, tmp_path):
    """The same before anything was made ready: a test chooses its own dose."""
    folder = tmp_path / "bare"
    shutil.copytree(enrolled_ward, folder)
    with working(folder) as opened:
        yield opened
