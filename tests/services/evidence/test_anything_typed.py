"""Whatever is typed into a form of evidence: it is saved as one step, or nothing is."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nkdesk.services import evidence
from nkdesk.services.eligibility_models import (
    ConsentForm,
    ConsentVersionForm,
    DonorForm,
    InfectionForm,
    ObservationForm,
)
from nkdesk.services.forms import Saved, Unsaved
from nkdesk.services.steps import revision

ANY = st.text(max_size=12)
DAYS = st.sampled_from(["10.03.2026", "2026-03-11", "13.03.2026", "01/02/2026", "29.02.2026", ""])
NUMBERS = st.sampled_from(["", "0", "70", "4,5", "120", "9999999", "1e5", "-1", "NaN", "²"])
WHAT = st.sampled_from(["alt", "hiv", "performance", "spo2", "creatinine", "pregnancy", "", "x"])
UNITS = st.sampled_from(["", "U/L", "µkat/L", "%"])
SCALES = st.sampled_from(["", "lansky", "karnofsky", "ecog"])
RATERS = st.sampled_from(["", "parent", "clinician"])
YES_NO = st.sampled_from(["", "yes", "no", "maybe"])

FORMS = st.one_of(
    st.builds(
        ObservationForm,
        st.integers(0, 4),
        WHAT,
        NUMBERS | ANY,
        UNITS | ANY,
        DAYS | ANY,
        SCALES,
        RATERS,
        ANY,
        ANY,
        donor=st.booleans(),
        sure=st.booleans(),
        corrects=st.integers(0, 3),
        why=ANY,
    ).map(lambda form: (evidence.add_observation, form)),
    st.builds(
        InfectionForm, st.integers(0, 4), YES_NO, DAYS, ANY, ANY, YES_NO, NUMBERS | ANY, YES_NO, ANY
    ).map(lambda form: (evidence.add_infection, form)),
    st.builds(
        ConsentForm,
        st.integers(0, 4),
        st.sampled_from(["1", "2", ""]),
        st.sampled_from(["ru", "", "x"]),
        DAYS,
        st.lists(st.sampled_from(["parent_1", "patient", "x"]), max_size=3).map(tuple),
        st.sampled_from(["", "given", "x"]),
        ANY,
    ).map(lambda form: (evidence.add_consent, form)),
    st.builds(ConsentVersionForm, ANY, DAYS, ANY).map(
        lambda form: (evidence.set_consent_version, form)
    ),
    st.builds(
        DonorForm,
        st.integers(0, 4),
        ANY,
        ANY,
        DAYS,
        st.sampled_from(["f", "m", ""]),
        st.sampled_from(["mother", "x", ""]),
    ).map(lambda form: (evidence.save_donor, form)),
)


@settings(
    max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(FORMS)
def test_a_form_is_saved_as_one_step_or_says_why_not(desk, asked):
    save, form = asked
    before = revision(desk)
    saved = save(desk, form)
    if isinstance(saved, Saved):
        assert revision(desk) == before + 1
        assert evidence.assessments(desk, 1) is not None
        assert len(evidence.gap_board(desk).rows) == 3
    else:
        assert isinstance(saved, Unsaved)
        assert saved.problems or saved.refused
        assert revision(desk) == before
