"""Consents: who signed which version, taken back or struck, and what they ask people to look at."""

from dataclasses import replace
from datetime import date

import pytest

from nkdesk.model.evidence import Consent, ConsentVersion
from nkdesk.services.eligibility_models import (
    ConsentForm,
    ConsentVersionForm,
    ConsentWarning,
    StrikeForm,
    WithdrawalForm,
)
from nkdesk.services.evidence import (
    add_consent,
    consent_rules,
    consent_versions,
    set_consent_version,
    strike_consent,
    withdraw_consent,
)
from nkdesk.services.evidence.consent_rules import ConsentRules
from nkdesk.services.evidence.warnings import Signed, consent_warnings, day_of_age
from nkdesk.services.forms import FieldCode, Saved, Unsaved
from nkdesk.store import evidence

GIRL = 1
FORM = ConsentForm(GIRL, "2", "ru", "05.01.2026", ("parent_2", "parent_1"), "given")


def faults(saved):
    assert isinstance(saved, Unsaved), saved
    return [(one.field, one.code) for one in saved.problems]


# signing ----------------------------------------------------------------------------------------


def test_a_consent_keeps_version_language_signers_and_the_childs_assent(ward, desk):
    ward.version()
    assert isinstance(add_consent(desk, FORM), Saved)
    (one,) = evidence.consents(desk.store, GIRL)
    assert one == Consent(
        *("2", date(2026, 1, 5), None, "ru", ("parent_1", "parent_2"), "given", "Anna"), id=1
    )


@pytest.mark.parametrize(
    ("changed", "problem"),
    [
        ({"version": ""}, ("version", FieldCode.MISSING)),
        ({"version": "1"}, ("version", FieldCode.NOT_A_CHOICE)),
        ({"language": ""}, ("language", FieldCode.MISSING)),
        ({"signed": "13.03.2026"}, ("signed", FieldCode.IN_FUTURE)),
        ({"signed": "19.02.2011"}, ("signed", FieldCode.BEFORE_BIRTH)),
        ({"signers": ()}, ("signers", FieldCode.MISSING)),
        ({"signers": ("neighbour",)}, ("signers", FieldCode.NOT_A_CHOICE)),
        ({"signers": ("donor",)}, ("signers", FieldCode.NOT_A_CHOICE)),
        ({"assent": "perhaps"}, ("assent", FieldCode.NOT_A_CHOICE)),
        ({"donor": True}, ("donor", FieldCode.NO_DONOR)),
    ],
)
def test_each_field_says_what_is_wrong_with_it(ward, desk, changed, problem):
    ward.version()
    assert faults(add_consent(desk, replace(FORM, **changed))) == [problem]
    assert evidence.consents(desk.store, GIRL) == ()


def test_a_donor_signs_for_themselves(ward, desk):
    ward.version()
    ward.donor()
    form = replace(FORM, donor=True, signers=("donor",), assent="")
    assert isinstance(add_consent(desk, form), Saved)
    assert evidence.consents(desk.store, GIRL) == ()
    assert [one.signers for one in evidence.consents(desk.store, GIRL, 1)] == [("donor",)]


# taking back ------------------------------------------------------------------------------------


def test_a_consent_is_taken_back_on_a_day_with_why_and_once(ward, desk):
    ward.version()
    number = ward.consent()
    assert isinstance(withdraw_consent(desk, WithdrawalForm(number, "09.03.2026", "moved")), Saved)
    assert [one.withdrawn for one in evidence.consents(desk.store, GIRL)] == [date(2026, 3, 9)]
    assert faults(withdraw_consent(desk, WithdrawalForm(number, "10.03.2026", "again"))) == [
        ("consent_id", FieldCode.NO_LONGER_COUNTS)
    ]


@pytest.mark.parametrize(
    ("form", "problems"),
    [
        (WithdrawalForm(99, "09.03.2026", "why"), [("consent_id", FieldCode.NOT_A_CHOICE)]),
        (WithdrawalForm(1, "04.01.2026", "why"), [("on", FieldCode.BEFORE_SIGNATURE)]),
        (WithdrawalForm(1, "13.03.2026", "why"), [("on", FieldCode.IN_FUTURE)]),
        (WithdrawalForm(1, "05.01.2026", ""), [("why", FieldCode.NEEDS_TEXT)]),
    ],
)
def test_a_withdrawal_says_what_is_wrong_with_it(ward, desk, form, problems):
    ward.version()
    ward.consent()
    assert faults(withdraw_consent(desk, form)) == problems


def test_a_donors_consent_is_taken_back_too(ward, desk):
    ward.version()
    ward.donor()
    number = ward.consent(donor=True, signers=("donor",), assent="")
    assert isinstance(withdraw_consent(desk, WithdrawalForm(number, "09.03.2026", "why")), Saved)
    assert evidence.consents(desk.store, GIRL, 1)[0].withdrawn == date(2026, 3, 9)


def test_a_consent_entered_by_mistake_is_struck_once_with_why(ward, desk):
    ward.version()
    number = ward.consent()
    assert faults(strike_consent(desk, StrikeForm(99, "why"))) == [
        ("evidence_id", FieldCode.NOT_A_CHOICE)
    ]
    assert faults(strike_consent(desk, StrikeForm(number, ""))) == [("why", FieldCode.NEEDS_TEXT)]
    assert isinstance(strike_consent(desk, StrikeForm(number, "another patient's")), Saved)
    assert evidence.consents(desk.store, GIRL) == ()
    for refused in (
        strike_consent(desk, StrikeForm(number, "again")),
        withdraw_consent(desk, WithdrawalForm(number, "09.03.2026", "why")),
    ):
        assert [one.code for one in refused.problems] == [FieldCode.NO_LONGER_COUNTS]


# versions in force ------------------------------------------------------------------------------


def test_a_version_comes_into_force_on_its_day_which_may_lie_ahead(ward, desk):
    ward.version("1", "01.01.2025")
    ward.version("2", "01.04.2026")
    assert [(one.version, one.valid_from) for one in consent_versions(desk)] == [
        ("1", date(2025, 1, 1)),
        ("2", date(2026, 4, 1)),
    ]


@pytest.mark.parametrize(
    ("form", "problem"),
    [
        (ConsentVersionForm("", "01.01.2026"), ("version", FieldCode.MISSING)),
        (ConsentVersionForm("3", ""), ("valid_from", FieldCode.MISSING)),
        (ConsentVersionForm("3", "01.01.2000"), ("valid_from", FieldCode.OUT_OF_RANGE)),
        (ConsentVersionForm("3", "01.01.2026"), ("valid_from", FieldCode.ALREADY_USED)),
        (ConsentVersionForm("2", "01.01.2026"), ("version", FieldCode.UNCHANGED)),
    ],
)
def test_a_version_says_what_is_wrong_with_it(ward, desk, form, problem):
    ward.version()
    assert faults(set_consent_version(desk, form)) == [problem]


def test_the_day_of_a_version_can_be_put_right(ward, desk):
    ward.version()
    ward.version("2", "15.01.2026")
    assert [one.valid_from for one in consent_versions(desk)] == [date(2026, 1, 15)]


# warnings ---------------------------------------------------------------------------------------

BORN = date(2008, 4, 1)
RULES = ConsentRules(18, 60)
V1 = ConsentVersion("1", date(2025, 1, 1))
V2 = ConsentVersion("2", date(2026, 3, 1))
BY_PARENT = Consent("1", date(2025, 6, 1), signers=("parent_1",))


def warnings(today, *consents, versions=(V1,), born=BORN):
    found = consent_warnings(Signed(born, consents, versions, RULES), today)
    return [(one.code, one.on) for one in found]


def test_without_a_consent_there_is_nothing_to_look_at():
    assert warnings(date(2026, 3, 31)) == []


def test_a_newer_version_in_force_asks_for_a_new_signature():
    on = date(2026, 1, 1)
    assert warnings(on, BY_PARENT, versions=(V1,)) == []
    assert warnings(on, BY_PARENT, versions=(V1, V2)) == [("newer_version", V2.valid_from)]
    both = (BY_PARENT, Consent("2", date(2026, 1, 1), signers=("parent_1",)))
    assert warnings(on, *both, versions=(V2, V1)) == []


def test_a_version_that_was_never_signed_is_named_from_the_day_it_is_in_force():
    day = date(2026, 1, 30)
    assert warnings(day, BY_PARENT, versions=(V2,)) == [("newer_version", V2.valid_from)]
    unknown = Consent("0", date(2025, 6, 1), signers=("parent_1",))
    assert warnings(day, unknown, versions=(V1, V2)) == [
        ("newer_version", V1.valid_from),
        ("newer_version", V2.valid_from),
    ]


def test_the_birthday_of_legal_age_is_named_sixty_days_before_and_not_earlier():
    assert warnings(date(2026, 1, 30), BY_PARENT) == []
    assert warnings(date(2026, 1, 31), BY_PARENT) == [("comes_of_age", date(2026, 4, 1))]
    assert warnings(date(2027, 1, 31), BY_PARENT) == [("comes_of_age", date(2026, 4, 1))]


def test_only_the_persons_own_signature_from_that_birthday_on_settles_it():
    early = Consent("1", date(2026, 3, 31), signers=("patient",))
    assert warnings(date(2026, 4, 2), early) == [("comes_of_age", date(2026, 4, 1))]
    others = Consent("1", date(2026, 4, 1), signers=("guardian",))
    assert warnings(date(2026, 4, 2), others) == [("comes_of_age", date(2026, 4, 1))]
    own = Consent("1", date(2026, 4, 1), signers=("patient",))
    assert warnings(date(2026, 4, 2), others, own) == []


def test_who_was_born_on_a_leap_day_comes_of_age_on_the_first_of_march():
    assert day_of_age(date(2008, 2, 29), 18) == date(2026, 3, 1)
    assert day_of_age(date(2008, 2, 29), 20) == date(2028, 2, 29)


def test_a_consent_taken_back_is_named_while_no_other_stands():
    gone = replace(BY_PARENT, withdrawn=date(2026, 1, 9))
    assert warnings(date(2026, 1, 10), gone) == [("withdrawn", date(2026, 1, 9))]
    assert warnings(date(2026, 1, 10), gone, BY_PARENT) == []
    assert ConsentWarning("withdrawn", date(2026, 1, 9)).code == "withdrawn"


# the site's own numbers -------------------------------------------------------------------------


def test_the_legal_age_ships_as_an_example(desk):
    assert consent_rules(desk) == ConsentRules(18, 60, example=True)


def test_a_site_sets_its_own_legal_age_in_a_file(desk):
    path = desk.store.path.parent / "consent.toml"
    path.write_text("legal_age_years = 16\nwarn_days = 30\n", encoding="utf-8")
    assert consent_rules(desk) == ConsentRules(16, 30)
    path.write_text("legal_age_years = 16\n", encoding="utf-8")
    assert consent_rules(desk) == ConsentRules(16, 60)


@pytest.mark.parametrize(
    "written",
    [
        b"",
        b"legal_age_years = 0",
        b"legal_age_years = 31",
        b"legal_age_years = true",
        b'legal_age_years = "18"',
        b"legal_age_years = 18\nwarn_days = 400",
        b"no toml",
        b"\xff",
    ],
)
def test_a_faulty_file_leaves_the_example_in_place_and_says_so(desk, written):
    (desk.store.path.parent / "consent.toml").write_bytes(written)
    assert consent_rules(desk) == ConsentRules(18, 60, example=True, faulty=True)
