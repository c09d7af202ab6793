"""Entering results: what is possible is kept as typed, what is not is refused beside its field."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from nkdesk.eligibility import in_basic_unit
from nkdesk.model.evidence import Observation, Rater, Scale
from nkdesk.services.eligibility_models import ObservationForm, StrikeForm
from nkdesk.services.evidence import (
    add_observation,
    observation_kinds,
    strike_observation,
    suggested_scale,
)
from nkdesk.services.evidence.kinds import catalogue
from nkdesk.services.forms import FieldCode, Saved, Unsaved
from nkdesk.store import evidence

GIRL, MAN, INFANT = 1, 2, 3
ALT = ObservationForm(GIRL, "alt", "24", "U/L", "10.03.2026", source="laboratory")
LANSKY = ObservationForm(GIRL, "performance", "80", on="10.03.2026", scale="lansky", rater="parent")
KARNOFSKY = replace(LANSKY, patient_id=MAN, scale="karnofsky", rater="clinician")


def faults(saved):
    """The problems of a form that was not saved: field and code."""
    assert isinstance(saved, Unsaved), saved
    return [(one.field, one.code) for one in saved.problems]


def detail(saved):
    (problem,) = saved.problems
    return problem.detail


def stored(desk, patient_id=GIRL, donor_id=None):
    return evidence.observations(desk.store, patient_id, donor_id)


# what is asked ----------------------------------------------------------------------------------


def test_the_kinds_are_those_the_criteria_ask_for_and_the_counts_and_the_saturation(desk):
    codes = [kind.code for kind in observation_kinds(desk, GIRL)]
    assert set(codes) >= {"performance", "alt", "ast", "hiv", "uncontrolled_infection"}
    assert codes[-2:] == ["platelets", "spo2"]
    assert {"hbv", "hcv", "apheresis_suitable"}.isdisjoint(codes)


def test_nobody_is_asked_for_what_the_program_computes(desk):
    assert "days_since_cycle_1" not in [kind.code for kind in observation_kinds(desk, GIRL)]


def test_a_pregnancy_test_is_asked_of_a_girl_and_not_of_a_man(desk):
    assert "pregnancy" in [kind.code for kind in observation_kinds(desk, GIRL)]
    assert "pregnancy" not in [kind.code for kind in observation_kinds(desk, MAN)]


def test_a_donor_is_asked_the_donors_criteria_once_there_is_one(ward, desk):
    assert observation_kinds(desk, GIRL, donor=True) == ()
    assert isinstance(ward.donor(), Saved)
    codes = {kind.code for kind in observation_kinds(desk, GIRL, donor=True)}
    assert codes == {
        *("hiv", "hbv", "hcv", "pregnancy"),
        *("haploidentical_family_donor", "apheresis_suitable"),
    }


def test_a_kind_that_only_the_sites_protocol_knows_is_made_up_from_its_test(desk):
    kinds = {kind.code: kind for kind in observation_kinds(desk, GIRL)}
    answers = {name: [code for code, _ in kinds[name].answers] for name in kinds}
    assert kinds["fit_for_home"].title.en == "fit for home"
    assert kinds["fit_for_home"].judgement
    assert answers["fit_for_home"] == ["yes", "no", "unknown"]
    assert answers["frailty"] == ["mild", "yes", "no", "unknown"]
    assert answers["ebv"] == ["negative", "positive", "indeterminate"]
    assert answers["gvhd"] == ["grade_2", "yes", "no", "unknown"]
    assert kinds["ggt"].units == ("U/L", "µkat/L")
    assert (kinds["creatinine"].units, kinds["creatinine"].answers) == ((), ())


def test_numbers_are_compared_in_the_first_unit_of_their_kind():
    for kind in catalogue().kinds.values():
        for unit in kind.units[:1]:
            assert in_basic_unit(Decimal(7), unit) == 7
    assert in_basic_unit(Decimal("1.5"), "µkat/L") == 90


# entering ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("typed", ["45,5", "45.5", " 45,5 "])
def test_a_decimal_comma_is_as_good_as_a_point(desk, typed):
    assert isinstance(add_observation(desk, replace(ALT, value=typed)), Saved)
    (one,) = stored(desk)
    assert (one.value, one.unit, one.on) == (Decimal("45.5"), "U/L", date(2026, 3, 10))
    assert (one.source, one.entered_by, one.scale, one.rater) == ("laboratory", "Anna", None, None)


@pytest.mark.parametrize(
    "typed", ["<5", "-5", "1 000", "1,000,0", "1e3", "٤٥", "45,5555", "12345678", "nan", "0x1"]
)
def test_what_is_no_plain_number_is_refused(desk, typed):
    saved = add_observation(desk, replace(ALT, value=typed))
    assert faults(saved) == [("value", FieldCode.NOT_A_NUMBER)]
    assert stored(desk) == ()


@pytest.mark.parametrize(
    ("changed", "problem"),
    [
        ({"what": ""}, ("what", FieldCode.MISSING)),
        ({"what": "days_since_cycle_1"}, ("what", FieldCode.NOT_A_CHOICE)),
        ({"what": "uncontrolled_infection"}, ("what", FieldCode.NOT_A_CHOICE)),
        ({"what": "hbv"}, ("what", FieldCode.NOT_A_CHOICE)),
        ({"value": ""}, ("value", FieldCode.MISSING)),
        ({"value": "100001"}, ("value", FieldCode.OUT_OF_RANGE)),
        ({"unit": ""}, ("unit", FieldCode.MISSING)),
        ({"unit": "mg/dl"}, ("unit", FieldCode.NOT_A_CHOICE)),
        ({"on": ""}, ("on", FieldCode.MISSING)),
        ({"on": "13.03.2026"}, ("on", FieldCode.IN_FUTURE)),
        ({"on": "19.02.2011"}, ("on", FieldCode.BEFORE_BIRTH)),
        ({"on": "03/04/2026"}, ("on", FieldCode.AMBIGUOUS_DATE)),
        ({"source": "\u200blab"}, ("source", FieldCode.INVISIBLE_CHARACTER)),
    ],
)
def test_each_field_says_what_is_wrong_with_it(ward, desk, changed, problem):
    before = ward.newest("step")
    assert faults(add_observation(desk, replace(ALT, **changed))) == [problem]
    assert ward.newest("step") == before


def test_an_answer_is_one_of_those_offered(desk):
    form = replace(ALT, what="hiv", value="maybe", unit="")
    assert faults(add_observation(desk, form)) == [("value", FieldCode.NOT_A_CHOICE)]
    assert isinstance(add_observation(desk, replace(form, value="negative")), Saved)
    assert [(one.what, one.value) for one in stored(desk)] == [("hiv", "negative")]


def test_a_number_with_one_unit_has_it_and_one_without_has_none(desk):
    count = replace(ALT, what="platelets", value="110", unit="")
    assert isinstance(add_observation(desk, count), Saved)
    assert isinstance(add_observation(desk, replace(count, what="creatinine", value="7")), Saved)
    assert [(one.what, one.unit) for one in stored(desk)] == [
        ("creatinine", ""),
        ("platelets", "10^9/L"),
    ]


def test_a_judgement_says_who_judged(ward, desk):
    ward.donor()
    form = ObservationForm(GIRL, "apheresis_suitable", "yes", on="10.03.2026", donor=True)
    assert faults(add_observation(desk, form)) == [("source", FieldCode.MISSING)]
    assert isinstance(add_observation(desk, replace(form, source="Dr Invented")), Saved)


def test_there_is_nothing_to_enter_for_nobody(desk):
    saved = add_observation(desk, replace(ALT, patient_id=99))
    assert isinstance(saved, Unsaved)
    assert saved.refused is not None
    assert faults(add_observation(desk, replace(ALT, donor=True))) == [
        ("donor", FieldCode.NO_DONOR)
    ]


def test_a_donors_result_is_the_donors_alone(ward, desk):
    ward.donor()
    form = replace(ALT, what="hiv", value="negative", unit="", donor=True)
    assert isinstance(add_observation(desk, form), Saved)
    assert stored(desk) == ()
    assert [one.what for one in stored(desk, donor_id=1)] == ["hiv"]


# performance ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("form", "right"),
    [
        (replace(LANSKY, scale="karnofsky"), "lansky"),
        (replace(KARNOFSKY, scale="lansky"), "karnofsky"),
    ],
)
def test_a_scale_that_cannot_be_is_refused_and_the_right_one_named(desk, form, right):
    saved = add_observation(desk, replace(form, sure=True))
    assert faults(saved) == [("scale", FieldCode.WRONG_SCALE)]
    assert detail(saved) == right


def test_the_scale_is_that_of_the_age_on_the_day_it_was_taken(ward, desk):
    ward.clock.turn_to(date(2027, 3, 12))
    before = replace(LANSKY, on="19.02.2027")
    assert isinstance(add_observation(desk, before), Saved)
    assert faults(add_observation(desk, replace(before, on="20.02.2027"))) == [
        ("scale", FieldCode.WRONG_SCALE)
    ]
    karnofsky = replace(before, on="20.02.2027", scale="karnofsky")
    assert isinstance(add_observation(desk, karnofsky), Saved)


def test_below_twelve_months_no_scale_is_published_and_it_is_asked_again(desk):
    form = replace(LANSKY, patient_id=INFANT)
    assert faults(add_observation(desk, form)) == [("scale", FieldCode.NO_SCALE)]
    assert isinstance(add_observation(desk, replace(form, sure=True)), Saved)
    assert [one.scale for one in stored(desk, INFANT)] == [Scale.LANSKY]


def test_the_scale_of_a_day_is_offered_before_anything_is_typed(desk):
    assert suggested_scale(desk, GIRL, date(2026, 3, 12)) is Scale.LANSKY
    assert suggested_scale(desk, MAN, date(2026, 3, 12)) is Scale.KARNOFSKY
    assert suggested_scale(desk, INFANT, date(2026, 3, 12)) is None
    assert suggested_scale(desk, GIRL, date(2011, 2, 19)) is None
    assert suggested_scale(desk, 99, date(2026, 3, 12)) is None


@pytest.mark.parametrize("typed", ["75", "7", "110", "70,5"])
def test_a_status_goes_by_tens_up_to_a_hundred(desk, typed):
    assert faults(add_observation(desk, replace(LANSKY, value=typed))) == [
        ("value", FieldCode.OUT_OF_RANGE)
    ]


def test_how_a_status_goes_is_told_also_before_its_scale_is_chosen(desk):
    assert detail(add_observation(desk, replace(LANSKY, value="75"))) == "0, 10 … 100"
    unscaled = add_observation(desk, replace(LANSKY, value="75", scale=""))
    assert [(one.code, one.detail) for one in unscaled.problems] == [
        (FieldCode.MISSING, ""),
        (FieldCode.OUT_OF_RANGE, "0, 10 … 100"),
    ]


def test_zero_is_on_the_lansky_scale_alone(desk):
    assert isinstance(add_observation(desk, replace(LANSKY, value="0")), Saved)
    saved = add_observation(desk, replace(KARNOFSKY, value="0"))
    assert faults(saved) == [("value", FieldCode.OUT_OF_RANGE)]
    assert detail(saved) == "10, 20 … 100"


def test_a_status_says_by_which_scale_and_by_whom(desk):
    assert faults(add_observation(desk, replace(LANSKY, scale="", rater=""))) == [
        ("scale", FieldCode.MISSING),
        ("rater", FieldCode.MISSING),
    ]
    assert faults(add_observation(desk, replace(LANSKY, on=""))) == [("on", FieldCode.MISSING)]
    assert isinstance(add_observation(desk, LANSKY), Saved)
    assert [(one.scale, one.rater) for one in stored(desk)] == [(Scale.LANSKY, Rater.PARENT)]


# what no biology explains -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "unit"),
    [
        ("240", "U/L"),  # ten times: a comma lost
        ("2,4", "U/L"),
        ("24", "µkat/L"),  # the unit slipped: sixty times
        ("0,4", "U/L"),  # and the other way
        ("1,200", "U/L"),  # a thousands separator read as a comma
    ],
)
def test_a_result_ten_times_another_is_asked_for_again(ward, desk, value, unit):
    ward.result("alt", "24", on="09.03.2026")
    form = replace(ALT, value=value, unit=unit)
    assert faults(add_observation(desk, form)) == [("value", FieldCode.NOT_PLAUSIBLE)]
    assert isinstance(add_observation(desk, replace(form, sure=True)), Saved)
    assert len(stored(desk)) == 2


@pytest.mark.parametrize(
    ("earlier", "value", "unit"),
    [
        ("24", "239", "U/L"),
        ("240", "25", "U/L"),
        ("24", "0,4", "µkat/L"),  # the very same activity
    ],
)
def test_a_result_nearer_than_that_is_taken_as_typed(ward, desk, earlier, value, unit):
    ward.result("alt", earlier, on="09.03.2026")
    assert isinstance(add_observation(desk, replace(ALT, value=value, unit=unit)), Saved)


def test_a_result_is_held_against_the_one_before_it_and_the_one_after(ward, desk):
    ward.result("alt", "300", on="05.03.2026")
    ward.result("alt", "200", on="08.03.2026")
    ward.result("alt", "40", on="11.03.2026")
    assert isinstance(add_observation(desk, replace(ALT, value="30")), Saved)
    saved = add_observation(desk, replace(ALT, value="500", on="10.03.2026"))
    assert faults(saved) == [("value", FieldCode.NOT_PLAUSIBLE)]
    assert detail(saved) == "30 U/L"
    saved = add_observation(desk, replace(ALT, value="2000", on="09.03.2026"))
    assert detail(saved) == "200 U/L"
    saved = add_observation(desk, replace(ALT, value="301", on="09.03.2026"))
    assert detail(saved) == "30 U/L"


def test_zero_is_far_from_everything_but_zero(ward, desk):
    ward.result("platelets", "0", sure=True)
    count = replace(ALT, what="platelets", value="20", unit="")
    assert detail(add_observation(desk, count)) == "0 10^9/L"
    assert isinstance(add_observation(desk, replace(count, value="0", sure=True)), Saved)


def test_a_number_outside_what_people_have_is_asked_for_again(desk):
    saved = add_observation(desk, replace(ALT, what="spo2", value="59", unit="%"))
    assert faults(saved) == [("value", FieldCode.NOT_PLAUSIBLE)]
    assert detail(saved) == "60-100 %"
    assert isinstance(add_observation(desk, replace(ALT, what="spo2", value="60", unit="")), Saved)


def test_an_answer_in_place_of_a_number_is_not_compared(ward, desk):
    """A kind may be told by one protocol version and measured by another."""
    with desk.store.step(actor="Anna", what="observation") as step:
        told = replace(stored_alt(), value="high", unit="")
        evidence.add_observation(step, GIRL, None, told)
    assert isinstance(add_observation(desk, ALT), Saved)


def stored_alt():
    return Observation("alt", Decimal(24), date(2026, 3, 9), "U/L", entered_by="Anna")


# correcting and striking ------------------------------------------------------------------------


def test_a_result_is_corrected_by_a_later_one_with_why_and_both_stay(ward, desk):
    first = ward.result("alt", "24")
    form = replace(ALT, value="240", corrects=first, why="a digit was lost")
    assert isinstance(add_observation(desk, form), Saved)
    (now,) = stored(desk)
    assert now.value == 240
    history = evidence.observation_history(desk.store, GIRL)
    assert [(one.observation.value, one.counts, one.why) for one in history] == [
        (Decimal(24), False, "a digit was lost"),
        (Decimal(240), True, "a digit was lost"),
    ]


def test_a_correction_needs_its_reason_and_a_difference(ward, desk):
    first = ward.result("alt", "24", source="laboratory")
    form = replace(ALT, corrects=first, why=" ")
    assert faults(add_observation(desk, form)) == [
        ("why", FieldCode.NEEDS_TEXT),
        ("value", FieldCode.UNCHANGED),
    ]
    faulty = replace(form, value="", why="why")
    assert faults(add_observation(desk, faulty)) == [("value", FieldCode.MISSING)]


def test_only_a_result_of_the_same_person_and_kind_that_counts_is_corrected(ward, desk):
    alt, ast = ward.result("alt", "24"), ward.result("ast", "24")
    form = replace(ALT, value="25", why="a digit was wrong")
    for other in (
        replace(form, corrects=99),
        replace(form, corrects=ast),
        replace(form, corrects=alt, patient_id=MAN),
    ):
        assert faults(add_observation(desk, other)) == [("corrects", FieldCode.NOT_A_CHOICE)]
    again = replace(form, corrects=alt)
    assert isinstance(add_observation(desk, again), Saved)
    assert faults(add_observation(desk, replace(again, value="26"))) == [
        ("corrects", FieldCode.NO_LONGER_COUNTS)
    ]


def test_a_struck_result_counts_no_more_and_stays_readable(ward, desk):
    first = ward.result("alt", "24")
    assert isinstance(strike_observation(desk, StrikeForm(first, "wrong patient")), Saved)
    assert stored(desk) == ()
    (one,) = evidence.observation_history(desk.store, GIRL)
    assert (one.struck, one.why) == (True, "wrong patient")


def test_a_result_is_struck_once_and_with_a_reason(ward, desk):
    first = ward.result("alt", "24")
    assert faults(strike_observation(desk, StrikeForm(first, ""))) == [
        ("why", FieldCode.NEEDS_TEXT)
    ]
    assert faults(strike_observation(desk, StrikeForm(99, "why"))) == [
        ("evidence_id", FieldCode.NOT_A_CHOICE)
    ]
    strike_observation(desk, StrikeForm(first, "wrong patient"))
    assert faults(strike_observation(desk, StrikeForm(first, "again"))) == [
        ("evidence_id", FieldCode.NO_LONGER_COUNTS)
    ]
