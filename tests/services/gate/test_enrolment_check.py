"""What the check before cycle 1 decides in a real ward, and in the sample ward not."""

from dataclasses import replace
from datetime import date

import pytest

from nkdesk.services.enrol import enrol, preview_enrolment
from nkdesk.services.forms import Enrolled, Saved
from nkdesk.services.plan import plan_cycle, preview_cycle
from nkdesk.services.protocols import approve_protocol, protocol_list
from tests.services.gate import story

START = "23.03.2026"


@pytest.fixture
def ward(real_desk):
    """A real ward with an approved protocol, and the form of a child who may be enrolled."""
    site = next(one for one in protocol_list(real_desk) if one.status == "site")
    approve_protocol(real_desk, site.hash, "Dr Orlova", "Dr Second")
    form = story.enrolment(site.hash, date(2026, 3, 23), weight_on="12.03.2026")
    return real_desk, form


def said(problems):
    return [(one.field, str(one.code), one.detail) for one in problems]


def test_whose_check_is_incomplete_may_be_enrolled_and_planned(ward):
    desk, form = ward
    assert isinstance(enrol(desk, form), Enrolled)


def test_who_is_too_old_is_enrolled_without_a_plan_only(ward):
    desk, form = ward
    old = replace(form, born="01.06.1990")
    expected = [("start", "not_eligible", "P-I0")]
    assert said(preview_enrolment(desk, old).problems) == expected
    assert said(enrol(desk, old).problems) == expected
    patient = enrol(desk, old.without_plan())
    assert isinstance(patient, Enrolled)
    assert said(plan_cycle(desk, patient.patient_id, START).problems) == expected
    assert said(preview_cycle(desk, patient.patient_id, START).problems) == expected


def test_a_waiver_lets_cycle_1_be_planned(ward):
    desk, form = ward
    patient = enrol(desk, replace(form, born="01.06.1990").without_plan())
    story.saved(story.waive(desk, patient.patient_id, "P-I0", cycle=1))
    assert isinstance(plan_cycle(desk, patient.patient_id, START), Saved)


def test_a_result_that_excludes_stops_the_plan(ward):
    desk, form = ward
    patient = enrol(desk, form.without_plan()).patient_id
    story.judged_infection(desk, patient, "yes", desk.clock.today())
    assert said(plan_cycle(desk, patient, START).problems) == [("start", "not_eligible", "P-E1")]


def test_people_of_the_sample_ward_are_planned_whatever_is_known(desk, form):
    assert isinstance(enrol(desk, replace(form, born="01.06.1990")), Enrolled)
