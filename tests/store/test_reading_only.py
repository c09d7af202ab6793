"""A store that cannot be written to opens for reading, and says so when it is written to (S8)."""

from multiprocessing import get_context

import pytest

from nkdesk.store import inspection
from nkdesk.store.problem import StoreError, StoreProblem
from nkdesk.store.site import site
from nkdesk.store.store import create_store, open_store
from nkdesk.store.verify import verify
from tests.store.made_up import SITE, new_store, ticking
from tests.store.processes import die_in_a_commit
from tests.store.test_upgrading import FIRST


@pytest.fixture(params=["file", "folder"])
def locked(request, tmp_path, monkeypatch):
    """Say that the file, or its folder, cannot be written to; whoever is root could."""
    path = tmp_path / "ward.nkdesk"

    def lock():
        place = path if request.param == "file" else tmp_path
        monkeypatch.setattr(inspection.os, "access", lambda asked, _: asked != place)
        return place.name

    return path, lock


def test_it_is_read_and_checked_and_every_step_is_refused_in_words(tmp_path, locked):
    path, lock = locked
    new_store(tmp_path).close()
    name, before = lock(), path.read_bytes()
    with open_store(path, ticking()) as store:
        assert store.read_only == name
        assert site(store) == SITE
        assert verify(store) == ()
        with pytest.raises(StoreError) as caught, store.step(actor="nurse", what="note"):
            pytest.fail("a step began")
        assert caught.value.problem is StoreProblem.READING_ONLY
        assert caught.value.detail == name
        assert not store.database.conn.in_transaction
    assert path.read_bytes() == before
    assert [one.name for one in tmp_path.iterdir()] == ["ward.nkdesk"]


def test_not_even_the_library_may_write_to_it(tmp_path, locked):
    path, lock = locked
    new_store(tmp_path).close()
    lock()
    with open_store(path, ticking()) as store, pytest.raises(StoreError) as caught:
        store.write("DELETE FROM open_step")
    assert caught.value.problem is StoreProblem.READ_ONLY


def test_one_of_an_earlier_version_needs_writing_and_is_refused(tmp_path, locked):
    path, lock = locked
    path.write_bytes(FIRST)
    lock()
    with pytest.raises(StoreError) as caught:
        open_store(path, ticking())
    assert caught.value.problem is StoreProblem.READ_ONLY
    assert path.read_bytes() == FIRST
    assert len(list(tmp_path.iterdir())) == 1


def test_an_unfinished_step_needs_writing_and_is_refused(tmp_path, locked):
    """What was half written must be taken back first; until then nothing is shown."""
    path, lock = locked
    new_store(tmp_path).close()
    process = get_context("spawn").Process(target=die_in_a_commit, args=(path,))
    process.start()
    process.join()
    process.close()
    lock()
    with pytest.raises(StoreError) as caught:
        open_store(path, ticking())
    assert caught.value.problem is StoreProblem.READ_ONLY
    assert path.with_name("ward.nkdesk-journal").exists()


def test_a_new_ward_is_not_made_where_it_could_not_be_written_to(tmp_path, monkeypatch):
    monkeypatch.setattr(inspection.os, "access", lambda asked, _: asked != tmp_path)
    with pytest.raises(StoreError) as caught:
        create_store(tmp_path / "ward.nkdesk", SITE, ticking())
    assert caught.value.problem is StoreProblem.READ_ONLY
