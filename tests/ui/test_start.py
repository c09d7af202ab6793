import pytest
from PySide6.QtCore import QSettings, Qt

from nkdesk.ui.common.card_button import CardButton
from nkdesk.ui.start.choice import CannotOpen, RememberedNames, StartKind
from nkdesk.ui.start.page import StartPage


@pytest.fixture
def page(qtbot, text_size, tmp_path):
    def make(*, there=False):
        made = StartPage(["A. Petrova"], tmp_path / "ward", ward_there=there)
        qtbot.addWidget(made)
        made.show()
        return made

    return make


def card(page, title):
    return next(one for one in page.findChildren(CardButton) if one.accessibleName() == title)


def test_the_sample_ward_is_one_click_once_a_name_is_there(page, qtbot):
    made = page()
    made.actor.put("  A. Petrova ")
    with qtbot.waitSignal(made.chosen) as chosen:
        card(made, "Try the sample ward").click()
    assert (chosen.args[0].kind, chosen.args[0].actor) == (StartKind.SAMPLE, "A. Petrova")


@pytest.mark.parametrize("name", ["", "   ", "A\u202eB", "x" * 300])
def test_nothing_opens_without_a_name_a_record_can_carry(page, qtbot, name):
    made = page()
    made.actor.put(name)
    with qtbot.assertNotEmitted(made.chosen):
        card(made, "Try the sample ward").click()
    assert not made.actor.note.isHidden()


def test_remembered_names_are_offered_but_never_filled_in(page):
    made = page()
    assert made.actor.value() == ""
    chip = next(one for one in made.findChildren(type(made._create)) if one.text() == "A. Petrova")
    chip.click()
    assert made.actor.value() == "A. Petrova"


def test_a_new_ward_asks_for_its_name(page, qtbot):
    made = page()
    made.actor.put("Anna")
    card(made, "New ward").click()
    with qtbot.assertNotEmitted(made.chosen):
        made._create.click()
    made.ward.put("Ward 3")
    with qtbot.waitSignal(made.chosen) as chosen:
        made._create.click()
    assert chosen.args[0].ward == "Ward 3"
    assert chosen.args[0].folder is not None


def test_enter_in_the_wards_name_makes_the_ward(page, qtbot):
    made = page()
    made.actor.put("Anna")
    card(made, "New ward").click()
    made.ward.put("Ward 3")
    with qtbot.waitSignal(made.chosen) as chosen:
        qtbot.keyClick(made.ward.line, Qt.Key.Key_Return)
    assert (chosen.args[0].kind, chosen.args[0].ward) == (StartKind.NEW, "Ward 3")


def test_enter_in_the_wards_name_says_that_ones_own_is_missing(page, qtbot):
    made = page()
    card(made, "New ward").click()
    made.ward.put("Ward 3")
    with qtbot.assertNotEmitted(made.chosen):
        qtbot.keyClick(made.ward.line, Qt.Key.Key_Return)
    assert "Your own name is still missing" in made.ward.note.text()
    assert "Type your name first" in made.actor.note.text()
    made.actor.put("Anna")
    with qtbot.waitSignal(made.chosen):
        qtbot.keyClick(made.ward.line, Qt.Key.Key_Return)
    assert made.ward.note.isHidden()


def test_enter_makes_no_ward_where_one_is_already(page, qtbot):
    made = page(there=True)
    made.actor.put("Anna")
    card(made, "New ward").click()
    made.ward.put("Ward 3")
    with qtbot.assertNotEmitted(made.chosen):
        qtbot.keyClick(made.ward.line, Qt.Key.Key_Return)


def test_a_new_ward_never_goes_where_one_is_already(page, tmp_path, monkeypatch):
    made = page(there=True)
    card(made, "New ward").click()
    assert made._create.isHidden()
    monkeypatch.setattr(made, "ask_for_folder", lambda: tmp_path / "another")
    made._choose_folder()
    assert not made._create.isHidden()


def test_a_ward_elsewhere_is_opened_from_its_folder(page, qtbot, tmp_path, monkeypatch):
    made = page(there=True)
    made.actor.put("Anna")
    monkeypatch.setattr(made, "ask_for_folder", lambda: tmp_path)
    with qtbot.waitSignal(made.chosen) as chosen:
        card(made, "Open a ward…").click()
    assert (chosen.args[0].kind, chosen.args[0].folder) == (StartKind.OPEN, tmp_path)


def test_a_ward_that_cannot_be_opened_is_said_with_a_next_step(page):
    made = page()
    made.refuse(CannotOpen("The file is empty.", "Choose another folder."))
    assert made.summary.lines == ["The file is empty. Choose another folder."]


def test_the_newest_names_are_remembered_first_and_eight_at_most(tmp_path):
    settings = QSettings(str(tmp_path / "names.ini"), QSettings.Format.IniFormat)
    names = RememberedNames(settings)
    for number in range(12):
        names.remember(f"Nurse {number}")
    names.remember("Nurse 5")
    assert names.all()[:2] == ["Nurse 5", "Nurse 11"]
    assert len(names.all()) == 8
