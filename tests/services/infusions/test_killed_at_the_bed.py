"""Kill -9 at every stored step of an infusion: what was acknowledged is there, all and no more."""

import random
import shutil
import sys

import pytest

from tests.services.infusions.bed_path import STAGES
from tests.services.infusions.bed_story import make_ready
from tests.services.infusions.bed_work import working
from tests.services.infusions.killing import (
    bedside,
    kill_after,
    kill_within,
    no_faults,
    some_moment,
    told,
)

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there is no kill -9 here")


@pytest.fixture(scope="module")
def two_bags(enrolled_ward, tmp_path_factory):
    """A ward with an infusion of two bags ready."""
    folder = tmp_path_factory.mktemp("killed") / "ward"
    shutil.copytree(enrolled_ward, folder)
    with working(folder) as desk:
        make_ready(desk, bags=2)
    return folder


@pytest.fixture
def ward(two_bags, tmp_path):
    """This test's own copy of it."""
    return shutil.copytree(two_bags, tmp_path / "ward")


def test_after_each_acknowledged_step_a_kill_loses_nothing(ward, tmp_path):
    assert len(STAGES) == 20
    after = told(ward, tmp_path / "told")
    with bedside() as program:
        for stage in range(len(STAGES)):
            kill_after(program, ward, stage, after)
    assert no_faults(ward)


def test_a_step_killed_in_its_middle_is_there_whole_or_not_at_all(ward, tmp_path):
    source = random.Random(5)  # noqa: S311 -- moments to kill at, no secrets
    after = told(ward, tmp_path / "told")
    with bedside() as program:
        for stage in range(len(STAGES)):
            kill_within(program, ward, stage, after, some_moment(source))
    assert no_faults(ward)
