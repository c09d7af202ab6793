"""Every point of the check at the bed, and fifteen patients crossed with fifteen products."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import product

import pytest

from nkdesk.bedside.checking import CLEAR, Entry, Expected, Point, bag_meant, check
from nkdesk.bedside.codes import bag_code, card_code, patient_code
from nkdesk.model.infusion import BagCheck, Match
from nkdesk.model.product import Bag, DoseForm, Lot, LotState, ProductDose
from nkdesk.model.readiness import Go, GoCode, GoReason, Readiness

AT = datetime(2026, 3, 12, 10, 0, tzinfo=UTC)
EXPIRES = AT + timedelta(hours=4)
MINUTE = timedelta(minutes=1)
WARD = range(1, 16)
RU = dict(zip("QWERTYUIOPASDFGHJKLZXCVBNM", "ЙЦУКЕНГШЩЗФЫВАПРОЛДЯЧСМИТЬ", strict=True))


def trial(nth):
    return f"NK-{nth:03d}"


def number(nth):
    return f"=W1234 26 {nth:06d}"


def expected(nth, **changes):
    """What must match of the nth patient, donor, lot, dose and bag of a ward of fifteen."""
    bag = Bag(nth, nth, number(nth), 1, 50_000, 760_000, EXPIRES)
    return Expected(
        patient_id=nth,
        trial_number=trial(nth),
        donor_id=100 + nth,
        dose=ProductDose(nth, nth, nth, DoseForm.FRESH, (bag,)),
        lot=Lot(nth, nth, 100 + nth, 1, f"D26-{nth:03d}", LotState.RELEASED),
        readiness=Readiness(Go.GO, (), AT),
        **changes,
    )


def entry(patient, bag, **changes):
    made = Entry("Nurse A", 1, trial(patient), number(bag), CLEAR, AT)
    return replace(made, **changes)


def stops(points):
    return {point.what: point.match for point in points if point.match is not Match.MATCH}


def found(points, what):
    (point,) = [one for one in points if one.what == what]
    return point


def test_every_point_is_shown_in_order_when_all_match():
    points = check(entry(4, 4), expected(4))
    assert [point.what for point in points] == list(Point)
    assert {(point.match, point.detail) for point in points} == {(Match.MATCH, "")}


# Fifteen by fifteen


@pytest.mark.parametrize("scan", [trial, lambda nth: patient_code(trial(nth))])
@pytest.mark.parametrize("label", [number, lambda nth: bag_code(number(nth))])
def test_of_all_pairs_of_patients_and_products_only_the_right_fifteen_pass(scan, label):
    passed, refused = [], []
    for patient, bag in product(WARD, WARD):
        made = entry(patient, bag, patient_scan=scan(patient), bag_scan=label(bag))
        at_patient, at_bag = check(made, expected(patient)), check(made, expected(bag))
        if not stops(at_patient) and not stops(at_bag):
            passed.append((patient, bag))
        else:
            # Whichever record is open, the check says which of the two is the wrong one.
            assert found(at_patient, "bag").match is Match.OTHER_BAG
            assert found(at_bag, "patient").match is Match.OTHER_PATIENT
            refused.append((patient, bag))
    assert passed == [(one, one) for one in WARD]
    assert len(refused) == 210


def test_of_all_pairs_of_patients_and_donors_only_the_right_fifteen_pass():
    passed, refused = [], []
    for patient, donor in product(WARD, WARD):
        wanted = replace(expected(patient), donor_id=100 + donor)
        found_points = stops(check(entry(patient, patient), wanted))
        if found_points:
            assert found_points == {"link": Match.OTHER_DONOR}
            refused.append((patient, donor))
        else:
            passed.append((patient, donor))
    assert passed == [(one, one) for one in WARD]
    assert len(refused) == 210


@pytest.mark.parametrize("what", ["lot", "dose", "both"])
def test_of_all_pairs_of_patients_and_reserved_products_only_the_right_fifteen_pass(what):
    """Even if a store bound a product to the wrong patient, scanning its bag would not pass."""
    refused = 0
    for patient, other in product(WARD, WARD):
        wanted = expected(patient)
        if what in {"lot", "both"}:
            wanted = replace(wanted, lot=expected(other).lot)
        if what in {"dose", "both"}:
            wanted = replace(wanted, dose=expected(other).dose)
        made = entry(patient, wanted.dose.bags[0].id)
        link = found(check(made, wanted), "link")
        assert (link.match is Match.MATCH) is (patient == other)
        refused += link.match is Match.OTHER_DONOR
    assert refused == 210


def test_a_patient_without_a_donor_is_refused():
    assert stops(check(entry(4, 4), replace(expected(4), donor_id=None))) == {
        "link": Match.OTHER_DONOR
    }


# Expiry


@pytest.mark.parametrize(
    ("at", "expired"),
    [
        (EXPIRES - MINUTE, False),
        (EXPIRES, True),  # the minute of expiry no longer counts
        (EXPIRES + MINUTE, True),
        (EXPIRES + timedelta(days=1), True),
    ],
)
def test_a_bag_expired_by_one_minute_is_refused(at, expired):
    points = check(entry(4, 4, at=at), expected(4))
    assert stops(points) == ({"expiry": Match.EXPIRED} if expired else {})


def test_the_expiry_is_that_of_the_bag_scanned():
    wanted = expected(4)
    (bag,) = wanted.dose.bags
    second = replace(bag, id=40, number="SECOND", nth=2, expires=AT)
    wanted = replace(wanted, dose=replace(wanted.dose, bags=(bag, second)))
    assert stops(check(entry(4, 4), wanted)) == {}
    assert stops(check(entry(4, 4, bag_scan="SECOND"), wanted)) == {"expiry": Match.EXPIRED}


def test_of_a_bag_that_is_none_of_the_doses_no_expiry_is_told():
    assert Point.EXPIRY not in [one.what for one in check(entry(4, 5), expected(4))]


# What was scanned


@pytest.mark.parametrize(
    "scan",
    [
        "NK-004",
        "nk-004",
        " NK-004 ",
        "P-NK-004-1",
        "p-nk-004-1",  # Caps Lock was on
        "".join(RU.get(sign, sign) for sign in "P-NK-004-1"),
        "".join(RU.get(sign, sign) for sign in "NK-004"),
    ],
)
def test_the_patient_is_scanned_or_typed_in_any_layout(scan):
    assert stops(check(entry(4, 4, patient_scan=scan), expected(4))) == {}


def test_a_trial_number_in_cyrillic_letters_is_itself():
    wanted = replace(expected(4), trial_number="НК-004")
    assert stops(check(entry(4, 4, patient_scan="НК-004"), wanted)) == {}
    assert stops(check(entry(4, 4, patient_scan=patient_code("НК-004")), wanted)) == {}


@pytest.mark.parametrize(
    ("scan", "match", "detail"),
    [
        ("", Match.UNREADABLE, ""),
        ("  ", Match.UNREADABLE, ""),
        ("NК-004", Match.UNREADABLE, ""),  # Latin and Cyrillic letters mixed
        ("NK\u200b-004", Match.UNREADABLE, ""),
        ("P-NK-004-2", Match.UNREADABLE, ""),  # its check character is wrong
        (card_code("NK-004", 7), Match.UNREADABLE, ""),  # the card of the right patient
        (bag_code(number(4)), Match.UNREADABLE, ""),
        ("NK-005", Match.OTHER_PATIENT, "NK-005"),
        (patient_code("NK-005"), Match.OTHER_PATIENT, "NK-005"),
        (patient_code("nk-004"), Match.OTHER_PATIENT, "nk-004"),
        ("004", Match.OTHER_PATIENT, "004"),
        ("NK-0040", Match.OTHER_PATIENT, "NK-0040"),
        (number(4), Match.OTHER_PATIENT, number(4)),
    ],
)
def test_anything_but_the_patient_stops_and_says_what_was_read(scan, match, detail):
    points = check(entry(4, 4, patient_scan=scan), expected(4))
    assert stops(points) == {"patient": match}
    assert found(points, "patient").detail == detail


@pytest.mark.parametrize(
    "scan",
    [
        "=W1234 26 000004",
        "=W123426000004",  # as a bar code has it
        "=w1234 26 000004",
        bag_code("=W1234 26 000004"),
        bag_code("=W1234 26 000004").lower(),
        "=Ц1234 26 000004",  # through a Russian layout
    ],
)
def test_a_bag_is_scanned_or_typed_with_or_without_spaces_in_any_layout(scan):
    assert stops(check(entry(4, 4, bag_scan=scan), expected(4))) == {}


@pytest.mark.parametrize(
    ("scan", "match", "detail"),
    [
        ("", Match.UNREADABLE, ""),
        ("WЦ", Match.UNREADABLE, ""),
        (patient_code("NK-004"), Match.UNREADABLE, ""),
        (card_code("NK-004", 7), Match.UNREADABLE, ""),
        (bag_code(number(4))[:-1] + "0", Match.UNREADABLE, ""),
        ("G1234 89 654321 X", Match.UNREADABLE, ""),  # its check character is wrong
        ("G1234 89 654321 Y", Match.OTHER_BAG, "G1234 89 654321 Y"),
        (number(5), Match.OTHER_BAG, number(5)),
        (bag_code(number(5)), Match.OTHER_BAG, number(5)),
        ("000004", Match.OTHER_BAG, "000004"),
        ("NK-004", Match.OTHER_BAG, "NK-004"),
    ],
)
def test_anything_but_a_bag_of_the_dose_stops_and_says_what_was_read(scan, match, detail):
    points = check(entry(4, 4, bag_scan=scan), expected(4))
    assert stops(points) == {"bag": match}
    assert found(points, "bag").detail == detail


def bags(*numbers):
    return tuple(
        Bag(nth, 1, one, nth, 50_000, 760_000, EXPIRES) for nth, one in enumerate(numbers, 1)
    )


@pytest.mark.parametrize(
    ("scan", "nth"), [("A 1", 1), ("A1", 2), ("a1", None), ("B-9", 3), ("b - 9", 3), ("", None)]
)
def test_of_bags_spelt_alike_only_the_exact_number_is_taken(scan, nth):
    bag = bag_meant(scan, bags("A 1", "A1", "B-9"))
    assert (bag and bag.nth) == nth


def test_a_product_number_in_cyrillic_letters_is_itself():
    bag = bag_meant("Д-17", bags("Д-16", "Д-17"))
    assert bag is not None
    assert bag.nth == 2


# What was seen, and by whom


@pytest.mark.parametrize("seen", ["clots", "leak", "", "Clear"])
def test_a_bag_that_does_not_look_clear_stops(seen):
    assert stops(check(entry(4, 4, visual=seen), expected(4))) == {"visual": Match.VISUAL}


FIRST = BagCheck(1, 4, 1, "Nurse A", "NK-004", number(4), CLEAR, AT, AT)


@pytest.mark.parametrize(
    ("person", "position", "checks", "match"),
    [
        ("Nurse A", 1, (), Match.MATCH),
        ("Nurse B", 2, (FIRST,), Match.MATCH),
        ("Nurse A", 2, (FIRST,), Match.SAME_PERSON),
        ("nurse  a", 2, (FIRST,), Match.SAME_PERSON),
        ("Nurse \u0410", 2, (FIRST,), Match.SAME_PERSON),  # the last letter is Cyrillic
        ("Nurse B", 2, (), Match.NOT_READY),  # nobody has checked it first
        ("Nurse B", 2, (replace(FIRST, bag_id=5),), Match.NOT_READY),
        ("Nurse A", 1, (FIRST,), Match.MATCH),  # the first may scan again
        ("Nurse C", 1, (FIRST,), Match.MATCH),
        ("Nurse B", 1, (FIRST, replace(FIRST, position=2, person="Nurse B")), Match.SAME_PERSON),
        ("Nurse A", 2, (FIRST, replace(FIRST, person="Nurse C")), Match.SAME_PERSON),
        ("", 1, (), Match.UNREADABLE),
        ("  ", 2, (FIRST,), Match.UNREADABLE),
    ],
)
def test_the_second_check_is_another_persons(person, position, checks, match):
    made = entry(4, 4, person=person, position=position)
    assert found(check(made, expected(4, checks=checks)), "person").match is match


def test_of_a_bag_nobody_knows_the_order_of_persons_is_not_told():
    made = entry(4, 5, position=2)
    assert stops(check(made, expected(4))) == {"bag": Match.OTHER_BAG}


# Readiness


def ready(*reasons):
    return replace(expected(4), readiness=Readiness(Go.GO, reasons, AT))


@pytest.mark.parametrize(
    ("reason", "stop"),
    [
        (GoReason(GoCode.ON_HOLD, Go.HOLD), {"readiness": Match.NOT_READY}),
        (GoReason(GoCode.NOT_RELEASED, Go.NO_GO), {"readiness": Match.NOT_READY}),
        # Another bag of the dose has expired, or another link is wrong: nothing else says so.
        (GoReason(GoCode.EXPIRED, Go.NO_GO), {"readiness": Match.NOT_READY}),
        (GoReason(GoCode.OTHER_DONOR, Go.NO_GO), {"readiness": Match.NOT_READY}),
        (GoReason(GoCode.NO_WEIGHT, Go.HOLD), {"dose": Match.DOSE}),
        (GoReason(GoCode.DOSE_OUT_OF_RANGE, Go.NO_GO), {"dose": Match.DOSE}),
        # These are answered at the start, with a reason; they stop no check.
        (GoReason(GoCode.LABEL_UNLIKE_ORDER, Go.GO, asks=True), {}),
        (GoReason(GoCode.NOT_ISSUED, Go.GO, asks=True), {}),
        (GoReason(GoCode.CONDITIONAL, Go.GO), {}),
    ],
)
def test_what_forbids_the_start_stops_the_check(reason, stop):
    assert stops(check(entry(4, 4), ready(reason))) == stop


def test_what_a_point_of_its_own_says_is_not_said_twice():
    wanted = replace(
        ready(
            GoReason(GoCode.EXPIRED, Go.NO_GO),
            GoReason(GoCode.OTHER_DONOR, Go.NO_GO),
            GoReason(GoCode.NO_WEIGHT, Go.HOLD),
        ),
        donor_id=None,
    )
    assert stops(check(entry(4, 4, at=EXPIRES), wanted)) == {
        "expiry": Match.EXPIRED,
        "link": Match.OTHER_DONOR,
        "dose": Match.DOSE,
    }


def test_every_point_that_is_wrong_is_told_at_once():
    wanted = ready(GoReason(GoCode.ON_HOLD, Go.HOLD), GoReason(GoCode.NO_WEIGHT, Go.HOLD))
    wanted = replace(wanted, donor_id=None, checks=(FIRST,))
    made = entry(5, 4, position=2, visual="leak", at=EXPIRES)
    assert set(stops(check(made, wanted))) == set(Point) - {Point.BAG}
