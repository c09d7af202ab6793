"""Ward folders: made once, opened as what they are, refused in one plain sentence."""

from uuid import UUID

import pytest

from nkdesk.clock import WardClock, ward_clock
from nkdesk.services.problems import StoreError
from nkdesk.services.protocols import protocol_list
from nkdesk.services.steps import StepKind
from nkdesk.services.ward import (
    NewWard,
    add_protocols,
    changed_elsewhere,
    create_ward,
    open_ward,
    ward_exists,
    ward_faults,
    ward_site,
    warm_up,
)
from nkdesk.store.connection import toolkit
from nkdesk.store.journal import newest_step
from nkdesk.store.problem import StoreProblem
from tests.services.conftest import TODAY, FixedClock, sources


def new_ward(name="Палата 3"):
    return NewWard(name, UUID(int=3), sources())


def fixed(_zone, _day):
    return FixedClock()


def test_a_new_ward_is_real_has_its_protocols_and_no_patients(tmp_path):
    folder = tmp_path / "made" / "палата"
    assert not ward_exists(folder)
    with create_ward(folder, new_ward(), FixedClock(), "Anna").store:
        assert ward_exists(folder)
    opened = open_ward(folder, fixed, "Boris")
    with opened.store:
        site = ward_site(opened)
        assert (site.ward, site.uuid, site.time_zone) == (
            "Палата 3",
            str(UUID(int=3)),
            "Europe/Minsk",
        )
        assert (site.sample, site.sample_today) == (False, None)
        assert len(protocol_list(opened)) == 4
        newest = newest_step(opened.store)
        assert newest is not None
        assert (newest.actor, newest.what) == ("Anna", StepKind.ADD_PROTOCOL)
        assert ward_faults(opened) == ()


def test_a_second_ward_never_goes_over_the_first(tmp_path):
    create_ward(tmp_path, new_ward(), FixedClock(), "Anna").store.close()
    before = (tmp_path / "ward.nkdesk").read_bytes()
    with pytest.raises(StoreError) as refused:
        create_ward(tmp_path, new_ward("Another"), FixedClock(), "Anna")
    assert refused.value.problem is StoreProblem.EXISTS
    assert (tmp_path / "ward.nkdesk").read_bytes() == before


def test_a_folder_that_cannot_be_made_is_refused_in_a_sentence(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError) as refused:
        create_ward(tmp_path / "file" / "ward", new_ward(), FixedClock(), "Anna")
    assert refused.value.problem is StoreProblem.CANNOT_OPEN


def test_opening_never_makes_a_ward(tmp_path):
    with pytest.raises(StoreError) as refused:
        open_ward(tmp_path, fixed, "Anna")
    assert refused.value.problem is StoreProblem.MISSING
    assert list(tmp_path.iterdir()) == []


def test_a_sample_ward_runs_on_its_own_day_a_real_one_on_the_running_clock(sample_folder, tmp_path):
    opened = open_ward(sample_folder, ward_clock, "Anna")
    with opened.store:
        assert opened.clock.today() == opened.clock.now().date() == TODAY
        assert opened.store.moment().date() == TODAY
    create_ward(tmp_path, new_ward(), FixedClock(), "Anna").store.close()
    real = open_ward(tmp_path, ward_clock, "Anna")
    with real.store:
        assert isinstance(real.clock, WardClock)
        assert real.clock.now().utcoffset() is not None
        assert real.clock.today() == real.clock.now().date()
        assert str(real.clock.zone) == "Europe/Minsk"


def test_what_another_window_writes_is_noticed_once(desk, sample_folder):
    assert not changed_elsewhere(desk)
    beside = open_ward(desk.store.path.parent, fixed, "Boris")
    with beside.store:
        add_protocols(beside, ())
    assert changed_elsewhere(desk)
    assert not changed_elsewhere(desk)
    add_protocols(desk, ())
    assert not changed_elsewhere(desk)


def test_what_was_written_past_the_journal_is_said(desk):
    desk.store.database.execute("DROP TRIGGER site_is_kept")
    faults = ward_faults(desk)
    assert len(faults) == 1
    assert "structure" in faults[0]


def test_warming_up_makes_the_library_ready():
    warm_up()
    assert toolkit.cache_info().currsize == 1
