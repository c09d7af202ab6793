"""Looking things up in a protocol: by the id in the file, and nothing else will do."""

import pytest

from nkdesk.exchange.protocol_file import shipped_protocols


@pytest.fixture(scope="module")
def trial():
    return next(one for _, one, _ in shipped_protocols() if one.id == "NCT05272293")


def test_each_part_is_found_by_its_id(trial):
    assert all(trial.anchor(one.id) is one for one in trial.anchors)
    assert all(trial.calendar(one.id) is one for one in trial.calendars)
    assert all(trial.arm(one.id) is one for one in trial.arms)
    assert all(trial.item(one.code) is one for one in trial.items)


@pytest.mark.parametrize("look_up", ["anchor", "calendar", "arm", "item"])
def test_a_part_that_is_not_there_is_never_another_one(trial, look_up):
    with pytest.raises(KeyError, match="nonesuch"):
        getattr(trial, look_up)("nonesuch")


def test_a_disease_group_leads_to_its_arm_or_nowhere(trial):
    found = trial.arm_for("primary_high_risk")
    assert found is not None
    assert found.id == "hdac_ida"
    assert trial.arm_for("healthy") is None


def test_items_belong_to_their_arms_and_cycles(trial):
    for arm in trial.arms:
        for cycle in (1, 2, 3):
            expected = [x for x in trial.items if arm.id in x.arms and cycle in x.cycles]
            assert list(trial.items_of(arm.id, cycle)) == expected
    assert trial.items_of("flag", 3) == ()
    assert trial.items_of("flag", 1) != trial.items_of("hdac_ida", 1)
