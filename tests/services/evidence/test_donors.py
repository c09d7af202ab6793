"""The donor of a patient's cells: put right, or another person whose evidence begins anew."""

from dataclasses import replace
from datetime import date

import pytest

from nkdesk.model.evidence import Donor
from nkdesk.services.eligibility_models import DonorForm
from nkdesk.services.evidence import current_donor, save_donor
from nkdesk.services.forms import FieldCode, Saved, Unsaved
from nkdesk.store import evidence

GIRL = 1
MOTHER = DonorForm(GIRL, "Проба", "Ольга", "03.03.1985", "f", "mother")


def faults(saved):
    assert isinstance(saved, Unsaved), saved
    return [(one.field, one.code) for one in saved.problems]


def test_a_donor_is_kept_with_name_birth_sex_and_relation(desk):
    assert current_donor(desk, GIRL) is None
    assert isinstance(save_donor(desk, MOTHER), Saved)
    assert current_donor(desk, GIRL) == Donor(
        1, GIRL, "Проба", "Ольга", date(1985, 3, 3), "f", "mother"
    )


@pytest.mark.parametrize(
    ("changed", "problem"),
    [
        ({"family": ""}, ("family", FieldCode.MISSING)),
        ({"given": ""}, ("given", FieldCode.MISSING)),
        ({"born": ""}, ("born", FieldCode.MISSING)),
        ({"born": "13.03.2026"}, ("born", FieldCode.IN_FUTURE)),
        ({"sex": "x"}, ("sex", FieldCode.NOT_A_CHOICE)),
        ({"relation": "neighbour"}, ("relation", FieldCode.NOT_A_CHOICE)),
    ],
)
def test_each_field_says_what_is_wrong_with_it(desk, changed, problem):
    assert faults(save_donor(desk, replace(MOTHER, **changed))) == [problem]
    assert current_donor(desk, GIRL) is None


def test_nobody_gives_for_a_patient_who_is_not_there(desk):
    assert isinstance(save_donor(desk, replace(MOTHER, patient_id=99)), Unsaved)


@pytest.mark.parametrize(
    "changed", [{"born": "03.03.1986"}, {"given": "Ольга-Мария"}, {"relation": "sister"}]
)
def test_what_was_wrong_with_the_donor_is_put_right(ward, desk, changed):
    ward.donor()
    assert isinstance(save_donor(desk, replace(MOTHER, **changed)), Saved)
    assert len(evidence.donors(desk.store, GIRL)) == 1


def test_the_same_again_changes_nothing(ward, desk):
    ward.donor()
    assert faults(save_donor(desk, MOTHER)) == [("family", FieldCode.UNCHANGED)]


def test_another_person_is_another_donor_and_keeps_nothing_of_the_first(ward, desk):
    ward.donor()
    ward.result("hiv", "negative", donor=True)
    father = DonorForm(GIRL, "Проба", "Игорь", "05.05.1983", "m", "father")
    assert isinstance(save_donor(desk, father), Saved)
    now = current_donor(desk, GIRL)
    assert now.given == "Игорь"
    assert evidence.observations(desk.store, GIRL, now.id) == ()
    assert len(evidence.observations(desk.store, GIRL, 1)) == 1
