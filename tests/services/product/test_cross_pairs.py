"""Fifteen patients and fifteen products: only a patient's own product can be reserved, ever."""

import shutil
from datetime import timedelta

import pytest

from nkdesk.services import evidence, product
from nkdesk.services.eligibility_models import DonorForm
from nkdesk.services.product_forms import ReserveForm
from nkdesk.store import product_doses
from tests.services.product import life
from tests.services.product.conftest import new_ward, opened, trial

COUNT = 15


@pytest.fixture(scope="module")
def crowd_folder(tmp_path_factory):
    """Fifteen patients, each with a donor, a lot and a dose of the lot."""
    folder = tmp_path_factory.mktemp("crowd") / "ward"
    desk = new_ward(folder)
    with desk.store:
        used = trial(desk)
        for nth in range(1, COUNT + 1):
            start = life.START + timedelta(days=7 * ((nth - 1) // 2))
            assert life.enrolled(desk, used, nth, start=start.isoformat()) == nth
            form = DonorForm(nth, f"Узор{chr(0x430 + nth)}", "Пётр", "12.05.1986", "m", "father")
            life.saved(evidence.save_donor(desk, form))
            life.lot_opened(desk, nth, f"L-{nth}")
        desk.clock.turn_to(life.RELEASED)
        for nth in range(1, COUNT + 1):
            for to in ("collected", "expanding", "harvested"):
                life.saved(life.moved(desk, nth, to))
            bag = life.bag(f"P-{nth}", expires=life.at(31, "12:00"))
            life.dose_added(desk, nth, bag, form="frozen")
    return folder


@pytest.fixture
def crowd(crowd_folder, tmp_path):
    own = tmp_path / "own"
    shutil.copytree(crowd_folder, own)
    desk = opened(own, "Anna")
    desk.clock.turn_to(life.RELEASED)
    with desk.store:
        yield desk


def attempt(desk, patient_id, dose_id):
    """Reserve a dose for a patient's first infusion, both numbers typed without a mistake."""
    item_id = life.item_of(desk, patient_id)
    form = ReserveForm(dose_id, item_id, f"NK-{patient_id:03}", f"P-{dose_id}")
    return product.reserve(desk, form)


def test_every_wrong_pair_is_refused_and_every_right_one_passes(crowd):
    wrong = [
        life.problems(attempt(crowd, patient, dose))
        for patient in range(1, COUNT + 1)
        for dose in range(1, COUNT + 1)
        if patient != dose
    ]
    assert wrong == [{("item_id", "other_patient")}] * 210
    assert all(one.address is None for one in product_doses.doses(crowd.store))
    for nth in range(1, COUNT + 1):
        life.saved(attempt(crowd, nth, nth))
    reserved = {one.patient_id: one.id for one in product_doses.doses(crowd.store)}
    assert reserved == {nth: nth for nth in range(1, COUNT + 1)}


def test_a_new_dose_of_another_patients_lot_is_refused_for_every_pair(crowd):
    refused = 0
    for patient in range(1, COUNT + 1):
        item_id = life.item_of(crowd, patient)
        for lot_id in range(1, COUNT + 1):
            if lot_id != patient:
                form = life.dose_form(lot_id, life.bag("X-1"), item_id=item_id, sure=True)
                found = life.problems(product.add_dose(crowd, form))
                refused += found == {("item_id", "other_patient")}
    assert refused == 210


def test_a_product_of_every_earlier_donor_is_refused(crowd):
    for nth in range(1, COUNT + 1):
        form = DonorForm(nth, f"Мера{chr(0x430 + nth)}", "Анна", "01.02.1990", "f", "mother")
        life.saved(evidence.save_donor(crowd, form))
        assert life.problems(attempt(crowd, nth, nth)) == {("item_id", "other_donor")}
