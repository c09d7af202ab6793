"""A physician's judgement on infection: a form of its own, with its verdict."""

from dataclasses import replace

import pytest

from nkdesk.model.evidence import Infection
from nkdesk.services.eligibility_models import InfectionForm
from nkdesk.services.evidence import add_infection
from nkdesk.services.forms import FieldCode, Saved, Unsaved
from nkdesk.store import evidence

GIRL = 1
FORM = InfectionForm(
    GIRL, "no", "10.03.2026", "lung", "A. fumigatus", "no", "12", "better", "Dr Invented"
)


def faults(saved):
    assert isinstance(saved, Unsaved), saved
    return [(one.field, one.code) for one in saved.problems]


def test_the_verdict_is_kept_with_its_structure_and_who_judged(desk):
    assert isinstance(add_infection(desk, FORM), Saved)
    (one,) = evidence.observations(desk.store, GIRL)
    assert (one.what, one.value, one.source) == ("uncontrolled_infection", "no", "Dr Invented")
    assert one.entered_by == "Anna"
    assert evidence.infections(desk.store, [one.id]) == {
        one.id: Infection("lung", "A. fumigatus", "no", 12, "better")
    }


def test_who_has_no_infection_needs_neither_site_nor_treatment(desk):
    form = replace(FORM, site="", organism="", treatment_day="", trend="none")
    assert isinstance(add_infection(desk, form), Saved)
    assert evidence.infections(desk.store, [1])[1].treatment_day is None


@pytest.mark.parametrize(
    ("changed", "problems"),
    [
        ({"verdict": ""}, [("verdict", FieldCode.MISSING)]),
        ({"verdict": "perhaps"}, [("verdict", FieldCode.NOT_A_CHOICE)]),
        ({"verdict": "yes", "site": ""}, [("site", FieldCode.MISSING)]),
        ({"on": "13.03.2026"}, [("on", FieldCode.IN_FUTURE)]),
        ({"physician": ""}, [("physician", FieldCode.MISSING)]),
        ({"fever": ""}, [("fever", FieldCode.MISSING)]),
        ({"trend": "up"}, [("trend", FieldCode.NOT_A_CHOICE)]),
        ({"treatment_day": "-1"}, [("treatment_day", FieldCode.OUT_OF_RANGE)]),
        ({"treatment_day": "1000"}, [("treatment_day", FieldCode.OUT_OF_RANGE)]),
        ({"corrects": 99, "why": "why"}, [("corrects", FieldCode.NOT_A_CHOICE)]),
    ],
)
def test_each_field_says_what_is_wrong_with_it(desk, changed, problems):
    assert faults(add_infection(desk, replace(FORM, **changed))) == problems
    assert evidence.observations(desk.store, GIRL) == ()


def test_a_judgement_is_corrected_by_a_later_one_with_why(desk):
    add_infection(desk, FORM)
    again = replace(FORM, verdict="yes", trend="worse", corrects=1)
    assert faults(add_infection(desk, again)) == [("why", FieldCode.NEEDS_TEXT)]
    assert isinstance(add_infection(desk, replace(again, why="seen again")), Saved)
    assert [one.value for one in evidence.observations(desk.store, GIRL)] == ["yes"]


def test_there_is_nobody_to_judge_without_a_patient(desk):
    assert isinstance(add_infection(desk, replace(FORM, patient_id=99)), Unsaved)
