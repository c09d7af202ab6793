"""GO, HOLD or NO-GO: every reason by itself, every expiry to the minute, the worst decides."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import product

import pytest

from nkdesk.bedside.go import GoFacts, judge
from nkdesk.model.eligibility import Outcome
from nkdesk.model.patient import Weight
from nkdesk.model.product import DoseState, Hold, HoldKind, LotState
from nkdesk.model.readiness import Go, GoCode
from tests.bedside.products import (
    DAY,
    LOT,
    ORDER,
    PASSED,
    RULES,
    WEIGHT,
    bag,
    dose,
    moment,
    result,
)

NOW = moment("09:00")
STERILE = (*PASSED, result("sterility", "negative", id=9))
READY = GoFacts(
    patient_id=4,
    planned=DAY,
    rules=RULES,
    donor_id=40,
    donor_check=Outcome.ELIGIBLE,
    dose=dose(),
    lot=LOT,
    results=STERILE,
    order=ORDER,
    weight=WEIGHT,
)
BEFORE, AFTER = DAY - timedelta(days=1), DAY + timedelta(days=1)
FEVER = Hold(4, HoldKind.FEVER, moment("08:00"), "Nurse A", "fever", value="38.6 °C")


def said(facts: GoFacts, at=NOW) -> list[tuple[GoCode, Go, str]]:
    return [(reason.code, reason.level, reason.detail) for reason in judge(facts, at).reasons]


def codes(facts: GoFacts, at=NOW) -> list[GoCode]:
    return [reason.code for reason in judge(facts, at).reasons]


def test_an_infusion_with_nothing_against_it_is_go() -> None:
    readiness = judge(READY, NOW)

    assert (readiness.go, readiness.reasons, readiness.at) == (Go.GO, (), NOW)


@pytest.mark.parametrize("starting", [False, True])
@pytest.mark.parametrize(
    ("changes", "code", "level", "detail"),
    [
        ({"cycle_open": False}, GoCode.CYCLE_NOT_OPEN, Go.NO_GO, ""),
        ({"off_study": True}, GoCode.OFF_STUDY, Go.NO_GO, ""),
        ({"donor_check": Outcome.NOT_ELIGIBLE}, GoCode.DONOR_NOT_ELIGIBLE, Go.NO_GO, ""),
        ({"donor_check": Outcome.INCOMPLETE}, GoCode.DONOR_INCOMPLETE, Go.HOLD, ""),
        ({"dose": None}, GoCode.NO_PRODUCT, Go.NO_GO, ""),
        ({"lot": None}, GoCode.NO_PRODUCT, Go.NO_GO, ""),
        ({"lot": replace(LOT, donor_id=41)}, GoCode.OTHER_DONOR, Go.NO_GO, "L-7"),
        ({"lot": replace(LOT, patient_id=5)}, GoCode.OTHER_DONOR, Go.NO_GO, "L-7"),
        ({"dose": dose(patient_id=5)}, GoCode.OTHER_DONOR, Go.NO_GO, "L-7"),
        ({"dose": dose(lot_id=8)}, GoCode.OTHER_DONOR, Go.NO_GO, "L-7"),
        ({"patient_id": 5}, GoCode.OTHER_DONOR, Go.NO_GO, "L-7"),
        ({"lot": replace(LOT, state=LotState.REJECTED)}, GoCode.REJECTED, Go.NO_GO, "L-7"),
        ({"lot": replace(LOT, state=LotState.CONDITIONAL)}, GoCode.CONDITIONAL, Go.GO, "L-7"),
        ({"results": PASSED}, GoCode.TEST_OPEN, Go.GO, "sterility"),
        (
            {"results": (*PASSED, result("sterility", "positive", id=9))},
            GoCode.TEST_FAILED,
            Go.NO_GO,
            "sterility",
        ),
        ({"released_by": Weight(4_000, DAY)}, GoCode.TEST_FAILED, Go.NO_GO, "cd3"),
        ({"dose": dose(state=DoseState.INFUSED)}, GoCode.ALREADY_INFUSED, Go.NO_GO, ""),
        ({"dose": dose(state=DoseState.RETURNED)}, GoCode.RETURNED, Go.NO_GO, ""),
        ({"dose": dose(state=DoseState.DISCARDED)}, GoCode.DISCARDED, Go.NO_GO, ""),
        ({"dose": dose(state=DoseState.PREPARED)}, GoCode.NOT_ISSUED, Go.GO, ""),
        ({"holds": (FEVER,)}, GoCode.ON_HOLD, Go.HOLD, "fever"),
        ({"earlier_open": ("C1/NK1",)}, GoCode.EARLIER_OPEN, Go.HOLD, "C1/NK1"),
        ({"broken": ("gap_too_short",)}, GoCode.RULE_BROKEN, Go.HOLD, "gap_too_short"),
        ({"order": None}, GoCode.NO_ORDER, Go.GO, ""),
        ({"weight": None}, GoCode.NO_WEIGHT, Go.HOLD, ""),
        ({"weight": Weight(38_000, date(2026, 2, 25))}, GoCode.WEIGHT_OLD, Go.GO, ""),
        ({"weight": Weight(41_801, DAY)}, GoCode.WEIGHT_CHANGED, Go.GO, ""),
    ],
)
def test_each_reason_by_itself(
    changes: dict[str, object], code: GoCode, level: Go, detail: str, *, starting: bool
) -> None:
    facts = replace(READY, starting=starting, **changes)

    assert said(facts) == [(code, level, detail)]
    assert judge(facts, NOW).go is level


def test_a_patient_without_a_donor_cannot_have_a_product() -> None:
    assert codes(replace(READY, donor_id=None, dose=None, lot=None)) == [
        GoCode.NO_DONOR,
        GoCode.NO_PRODUCT,
    ]


@pytest.mark.parametrize(
    "state",
    [state for state in LotState if state.value not in ("released", "conditional", "rejected")],
)
def test_a_lot_on_its_way_is_not_released_and_its_open_tests_are_not_listed(
    state: LotState,
) -> None:
    facts = replace(READY, lot=replace(LOT, state=state), results=())

    assert said(facts) == [(GoCode.NOT_RELEASED, Go.NO_GO, state.value)]


def test_all_wrong_pairs_of_fifteen_patients_and_products_are_no_go() -> None:
    """Patients 1 to 15 with donors 101 to 115; each product belongs to one of them (H14)."""
    seen = {True: 0, False: 0}
    for patient, owner in product(range(1, 16), range(1, 16)):
        lot = replace(LOT, id=owner, patient_id=owner, donor_id=100 + owner)
        facts = replace(
            READY,
            patient_id=patient,
            donor_id=100 + patient,
            lot=lot,
            dose=dose(lot_id=owner, patient_id=owner),
        )
        right = judge(facts, NOW).go is Go.GO
        assert right is (patient == owner)
        assert right is (GoCode.OTHER_DONOR not in codes(facts))
        seen[right] += 1

    assert seen == {True: 15, False: 210}


def test_all_wrong_pairs_of_fifteen_donors_are_no_go() -> None:
    """A lot of the right patient, but grown from another family's donor."""
    wrong = [
        (patient, donor)
        for patient, donor in product(range(1, 16), range(1, 16))
        if codes(
            replace(
                READY,
                patient_id=patient,
                donor_id=100 + patient,
                lot=replace(LOT, patient_id=patient, donor_id=100 + donor),
                dose=dose(patient_id=patient),
            )
        )
        == [GoCode.OTHER_DONOR]
    ]

    assert len(wrong) == 210
    assert all(patient != donor for patient, donor in wrong)


@pytest.mark.parametrize(
    ("at", "code", "level"),
    [
        ("14:29", GoCode.EXPIRES_BEFORE, Go.GO),
        ("14:30", GoCode.EXPIRED, Go.NO_GO),
        ("14:31", GoCode.EXPIRED, Go.NO_GO),
    ],
)
@pytest.mark.parametrize("starting", [False, True])
def test_a_bag_expires_on_the_minute(at: str, code: GoCode, level: Go, *, starting: bool) -> None:
    expires = moment("14:30")
    facts = replace(READY, starting=starting, dose=dose(bag(expires=expires)))
    (reason,) = judge(facts, moment(at)).reasons

    assert (reason.code, reason.level, reason.detail) == (code, level, "B-1")
    assert reason.at == expires


@pytest.mark.parametrize(
    ("expires", "found"),
    [
        (moment("00:00"), [(GoCode.EXPIRES_BEFORE, Go.NO_GO)]),
        (moment("00:01"), [(GoCode.EXPIRES_BEFORE, Go.GO)]),
        (moment("00:00", AFTER), [(GoCode.EXPIRES_BEFORE, Go.GO)]),
        (moment("00:01", AFTER), []),
    ],
)
def test_an_infusion_to_come_is_no_go_when_its_bag_expires_before_that_day(
    expires, found: list[tuple[GoCode, Go]]
) -> None:
    facts = replace(READY, dose=dose(bag(expires=expires)))
    reasons = judge(facts, moment("09:00", BEFORE)).reasons

    assert [(reason.code, reason.level) for reason in reasons] == found


def test_every_bag_of_a_dose_is_looked_at() -> None:
    half = {"cells": 760_000}
    facts = replace(
        READY,
        dose=dose(
            bag("B-1", **half),
            bag("B-2", id=2, nth=2, expires=moment("08:59"), **half),
        ),
    )

    assert said(facts) == [(GoCode.EXPIRED, Go.NO_GO, "B-2")]


@pytest.mark.parametrize(
    ("at", "starting", "level"),
    [
        ("09:29", True, Go.NO_GO),
        ("09:29", False, Go.GO),
        ("09:30", True, None),
        ("09:30", False, None),
    ],
)
def test_a_frozen_bag_is_not_thawed_before_its_time(
    at: str, *, starting: bool, level: Go | None
) -> None:
    frozen = dose(bag(thaw_from=moment("09:30")))
    reasons = judge(replace(READY, starting=starting, dose=frozen), moment(at)).reasons

    assert [(reason.code, reason.level) for reason in reasons] == (
        [] if level is None else [(GoCode.NOT_THAWED_YET, level)]
    )


@pytest.mark.parametrize(
    ("thaw_from", "level"),
    [
        (moment("00:00"), None),
        (moment("00:01"), Go.GO),
        (moment("23:59"), Go.GO),
        (moment("00:00", AFTER), Go.NO_GO),
    ],
)
def test_a_bag_that_cannot_be_thawed_on_the_day_is_no_go(thaw_from, level: Go | None) -> None:
    later = bag(thaw_from=thaw_from, expires=moment("12:00", DAY + timedelta(days=9)))
    reasons = judge(replace(READY, dose=dose(later)), moment("09:00", BEFORE)).reasons

    assert [reason.level for reason in reasons] == ([] if level is None else [level])


@pytest.mark.parametrize(
    ("hold", "at", "holds"),
    [
        (FEVER, "07:59", False),
        (FEVER, "08:00", True),
        (replace(FEVER, until=moment("12:00")), "11:59", True),
        (replace(FEVER, until=moment("12:00")), "12:00", False),
        (replace(FEVER, lifted=moment("10:00")), "09:59", True),
        (replace(FEVER, lifted=moment("10:00")), "10:00", False),
        (replace(FEVER, lot_id=7), "09:00", True),
        (replace(FEVER, lot_id=8), "09:00", False),
    ],
)
def test_a_hold_holds_from_its_minute_until_its_end(hold: Hold, at: str, *, holds: bool) -> None:
    readiness = judge(replace(READY, holds=(hold,)), moment(at))

    assert [reason.hold for reason in readiness.reasons] == ([hold] if holds else [])
    assert readiness.go is (Go.HOLD if holds else Go.GO)


def test_a_hold_on_a_lot_does_not_hold_an_infusion_without_a_product() -> None:
    facts = replace(READY, dose=None, lot=None, holds=(replace(FEVER, lot_id=7),))

    assert codes(facts) == [GoCode.NO_PRODUCT]


@pytest.mark.parametrize(
    ("until", "holds"),
    [(None, True), (moment("00:00"), False), (moment("00:01"), True)],
)
def test_a_hold_that_ends_before_the_planned_day_does_not_count(until, *, holds: bool) -> None:
    hold = replace(FEVER, since=moment("08:00", BEFORE), until=until)
    facts = replace(READY, holds=(hold,))

    assert (codes(facts, moment("09:00", BEFORE)) == [GoCode.ON_HOLD]) is holds


@pytest.mark.parametrize(
    ("planned", "starting", "held"),
    [
        (BEFORE, False, True),
        (BEFORE, True, True),
        (DAY, True, False),
        (AFTER, False, False),
        (AFTER, True, True),
    ],
)
def test_an_infusion_begins_on_its_day_only(planned: date, *, starting: bool, held: bool) -> None:
    late = dose(bag(expires=moment("12:00", DAY + timedelta(days=3))))
    facts = replace(READY, planned=planned, starting=starting, dose=late)
    found = [(reason.code, reason.at) for reason in judge(facts, NOW).reasons]

    assert found == ([(GoCode.NOT_THIS_DAY, moment("00:00", planned))] if held else [])


@pytest.mark.parametrize(("planned", "asks"), [(DAY, True), (AFTER, False)])
def test_a_dose_is_asked_for_on_its_day_not_before(planned: date, *, asks: bool) -> None:
    late = dose(bag(expires=moment("12:00", DAY + timedelta(days=3))), state=DoseState.PREPARED)

    assert (codes(replace(READY, planned=planned, dose=late)) == [GoCode.NOT_ISSUED]) is asks


@pytest.mark.parametrize(
    ("planned", "old"), [(date(2026, 3, 25), False), (date(2026, 3, 26), True)]
)
def test_a_weight_is_as_old_as_it_will_be_on_the_day(planned: date, *, old: bool) -> None:
    late = dose(bag(expires=moment("12:00", date(2026, 4, 1))))
    readiness = judge(replace(READY, planned=planned, dose=late), NOW)

    assert [reason.code for reason in readiness.reasons] == ([GoCode.WEIGHT_OLD] if old else [])
    assert [reason.at for reason in readiness.asks] == ([moment("00:00", WEIGHT.on)] if old else [])


@pytest.mark.parametrize(
    ("cells", "found"),
    [
        (1_520_000, []),
        (1_140_000, [GoCode.LABEL_UNLIKE_ORDER]),
        (1_139_999, [GoCode.DOSE_OUT_OF_RANGE, GoCode.LABEL_UNLIKE_ORDER]),
        (3_800_001, [GoCode.DOSE_OUT_OF_RANGE, GoCode.LABEL_UNLIKE_ORDER]),
    ],
)
def test_labelled_cells_are_held_against_range_and_order(cells: int, found: list[GoCode]) -> None:
    readiness = judge(replace(READY, dose=dose(bag(cells=cells))), NOW)

    assert [reason.code for reason in readiness.asks] == found
    assert readiness.go is Go.GO


def test_without_an_order_labelled_cells_are_held_against_the_newest_weight() -> None:
    few = dose(bag(cells=1_140_000))
    facts = replace(READY, order=None, dose=few)

    assert codes(facts) == [GoCode.NO_ORDER]
    assert codes(replace(facts, weight=Weight(38_001, DAY))) == [
        GoCode.NO_ORDER,
        GoCode.DOSE_OUT_OF_RANGE,
    ]
    assert codes(replace(facts, weight=None)) == [GoCode.NO_WEIGHT, GoCode.NO_ORDER]


def test_only_what_a_person_may_answer_asks() -> None:
    facts = replace(
        READY,
        order=None,
        weight=None,
        donor_check=Outcome.INCOMPLETE,
        lot=replace(LOT, state=LotState.CONDITIONAL),
        results=PASSED,
        dose=dose(state=DoseState.PREPARED),
    )

    asks = {reason.code for reason in judge(facts, NOW).asks}
    assert asks == {GoCode.NO_ORDER, GoCode.NOT_ISSUED}


def test_the_worst_reason_decides_and_stands_first() -> None:
    facts = replace(READY, results=PASSED, holds=(FEVER,), dose=dose(bag(expires=moment("08:00"))))
    readiness = judge(facts, NOW)

    assert readiness.go is Go.NO_GO
    assert [reason.level for reason in readiness.reasons] == [Go.NO_GO, Go.HOLD, Go.GO]
    assert judge(replace(facts, dose=dose()), NOW).go is Go.HOLD


def test_a_limit_per_kg_is_judged_by_the_weight_of_the_release() -> None:
    """A child who lost weight after the release is asked about, the release stands as signed."""
    heavy = (*STERILE, result("cd3", Decimal("7.5"), id=20, weight=None))

    assert codes(replace(READY, results=heavy, released_by=WEIGHT)) == []
