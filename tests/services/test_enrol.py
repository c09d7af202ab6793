from dataclasses import fields, replace
from datetime import date, timedelta

import pytest

from nkdesk.model.refusal import RuleCode
from nkdesk.services.enrol import enrol, preview_enrolment, suggested_trial_number
from nkdesk.services.forms import Enrolled, EnrolmentForm, FieldCode, Unsaved
from nkdesk.services.patient_page import find_patients, patient_page
from nkdesk.services.steps import revision
from nkdesk.store.store import StoreConflictError


def _codes(problems):
    return {(one.field, one.code) for one in problems}


def test_a_patient_is_enrolled_and_planned_in_one_step(desk, form):
    before = revision(desk)
    saved = enrol(desk, form)
    assert isinstance(saved, Enrolled)
    assert saved.seq == before + 1 == revision(desk)
    page = patient_page(desk, saved.patient_id)
    assert page is not None
    assert page.line.patient.name.full == "Проба, Вера Игоревна"
    assert (page.weights[0].grams, page.heights[0].millimetres) == (24500, 1250)
    assert page.cycles[0].start == date(2026, 3, 23)


def test_the_preview_shows_the_very_dates_that_are_saved(desk, form):
    preview = preview_enrolment(desk, form)
    assert preview.problems == ()
    assert preview.cycle is not None
    saved = enrol(desk, form)
    assert isinstance(saved, Enrolled)
    page = patient_page(desk, saved.patient_id)
    assert page is not None
    shown = [(str(row.item.address), row.item.planned) for row in preview.cycle.rows]
    assert shown == [(str(row.item.address), row.item.planned) for row in page.cycles[0].rows]


def test_the_preview_saves_nothing(desk, form):
    before = revision(desk)
    preview_enrolment(desk, form)
    assert revision(desk) == before


def test_an_empty_form_names_every_field_that_is_missing(desk):
    preview = preview_enrolment(desk, EnrolmentForm())
    missing = {field for field, code in _codes(preview.problems) if code is FieldCode.MISSING}
    assert missing == {
        "family",
        "given",
        "born",
        "sex",
        "trial_number",
        "case_number",
        "allergy_state",
    }
    assert ("protocol_hash", FieldCode.NOT_A_CHOICE) in _codes(preview.problems)
    assert (preview.cycle, preview.refused, preview.age) == (None, None, None)


@pytest.mark.parametrize(
    ("field", "typed", "code"),
    [
        ("family", "Я" * 121, FieldCode.TOO_LONG),
        ("family", "Ива\u200bнов", FieldCode.INVISIBLE_CHARACTER),
        ("given", "王", FieldCode.UNPRINTABLE_CHARACTER),
        ("born", "03/04/2016", FieldCode.AMBIGUOUS_DATE),
        ("born", "01.06.16", FieldCode.SHORT_YEAR),
        ("born", "31.04.2016", FieldCode.NO_SUCH_DAY),
        ("born", "soon", FieldCode.NOT_A_DATE),
        ("born", "13.03.2026", FieldCode.IN_FUTURE),
        ("born", "31.12.1939", FieldCode.OUT_OF_RANGE),
        ("sex", "x", FieldCode.NOT_A_CHOICE),
        ("trial_number", "NK-001", FieldCode.ALREADY_USED),
        ("case_number", "S-1001", FieldCode.ALREADY_USED),
        ("case_number", "7" * 41, FieldCode.TOO_LONG),
        ("disease_group", "healthy", FieldCode.NOT_A_CHOICE),
        ("allergy_state", "", FieldCode.MISSING),
        ("weight", "24.5 kg", FieldCode.NOT_A_NUMBER),
        ("weight", "1,9", FieldCode.OUT_OF_RANGE),
        ("weight", "251", FieldCode.OUT_OF_RANGE),
        ("weight_on", "31.05.2016", FieldCode.BEFORE_BIRTH),
        ("weight_on", "", FieldCode.MISSING),
        ("height", "29,9", FieldCode.OUT_OF_RANGE),
        ("height", "125,55", FieldCode.OUT_OF_RANGE),
        ("height_on", "", FieldCode.MISSING),
        ("start", "01.01.2061", FieldCode.OUT_OF_RANGE),
        ("start", "12.3.26", FieldCode.SHORT_YEAR),
        ("start", "31.05.2020", FieldCode.BEFORE_BIRTH),
    ],
)
def test_a_wrong_field_is_named_with_its_code_and_nothing_is_saved(desk, form, field, typed, code):
    born = {"born": "01.06.2020"} if code is FieldCode.BEFORE_BIRTH and field == "start" else {}
    wrong = replace(form, **{**born, field: typed})
    before = revision(desk)
    refused = enrol(desk, wrong)
    assert isinstance(refused, Unsaved)
    assert (field, code) in _codes(refused.problems)
    assert revision(desk) == before


def test_every_field_of_the_form_is_read(desk, form):
    """A field that nobody reads would silently lose what was typed."""
    typed = [one.name for one in fields(EnrolmentForm) if one.name != "look_alike_seen"]
    for field in typed:
        problems = preview_enrolment(desk, replace(form, **{field: "\u200b"})).problems
        assert field in {one.field for one in problems}, field


def test_known_allergies_need_words_and_other_states_keep_none(desk, form):
    silent = enrol(desk, replace(form, allergy_state="known"))
    assert isinstance(silent, Unsaved)
    assert _codes(silent.problems) == {("allergies", FieldCode.NEEDS_TEXT)}
    saved = enrol(desk, replace(form, allergies="typed and then thought better of"))
    assert isinstance(saved, Enrolled)
    page = patient_page(desk, saved.patient_id)
    assert page is not None
    assert page.line.patient.allergies == ""


def test_a_like_name_must_be_looked_at_before_it_is_saved(desk, form):
    like = replace(form, family="СЕМЕНОВ", given="Пётр")
    preview = preview_enrolment(desk, like)
    assert {one.patient.trial_number for one in preview.alike} == {"NK-003", "NK-004"}
    refused = enrol(desk, like)
    assert isinstance(refused, Unsaved)
    assert _codes(refused.problems) == {("family", FieldCode.LOOK_ALIKE_UNSEEN)}
    assert isinstance(enrol(desk, replace(like, look_alike_seen=True)), Enrolled)


def test_without_weight_height_or_start_a_patient_is_enrolled_all_the_same(desk, form):
    bare = replace(form, weight="", weight_on="", height="", height_on="").without_plan()
    saved = enrol(desk, bare)
    assert isinstance(saved, Enrolled)
    page = patient_page(desk, saved.patient_id)
    assert page is not None
    assert (page.weights, page.heights, page.cycles) == ((), (), ())


def test_a_start_that_fits_nowhere_is_refused_with_a_start_that_does(desk, form):
    preview = preview_enrolment(desk, replace(form, start="15.02.2026"))
    assert preview.refused is not None
    fits = preview.start_that_fits
    assert fits is not None
    assert preview_enrolment(desk, replace(form, start=fits.isoformat())).refused is None
    day_before = (fits - timedelta(days=1)).isoformat()
    assert preview_enrolment(desk, replace(form, start=day_before)).refused is not None
    refused = enrol(desk, replace(form, start="15.02.2026"))
    assert isinstance(refused, Unsaved)
    assert refused.refused == preview.refused


def test_no_start_is_offered_when_none_fits_soon(desk, form):
    preview = preview_enrolment(desk, replace(form, start="01.01.2026"))
    assert preview.refused is not None
    assert preview.start_that_fits is None


def test_an_unapproved_protocol_plans_nobody_in_a_real_ward(real_desk, form):
    refused = enrol(real_desk, form)
    assert isinstance(refused, Unsaved)
    assert refused.refused is not None
    assert refused.refused.codes == [RuleCode.NOT_APPROVED]


def test_the_next_trial_number_follows_the_newest(desk, form):
    assert suggested_trial_number(desk) == "NK-013"
    enrol(desk, replace(form, trial_number="BY-99"))
    assert suggested_trial_number(desk) == "BY-100"
    enrol(desk, replace(form, trial_number="BY-100", case_number="S-2001", family="Другая"))
    enrol(desk, replace(form, trial_number="BY-98", case_number="S-2002", family="Третий"))
    assert suggested_trial_number(desk) == "BY-101"


def test_no_trial_number_is_suggested_without_a_pattern(real_desk, desk, form):
    assert suggested_trial_number(real_desk) == ""
    enrol(desk, replace(form, trial_number="ALPHA"))
    assert suggested_trial_number(desk) == ""


def test_a_step_written_in_between_refuses_the_enrolment(desk, form, monkeypatch):
    monkeypatch.setattr("nkdesk.services.enrol.revision", lambda _desk: revision(desk) - 1)
    with pytest.raises(StoreConflictError):
        enrol(desk, form)
    assert find_patients(desk, "проба").shown == 0
