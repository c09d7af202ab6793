"""From an empty frame to an open ward, and every way in which it is refused."""

import logging
from unittest.mock import Mock
from uuid import UUID

import pytest

from nkdesk.app import opening as opening_module
from nkdesk.app.arguments import SAMPLE_ACTOR
from nkdesk.app.opening import Opening
from nkdesk.app.wards import make_ward, read_protocol_file
from nkdesk.exchange.protocol_file import shipped_protocols
from nkdesk.services.patient_page import find_patients
from nkdesk.services.protocols import protocol_list
from nkdesk.services.ward import ProtocolSource, ward_exists, ward_site
from nkdesk.store.connection import is_open_here
from nkdesk.ui.rail_order import Place
from nkdesk.ui.single_instance import SingleInstance
from nkdesk.ui.start.choice import StartChoice, StartKind
from tests.app.conftest import log_files

MAKING_MS = 20_000


def shown(qtbot, opening, act):
    """Do what opens a ward and wait until its first screen is there."""
    with qtbot.waitSignal(opening.shown, timeout=MAKING_MS) as first:
        act()
    assert first.args[0] is opening.view.board
    return opening.view


def refused(qtbot, opening, act):
    """Do what cannot open a ward and return what the start page says of it."""
    act()
    qtbot.waitUntil(
        lambda: opening.page is not None and opening.page.summary.lines != [], timeout=MAKING_MS
    )
    assert opening.view is None
    return " ".join(opening.page.summary.lines)


def free(folder):
    """Whether no window and no connection holds a folder."""
    beside = SingleInstance(folder)
    taken = beside.take()
    beside.give_back()
    return taken and not is_open_here(folder / "ward.nkdesk")


def test_the_demo_opens_the_sample_ward_at_once(start, qtbot, ward):
    opening = start(ward, demo=True)
    view = shown(qtbot, opening, opening.begin)
    assert opening.page is None
    assert view.desk.actor == SAMPLE_ACTOR
    assert "SAMPLE" in opening._window.windowTitle()
    assert find_patients(view.desk).total == 12
    assert opening._names.all() == []
    assert not free(ward)


def test_the_demo_makes_the_sample_ward_where_there_is_none(start, qtbot, tmp_path):
    opening = start(demo=True)
    view = shown(qtbot, opening, opening.begin)
    assert ward_exists(tmp_path / "this computer's" / "sample-ward")
    assert ward_site(view.desk).sample


def test_public_holidays_are_shown_once_they_are_looked_up(start, qtbot, ward, monkeypatch):
    opening = start(ward, demo=True)
    settled = Mock()
    monkeypatch.setattr("nkdesk.ui.main_window.ward_view.WardView.settle", settled)
    shown(qtbot, opening, opening.begin)
    qtbot.waitUntil(lambda: settled.call_count == 1, timeout=MAKING_MS)


def test_without_a_ward_the_start_page_asks_and_opens_nothing(start, qtbot, tmp_path):
    opening = start()
    opening.begin()
    qtbot.waitUntil(opening.page.isVisible)
    assert opening.view is None
    assert not (tmp_path / "this computer's").exists()


def test_a_file_named_as_the_ward_is_said_to_be_one(start, tmp_path):
    letter = tmp_path / "letter.txt"
    letter.write_text("Dear ward")
    opening = start(letter)
    opening.begin()
    [said] = opening.page.summary.lines
    assert "letter.txt is a file, and a ward is a folder." in said
    assert "choose a ward below" in said


def test_a_ward_chosen_on_the_page_is_opened_and_the_name_remembered(start, qtbot, ward):
    opening = start(ward)
    opening.begin()
    opening.page.actor.put("А. Петрова")
    view = shown(
        qtbot,
        opening,
        lambda: opening.page.chosen.emit(StartChoice(StartKind.OPEN, "А. Петрова", ward)),
    )
    assert view.desk.actor == "А. Петрова"
    assert opening._names.all() == ["А. Петрова"]


def test_a_new_ward_is_made_real_with_its_protocols_and_opened(start, qtbot, tmp_path):
    opening = start()
    opening.begin()
    choice = StartChoice(StartKind.NEW, "Anna", tmp_path / "new", "Палата 3")
    view = shown(qtbot, opening, lambda: opening.open(choice))
    assert (ward_site(view.desk).ward, ward_site(view.desk).sample) == ("Палата 3", False)
    assert UUID(ward_site(view.desk).uuid).version == 4
    assert len(protocol_list(view.desk)) == 4


def test_a_new_ward_never_goes_where_one_is(start, qtbot, ward):
    opening = start(ward)
    opening.begin()
    before = (ward / "ward.nkdesk").read_bytes()
    said = refused(
        qtbot, opening, lambda: opening.open(StartChoice(StartKind.NEW, "Anna", ward, "Mine"))
    )
    assert "already a file" in said
    assert (ward / "ward.nkdesk").read_bytes() == before


@pytest.mark.parametrize(
    ("content", "why"), [(b"", "empty"), (b"Dear ward,\n" * 500, "not a ward store")]
)
def test_a_ward_that_cannot_be_opened_says_why_and_what_to_do(start, qtbot, tmp_path, content, why):
    (tmp_path / "ward.nkdesk").write_bytes(content)
    opening = start(tmp_path)
    opening.begin()
    said = refused(
        qtbot, opening, lambda: opening.open(StartChoice(StartKind.OPEN, "Anna", tmp_path))
    )
    assert why in said
    assert said.count(".") >= 2
    assert free(tmp_path)
    assert opening._names.all() == []
    assert (tmp_path / "ward.nkdesk").read_bytes() == content
    assert not (tmp_path / "logs").exists()


def test_a_folder_that_is_gone_is_not_called_open_elsewhere(start, qtbot, tmp_path):
    opening = start()
    opening.begin()
    gone = tmp_path / "gone"
    said = refused(qtbot, opening, lambda: opening.open(StartChoice(StartKind.OPEN, "Anna", gone)))
    assert "no ward store" in said
    assert not gone.exists()


def test_a_refused_demo_leads_to_the_start_page(start, qtbot, ward):
    (ward / "ward.nkdesk").write_bytes(b"")
    opening = start(ward, demo=True)
    assert "empty" in refused(qtbot, opening, opening.begin)
    qtbot.waitUntil(opening.page.isVisible)


def test_a_demo_that_cannot_be_made_leads_to_the_start_page(start, qtbot, tmp_path):
    (tmp_path / "file").write_text("")
    opening = start(tmp_path / "file" / "ward", demo=True)
    assert "could not be opened" in refused(qtbot, opening, opening.begin)


def test_nobody_plays_the_sample_nurse_in_a_real_ward(start, qtbot, tmp_path):
    make_ward(tmp_path / "real", "Ward 3", "Anna")
    opening = start(tmp_path / "real", demo=True)
    assert "real ward" in refused(qtbot, opening, opening.begin)
    assert free(tmp_path / "real")
    view = shown(
        qtbot,
        opening,
        lambda: opening.page.chosen.emit(StartChoice(StartKind.OPEN, "Anna", tmp_path / "real")),
    )
    assert view.desk.actor == "Anna"


def test_a_second_window_on_a_ward_is_refused_and_raises_the_first(start, qtbot, ward):
    first = start(ward, demo=True)
    shown(qtbot, first, first.begin)
    second = start(ward)
    second.begin()
    with qtbot.waitSignal(first._held.raised):
        said = refused(
            qtbot, second, lambda: second.open(StartChoice(StartKind.OPEN, "Boris", ward))
        )
    assert "already open in another window" in said
    assert second._names.all() == []


def test_a_ward_is_worked_in_without_a_log_where_none_can_be_kept(start, qtbot, ward):
    (ward / "logs").write_text("a file where the folder should be")
    opening = start(ward, demo=True)
    shown(qtbot, opening, opening.begin)
    assert log_files() == []


def test_the_log_lies_in_the_ward_and_names_nobody(start, qtbot, ward):
    opening = start(ward, demo=True)
    view = shown(qtbot, opening, opening.begin)
    logging.getLogger("nkdesk").error("here")
    view.go(Place.PATIENTS)
    logged = (ward / "logs" / "nkdesk.log").read_text("utf-8")
    assert "here" in logged
    for row in find_patients(view.desk).rows:
        assert row.line.patient.name.family not in logged


def test_closing_lets_everything_go(start, qtbot, ward):
    opening = start(ward, demo=True)
    view = shown(qtbot, opening, opening.begin)
    view.stop()
    opening.close()
    assert free(ward)
    assert not is_open_here(ward / "ward.nkdesk")
    assert sorted(path.name for path in ward.iterdir()) == ["backups", "logs", "ward.nkdesk"]
    opening.close()


def test_a_window_closed_before_its_ward_is_there_opens_none(start, qtbot, ward, qapp):
    opening = start(ward, demo=True)
    opening.begin()
    opening.close()
    qapp.processEvents()
    assert opening.view is None
    assert free(ward)


def test_a_window_closed_before_it_is_painted_looks_nothing_up(start, qtbot, ward, monkeypatch):
    opening = start(ward, demo=True)
    view = shown(qtbot, opening, opening.begin)
    view.stop()
    opening.close()
    asked = []
    monkeypatch.setattr("nkdesk.services.calendars.holidays_needed", asked.append)
    opening._settle()
    assert asked == []


def test_a_fault_of_the_program_is_not_taken_for_a_ward_that_cannot_open(monkeypatch, tmp_path):
    def broken(_folder):
        raise ZeroDivisionError

    monkeypatch.setattr("nkdesk.app.wards.make_sample_ward", broken)
    with pytest.raises(ZeroDivisionError):
        opening_module._prepare(StartChoice(StartKind.SAMPLE, "Anna"), tmp_path / "none")


def test_the_program_runs_on_one_sqlite_library(run_python):
    """sqlite-utils takes the computer's own library when it is imported too early."""
    said = run_python(
        "from nkdesk.app.opening import _import_store\n"
        "_import_store()\n"
        "import sqlite_utils.utils\n"
        "print(sqlite_utils.utils.sqlite3.__name__)"
    )
    assert said == "sqlcipher3\n"


def test_a_protocol_file_a_person_chose_is_read_or_said_to_be_wrong(tmp_path):
    path, protocol, text = shipped_protocols()[0]
    assert read_protocol_file(path) == ProtocolSource(protocol, text)
    (tmp_path / "empty.toml").write_text("")
    assert read_protocol_file(tmp_path / "empty.toml")[0].line == 1
    [gone] = read_protocol_file(tmp_path / "none.toml")
    assert gone.problem == "The file cannot be read: No such file or directory."
    [folder] = read_protocol_file(tmp_path)
    assert "cannot be read" in folder.problem


def test_a_huge_file_is_refused_without_reading_it_whole(tmp_path, monkeypatch):
    monkeypatch.setattr("nkdesk.exchange.toml_source.MAX_BYTES", 1000)
    (tmp_path / "huge.toml").write_text("# x\n" * 10_000)
    read = []
    monkeypatch.setattr(
        "nkdesk.exchange.protocol_file.read_protocol", lambda raw: read.append(raw) or ()
    )
    assert read_protocol_file(tmp_path / "huge.toml") == ()
    assert len(read[0]) == 1001


def test_opening_is_a_part_of_its_window(start):
    opening = start()
    assert isinstance(opening, Opening)
    assert opening.parent() is opening._window


def test_a_damaged_ward_is_refused_before_anything_of_it_is_shown(start, qtbot, ward):
    """S5, H31: SQLite itself would read it without a word."""
    file = ward / "ward.nkdesk"
    content = file.read_bytes()
    name = b"NK-004"
    assert content.count(name) > 1
    file.write_bytes(content.replace(name, b"NK-104"))
    opening = start(ward, demo=True)
    said = refused(qtbot, opening, opening.begin)
    assert "The ward store is damaged" in said
