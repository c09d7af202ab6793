"""Whatever is typed, scanned or chosen at the bed: it is saved as one step, or nothing is."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nkdesk.model.infusion import InfusionAct
from nkdesk.services import infusions
from nkdesk.services.forms import Saved
from nkdesk.services.infusion_models import (
    ActForm,
    AlreadyStarted,
    CheckAnswer,
    CheckForm,
    EndForm,
    LateForm,
    ReactionForm,
    StartForm,
    VitalsForm,
)
from nkdesk.services.steps import revision
from tests.services.infusions.bed_story import PATIENT, checked

ANY = st.text(max_size=12)
NUMBERS = st.sampled_from(["", "0", "70", "36,8", "9999999", "1e5", "-1", "NaN", "²"]) | ANY
DAYS = st.sampled_from(["", "12.03.2026", "2026-03-11", "01.01.0001", "31.12.9999"]) | ANY
TIMES = st.sampled_from(["", "09:00", "09:30", "23:59", "00:00"]) | ANY
PEOPLE = st.sampled_from(["Nurse Adams", "Nurse Brown"]) | ANY
SCANS = st.sampled_from([PATIENT, "L-NK-101-NK1-1", "ЗЕТЛ-101", "P-NK-101-0"]) | ANY
CODES = st.sampled_from(["reaction", "other", "whole", "part", "stopped", "fever"]) | ANY
ACTS = st.sampled_from([one.value for one in InfusionAct]) | ANY
NAMED = st.sampled_from(["temperature", "systolic", "pain"])
WHICH = st.integers(0, 2)

FORMS = st.one_of(
    st.builds(CheckForm, WHICH, st.integers(0, 3), PEOPLE, SCANS, SCANS, CODES).map(
        lambda form: (infusions.check_bag, form)
    ),
    st.builds(
        StartForm,
        WHICH,
        PEOPLE,
        DAYS,
        TIMES,
        st.lists(st.tuples(CODES, ANY), max_size=2).map(tuple),
    ).map(lambda form: (infusions.start, form)),
    st.builds(ActForm, WHICH, ACTS, PEOPLE, DAYS, TIMES, NUMBERS | CODES, ANY).map(
        lambda form: (infusions.act, form)
    ),
    st.builds(
        VitalsForm,
        *(WHICH, PEOPLE, st.lists(st.tuples(NAMED, NUMBERS), max_size=3).map(tuple)),
        *(st.sampled_from([None, 0, 15, -1]), st.booleans(), DAYS, TIMES, ANY),
        *(st.sampled_from([None, 1, 99]), ANY),
    ).map(lambda form: (infusions.record_vitals, form)),
    st.builds(EndForm, WHICH, CODES, PEOPLE, NUMBERS, CODES, ANY, DAYS, TIMES).map(
        lambda form: (infusions.end, form)
    ),
    st.builds(
        ReactionForm,
        *(WHICH, CODES, PEOPLE, DAYS, TIMES, NUMBERS, ANY, ANY, DAYS, TIMES, NUMBERS, NUMBERS),
        *(CODES, CODES, st.booleans(), st.booleans(), NUMBERS, ANY, st.sampled_from([None, 1])),
    ).map(lambda form: (infusions.react, form)),
    st.builds(
        LateForm,
        *(st.integers(0, 400), st.lists(SCANS, max_size=2).map(tuple), SCANS, PEOPLE, PEOPLE),
        *(DAYS, TIMES, TIMES, CODES, NUMBERS, CODES, ANY),
    ).map(lambda form: (infusions.late_entry, form)),
)


@settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(FORMS)
def test_whatever_is_typed_is_one_step_or_none(desk, ready, act):
    if infusions.bedside_page(desk, ready.item_id).infusion is None:
        checked(desk, ready)
    save, form = act
    before = revision(desk)
    answer = save(desk, form)
    is_step = isinstance(answer, (Saved, CheckAnswer))
    assert revision(desk) == before + is_step
    if not is_step and not isinstance(answer, AlreadyStarted):
        assert answer.problems or answer.refused
