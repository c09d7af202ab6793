"""A ward where one infusion may begin today, and a scanner whose computer types Russian."""

import shutil
from contextlib import contextmanager

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from nkdesk.services.day_list import day_row
from nkdesk.services.evidence import current_donor
from nkdesk.services.ward import open_ward
from nkdesk.store import product_doses
from nkdesk.ui.common.chosen import ChosenItem
from tests.services.infusions.bed_story import add_donor, enrol_patient, item_named, make_ready
from tests.ui.wards import TurnableClock

_KEYS = "`qwertyuiop[]asdfghjkl;'zxcvbnm,./"
_LETTERS = "ёйцукенгшщзхъфывапролджэячсмитьбю."
RUSSIAN = dict(zip(_KEYS, _LETTERS, strict=True)) | dict(
    zip(_KEYS.upper(), _LETTERS.upper(), strict=True)
)
RUSSIAN |= {one: RUSSIAN[one.lower()].upper() for one in "QWERTYUIOPASDFGHJKLZXCVBNM"}


@contextmanager
def at_work(folder, who="Anna", clock=None):
    """Somebody at work in a ward."""
    opened = open_ward(folder, lambda _zone, _day: clock or TurnableClock(), who)
    with opened.store:
        yield opened


@pytest.fixture(scope="session")
def enrolled_ward(sample_folder, tmp_path_factory):
    folder = tmp_path_factory.mktemp("enrolled") / "ward"
    shutil.copytree(sample_folder, folder)
    with at_work(folder) as desk:
        enrol_patient(desk)
    return folder


@pytest.fixture(scope="session")
def bed_ward(enrolled_ward, tmp_path_factory):
    """The ward with a dose of one bag ready for an infusion, and what is ready in it."""
    folder = tmp_path_factory.mktemp("bed") / "ward"
    shutil.copytree(enrolled_ward, folder)
    with at_work(folder) as desk:
        return folder, make_ready(desk)


@pytest.fixture
def ready(bed_ward):
    return bed_ward[1]


@pytest.fixture
def desk(bed_ward, tmp_path, turned_clock):
    folder = tmp_path / "ward"
    shutil.copytree(bed_ward[0], folder)
    with at_work(folder, clock=turned_clock) as opened:
        yield opened


def dose_for(desk, number, address):
    """Return the product numbers of the dose for an infusion, made and issued if there is none."""
    entry = item_named(desk, number, address)
    dose = product_doses.dose_of_item(desk.store, entry.patient.id, entry.item.address)
    if dose is not None:
        return tuple(bag.number for bag in dose.bags)
    if current_donor(desk, entry.patient.id) is None:
        add_donor(desk, entry.patient.id)
    return make_ready(desk, number, address).bags


def record_from_paper(view, bags, start, end):
    """Fill the form for an infusion from paper over the record in use, save it, leave both."""
    record = view.acts.dialog
    record.late.click()
    form = view.acts.dialog
    form.start.put(start)
    form.end.put(end)
    form.trial_number.put(record.page.row.line.patient.trial_number)
    for field, number in zip(form.bags, bags, strict=True):
        field.put(number)
    form.first.put("Anna")
    form.second.put("Olga")
    form.confirm()
    assert form.saved is not None, form.summary.lines
    record.done(0)


def chosen(desk, ready):
    return ChosenItem.of_day(day_row(desk, ready.item_id))


def send(target, letter):
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        none = Qt.KeyboardModifier.NoModifier
        QApplication.sendEvent(target, QKeyEvent(kind, 0, none, letter))


def scan_in_russian(window, code):
    """Type a code as a scanner does on a computer whose layout is Russian, ended by Enter."""
    for letter in code:
        send(window.focusWidget() or window, RUSSIAN.get(letter, letter))
    QTest.keyClick(window.focusWidget() or window, Qt.Key.Key_Return)
