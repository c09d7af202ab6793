"""What an investigator may sign away, told by what a criterion asks."""

import pytest

from nkdesk.eligibility import waivable
from nkdesk.exchange.protocol_file import shipped_protocols
from nkdesk.model.criterion import AgeTest, ConsentTest, FieldTest, Who
from tests.eligibility.building import at_least, criterion, equals, judgement, times_uln

DONOR = Who.DONOR


@pytest.mark.parametrize(
    "test",
    [
        equals("hiv"),
        equals("hiv_pcr"),
        equals("anti-hiv"),
        equals("hiv1"),
        judgement("hiv_status"),
        ConsentTest(),
        equals("consent"),
        judgement("assent_of_the_child"),
    ],
)
@pytest.mark.parametrize("who", Who)
def test_hiv_and_consent_are_never_waived(test, who):
    assert not waivable(criterion(test, who=who))
    assert not waivable(criterion(at_least("platelets", "50"), test, who=who))


@pytest.mark.parametrize("what", ["hbv", "hcv", "hbsag", "anti-hbc", "hcv_pcr", "syphilis", "cmv"])
def test_the_serology_of_the_donor_is_never_waived(what):
    assert not waivable(criterion(equals(what), who=DONOR))
    assert waivable(criterion(equals(what)))


@pytest.mark.parametrize(
    "test",
    [
        times_uln("alt"),
        at_least("performance", "70"),
        equals("pregnancy"),
        judgement("uncontrolled_infection"),
        judgement("apheresis_suitable"),
        AgeTest(below_years=31),
        FieldTest("disease_group", ("relapsed",)),
        equals("archive"),  # "hiv" inside a word
    ],
)
@pytest.mark.parametrize("who", Who)
def test_everything_else_may_be_waived(test, who):
    assert waivable(criterion(test, who=who))


def test_of_the_trial_hiv_consent_and_the_donors_serology_are_reserved():
    (protocol,) = [one for _, one, _ in shipped_protocols() if one.id == "NCT05272293"]
    reserved = {one.id for one in protocol.criteria if not waivable(one)}
    assert reserved == {"P-I3", "P-E3", "D-I3", "D-E2"}
