"""What goes wrong around a store: full disk, two writers, sudden death, every library code."""

import os
import signal
import time
from multiprocessing import get_context
from pathlib import Path

import pytest

from nkdesk.model.site import SiteDay
from nkdesk.store import connection
from nkdesk.store.connection import connect, driver, translated
from nkdesk.store.problem import INTEGRITY, StoreError, StoreProblem, as_store_error
from nkdesk.store.site import set_site_day, site_days
from nkdesk.store.store import Store, open_store
from nkdesk.store.verify import verify
from tests.store.lazy import say_what_is_imported
from tests.store.made_up import TODAY, Ward, filled, new_store, ticking
from tests.store.processes import add_day, count_up, write_for_ever


@pytest.mark.parametrize("problem", StoreProblem)
def test_every_problem_has_its_sentence_and_a_safe_next_step(problem: StoreProblem) -> None:
    error = StoreError(problem, "detail")
    assert error.sentence.endswith(".")
    assert error.next_step.endswith(".")
    assert "delete" not in error.next_step.lower()
    assert str(error) == f"{error.sentence[:-1]} (detail). {error.next_step}"
    assert str(StoreError(problem)) == f"{error.sentence} {error.next_step}"


@pytest.mark.parametrize(
    ("code", "problem"),
    [
        (3, StoreProblem.READ_ONLY),
        (5, StoreProblem.BUSY),
        (6, StoreProblem.BUSY),
        (7, StoreProblem.NO_MEMORY),
        (8, StoreProblem.READ_ONLY),
        (8 | 6 << 8, StoreProblem.READ_ONLY),
        (10, StoreProblem.DISK_ERROR),
        (10 | 13 << 8, StoreProblem.DISK_ERROR),
        (11, StoreProblem.DAMAGED),
        (13, StoreProblem.DISK_FULL),
        (14, StoreProblem.CANNOT_OPEN),
        (18, StoreProblem.BAD_VALUE),
        (19 | 8 << 8, StoreProblem.RULE),
        (26, StoreProblem.NOT_A_STORE),
        (1, StoreProblem.UNEXPECTED),
        (None, StoreProblem.UNEXPECTED),
    ],
)
def test_every_library_code_is_a_problem_in_words(code: int | None, problem: StoreProblem) -> None:
    """S11."""
    error = driver().OperationalError("said the library")
    if code is not None:
        error.sqlite_errorcode = code
    assert as_store_error(error).problem is problem
    with pytest.raises(StoreError) as caught, translated():
        raise error
    assert caught.value.problem is problem
    assert caught.value.__cause__ is error


def test_damage_is_told_from_a_wrong_choice_of_file() -> None:
    assert StoreProblem.DAMAGED in INTEGRITY
    assert StoreProblem.FOREIGN not in INTEGRITY


def test_a_wrong_query_is_a_fault_in_words(store: Store) -> None:
    for run in (store.read, store.write):
        with pytest.raises(StoreError) as caught:
            run("SELECT nothing FROM nowhere")
        assert caught.value.problem is StoreProblem.UNEXPECTED


def test_a_full_disk_saves_nothing_and_leaves_the_list_readable(ward: Ward) -> None:
    """S6: and once there is room again, saving works."""
    store, before = ward.store, ward.store.head()
    pages = store.read("PRAGMA page_count")[0][0]
    store.read(" ".join(("PRAGMA max_page_count =", str(pages + 4))))
    with pytest.raises(StoreError) as caught, store.step(actor="nurse", what="note") as step:
        for number in range(100):
            add_day(step, f"c{number}", "n" * 2000)
    assert caught.value.problem is StoreProblem.DISK_FULL
    assert store.head() == before
    assert site_days(store) == ()
    assert verify(store) == ()
    store.read("PRAGMA max_page_count = 1073741823")
    with store.step(actor="nurse", what="note") as step:
        add_day(step, "c")
    assert len(site_days(store)) == 1


def test_a_disk_that_is_full_at_the_commit_takes_the_step_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file size limit is what a process may set on itself to meet a full disk."""
    resource = pytest.importorskip("resource")
    with new_store(tmp_path) as store:
        limit = store.path.stat().st_size
        old = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, hard))
        try:
            with pytest.raises(StoreError) as caught, store.step(actor="n", what="note") as step:
                for number in range(60):
                    add_day(step, f"c{number}", "n" * 2000)
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
            signal.signal(signal.SIGXFSZ, old)
        assert caught.value.problem in {StoreProblem.DISK_FULL, StoreProblem.DISK_ERROR}
        assert site_days(store) == ()
        assert verify(store) == ()
        filled(store)


def test_a_store_somebody_else_is_writing_to_is_busy(store: Store) -> None:
    with open_store(store.path, ticking()) as other:
        other.database.execute("PRAGMA busy_timeout=1")
        with store.step(actor="nurse", what="note") as step:
            add_day(step, "mine")
            with pytest.raises(StoreError) as caught, other.step(actor="other", what="note"):
                pytest.fail("both write")
            assert caught.value.problem is StoreProblem.BUSY
        assert len(site_days(other)) == 1


def test_a_reader_in_the_way_of_a_commit_makes_it_busy_and_takes_it_back(store: Store) -> None:
    store.database.execute("PRAGMA busy_timeout=1")
    with open_store(store.path, ticking()) as other:
        reading = other.database.conn.execute("SELECT * FROM step")
        reading.fetchone()
        with (
            pytest.raises(StoreError) as caught,
            store.step(actor="nurse", what="note") as step,
        ):
            add_day(step, "mine")
        assert caught.value.problem is StoreProblem.BUSY
        reading.close()
    assert site_days(store) == ()


def test_what_another_connection_wrote_is_noticed_once(store: Store) -> None:
    """H21, C2."""
    assert not store.changed_elsewhere()
    with store.step(actor="nurse", what="note"):
        pass
    assert not store.changed_elsewhere()
    with open_store(store.path, ticking()) as other, other.step(actor="other", what="note") as step:
        set_site_day(step, SiteDay("ward", TODAY, is_open=True))
    assert store.changed_elsewhere()
    assert not store.changed_elsewhere()


def test_four_processes_writing_at_once_lose_nothing(store: Store) -> None:
    """C1, H20."""
    with store.step(actor="nurse", what="note") as step:
        add_day(step, "shared", "0")
    spawn = get_context("spawn")
    writers = [spawn.Process(target=count_up, args=(store.path, 50)) for _ in range(4)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert [writer.exitcode for writer in writers] == [0] * 4
    for writer in writers:
        writer.close()
    assert store.read("SELECT note, rev FROM site_day") == [("200", 201)]
    assert store.head().seq == 3 + 200
    assert verify(store) == ()


def newest_seq(store: Store) -> int:
    """The newest step's number, asked for until two writers without a pause leave a gap."""
    while True:
        try:
            return store.head().seq
        except StoreError as error:
            if error.problem is not StoreProblem.BUSY:
                raise


def test_writers_killed_at_any_moment_leave_whole_steps_only(store: Store) -> None:
    """S4, H30, in short; the long run is the soak."""
    spawn = get_context("spawn")
    for turn in range(4):
        writers = [
            spawn.Process(target=write_for_ever, args=(store.path, f"{turn}-{name}"))
            for name in "ab"
        ]
        for writer in writers:
            writer.start()
        before = newest_seq(store)
        while newest_seq(store) < before + 5 + turn:
            time.sleep(0.005)
        for writer in writers:
            os.kill(writer.pid or 0, signal.SIGKILL)
            writer.join()
            writer.close()
        assert store.read("PRAGMA integrity_check") == [("ok",)]
        assert (
            store.read("SELECT count(*) FROM site_day GROUP BY calendar HAVING count(*) <> 3") == []
        )
        assert verify(store) == ()


def test_a_library_with_a_known_fault_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    """S1."""
    monkeypatch.setattr(driver(), "sqlite_version_info", (3, 40, 1))
    with pytest.raises(StoreError) as caught:
        driver.__wrapped__()
    assert caught.value.problem is StoreProblem.LIBRARY


def test_a_setting_that_the_library_does_not_grant_stops_the_opening(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    new_store(tmp_path).close()
    profile = (*connection._PROFILE, ("PRAGMA foreign_keys=ON", "PRAGMA foreign_keys", 7))
    monkeypatch.setattr(connection, "_PROFILE", profile)
    with pytest.raises(StoreError) as caught:
        open_store(tmp_path / "ward.nkdesk", ticking())
    assert caught.value.problem is StoreProblem.LIBRARY


def test_warming_up_may_be_done_twice() -> None:
    connection.warm_up()
    connection.warm_up()
    assert connection.toolkit().__name__ == "sqlite_utils"


def test_connecting_never_makes_a_file(tmp_path: Path) -> None:
    with pytest.raises(StoreError) as caught:
        connect(tmp_path / "ward.nkdesk")
    assert caught.value.problem is StoreProblem.CANNOT_OPEN
    assert list(tmp_path.iterdir()) == []


def test_the_libraries_are_not_imported_with_the_package() -> None:
    """A first window must not pay for them."""
    found = get_context("spawn").SimpleQueue()
    process = get_context("spawn").Process(target=say_what_is_imported, args=(found,))
    process.start()
    process.join()
    process.close()
    assert found.get() == ([], ["sqlcipher3", "sqlite_utils"])
    found.close()
