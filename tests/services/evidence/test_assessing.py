"""Everything a person is judged by: all values over time, with limits, and what expires when."""

from datetime import date
from decimal import Decimal

from nkdesk.model.criterion import Who
from nkdesk.model.evidence import ConsentVersion, Observation
from nkdesk.services.eligibility_models import ObservationForm, StrikeForm
from nkdesk.services.evidence import add_observation, assessments, dossier, strike_observation
from nkdesk.services.evidence.people import owner_of
from nkdesk.services.forms import Saved
from nkdesk.services.steps import revision
from nkdesk.store import evidence

GIRL, MAN = 1, 2


def series(desk, code, *, donor=False):
    shown = assessments(desk, GIRL, donor=donor)
    return next(one for one in shown.series if one.kind.code == code)


def test_there_is_nothing_of_nobody(desk):
    assert assessments(desk, 99) is None
    assert assessments(desk, GIRL, donor=True) is None
    assert dossier(desk, 99, Who.PATIENT).observations == ()
    assert dossier(desk, GIRL, Who.DONOR).consents == ()


def test_every_kind_has_its_series_also_while_nothing_is_known(desk):
    shown = assessments(desk, GIRL)
    assert [one.kind for one in shown.series] == list(shown.kinds)
    assert all(one.points == () and one.expires is None for one in shown.series)
    assert (shown.uln, shown.consent_in_force, shown.warnings) == (None, None, ())
    assert (shown.who, shown.today, shown.revision) == (
        Who.PATIENT,
        date(2026, 3, 12),
        revision(desk),
    )


def test_a_value_is_shown_with_its_limit_and_how_many_times_it_is(ward, desk):
    ward.limits()
    ward.result("alt", "30", on="20.02.2024")  # aged 13: the girl's row
    ward.result("alt", "30", on="19.02.2024", sure=True)  # aged 12
    points = series(desk, "alt").points
    assert [(one.uln, one.multiple, one.limit) for one in points] == [
        (Decimal(30), Decimal("1.0"), Decimal(150)),
        (Decimal(24), Decimal("1.2"), Decimal(120)),
    ]


def test_microkatal_is_shown_in_the_unit_it_is_compared_in(ward, desk):
    ward.limits()
    ward.result("alt", "1,992", unit="µkat/L")  # 119.52 U/L: 4.98 times 24
    (point,) = series(desk, "alt").points
    assert (point.number, point.multiple) == (Decimal("119.520"), Decimal("4.9"))
    assert point.observation.unit == "µkat/L"


def test_without_a_table_an_enzyme_has_no_limit(ward, desk):
    ward.result("alt", "30")
    (point,) = series(desk, "alt").points
    assert (point.number, point.uln, point.multiple, point.limit) == (30, None, None, None)


def test_a_status_is_shown_with_the_least_that_is_asked(ward, desk):
    ward.result("performance", "80")
    (point,) = series(desk, "performance").points
    assert (point.number, point.limit) == (80, 70)


def test_an_answer_has_neither_number_nor_limit(ward, desk):
    ward.result("hiv", "negative")
    (point,) = series(desk, "hiv").points
    assert (point.number, point.limit) == (None, None)


def test_a_series_names_its_criteria_and_the_last_day_of_the_newest_result(ward, desk):
    ward.result("alt", "30", on="01.03.2026")
    ward.result("alt", "31", on="05.03.2026")
    found = series(desk, "alt")
    assert (found.criteria, found.expires) == (("P-E2",), date(2026, 3, 19))
    ward.result("platelets", "100")
    assert series(desk, "platelets").expires is None


def test_what_was_corrected_or_struck_stays_in_sight_and_does_not_count(ward, desk):
    first = ward.result("alt", "24")
    form = ObservationForm(
        GIRL, "alt", "30", "U/L", "10.03.2026", corrects=first, why="a digit was wrong"
    )
    assert isinstance(add_observation(desk, form), Saved)
    second = ward.newest("observation")
    strike_observation(desk, StrikeForm(second, "wrong patient"))
    found = series(desk, "alt")
    assert [(one.corrected, one.struck, one.why) for one in found.points] == [
        (True, False, "a digit was wrong"),
        (True, True, "wrong patient"),
    ]
    assert found.expires is None


def test_the_newest_judgement_shows_its_structure(ward, desk):
    ward.infection(site="lung")
    assert series(desk, "uncontrolled_infection").infection.site == "lung"


def test_what_is_asked_no_more_is_still_shown(ward, desk):
    """The protocol asked for it when it was entered: nothing entered is ever hidden."""
    with desk.store.step(actor="Anna", what="observation") as step:
        for what in ("hcv", "days_since_cycle_1"):
            old = dossier_row(what)
            evidence.add_observation(step, GIRL, None, old)
    shown = [one.kind.code for one in assessments(desk, GIRL).series]
    assert shown[-2:] == ["days_since_cycle_1", "hcv"]


def dossier_row(what):
    return Observation(what, "negative", date(2026, 3, 1), entered_by="Anna")


def test_consents_versions_and_limits_in_force_are_shown(ward, desk):
    ward.all_in_order()
    ward.version("3", "01.03.2026")
    shown = assessments(desk, GIRL)
    assert [one.version for one in shown.consents] == ["2"]
    assert shown.consent_in_force == ConsentVersion("3", date(2026, 3, 1))
    assert [one.code for one in shown.warnings] == ["newer_version"]
    assert shown.uln.table.id == "caliper"


def test_the_donors_assessments_are_the_donors(ward, desk):
    ward.donor()
    ward.result("hiv", "negative", donor=True)
    shown = assessments(desk, GIRL, donor=True)
    assert (shown.who, shown.donor.given) == (Who.DONOR, "Ольга")
    assert len(series(desk, "hiv", donor=True).points) == 1
    assert series(desk, "hiv").points == ()


# dossiers ---------------------------------------------------------------------------------------


def test_a_dossier_holds_all_that_counts_and_nothing_else(ward, desk):
    ward.all_in_order()
    ward.result("spo2", "97")
    strike_observation(desk, StrikeForm(ward.newest("observation"), "wrong patient"))
    found = dossier(desk, GIRL, Who.PATIENT)
    assert {one.what for one in found.observations} == {
        *("alt", "ast", "hiv", "performance", "neutrophils", "pregnancy"),
        "uncontrolled_infection",
    }
    assert [one.version for one in found.consents] == ["2"]
    assert [one.version for one in found.consent_versions] == ["2"]
    assert [one.valid_from for one in found.uln] == [date(2020, 1, 1)]
    assert (found.cycle1_day1, found.infant_scale) == (date(2026, 3, 16), "none")


def test_the_days_since_cycle_1_are_computed_for_the_day_asked_about(desk):
    found = dossier(desk, GIRL, Who.PATIENT, date(2026, 4, 6))
    assert [(one.what, one.value, one.on) for one in found.observations] == [
        ("days_since_cycle_1", Decimal(21), date(2026, 4, 6))
    ]
    assert dossier(desk, GIRL, Who.PATIENT, date(2026, 3, 15)).observations == ()
    assert dossier(desk, MAN, Who.PATIENT).observations == ()


def test_an_owner_must_be_there(ward, desk):
    ward.donor()
    assert owner_of(desk, GIRL, None).donor_id is None
    assert owner_of(desk, GIRL, 1).who is Who.DONOR
    for patient_id, donor_id in ((99, None), (GIRL, 7)):
        try:
            owner_of(desk, patient_id, donor_id)
        except KeyError:
            continue
        raise AssertionError(patient_id)
