"""An invented patient in the sample ward whose first infusion is today, and what people do then."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from nkdesk.model.patient import Patient, Weight
from nkdesk.model.product import (
    Bag,
    CellOrder,
    DoseForm,
    DoseMove,
    DoseState,
    Lot,
    LotMove,
    LotState,
    ProductDose,
    TestResult,
)
from nkdesk.services import evidence, infusions
from nkdesk.services.day_list import day_rows
from nkdesk.services.eligibility_models import ConsentForm, DonorForm, ObservationForm
from nkdesk.services.enrol import enrol
from nkdesk.services.forms import Enrolled, EnrolmentForm, Saved
from nkdesk.services.infusion_models import (
    ActForm,
    CheckAnswer,
    CheckForm,
    EndForm,
    StartForm,
    VitalsForm,
)
from nkdesk.store import cycles, lots, orders, patients, product_doses
from nkdesk.store import infusions as stored

ZONE = ZoneInfo("Europe/Minsk")
TODAY = date(2026, 3, 12)
COLLECTED = datetime(2026, 2, 20, 9, 0, tzinfo=ZONE)
FIRST, SECOND = "Nurse Adams", "Nurse Brown"
PATIENT, ADDRESS = "NK-101", "C1/NK1"
EXPIRES = datetime(2026, 3, 12, 20, 0, tzinfo=ZONE)
_STEPS = (
    LotState.COLLECTED,
    LotState.EXPANDING,
    LotState.HARVESTED,
    LotState.IN_TEST,
    LotState.RELEASED,
)


@dataclass(frozen=True)
class Ready:
    """An infusion that may begin."""

    item_id: int
    patient: Patient
    dose_id: int
    lot_id: int
    bags: tuple[str, ...]


def saved(answer):
    """What was saved, or the test fails with everything that was wrong."""
    assert isinstance(answer, Saved), answer
    return answer


def item_named(desk, number=PATIENT, address=ADDRESS):
    """The stored item of a trial number and an address."""
    patient = next(one for one in patients.all_patients(desk.store) if one.trial_number == number)
    return next(
        one
        for one in cycles.patient_items(desk.store, patient.id)
        if str(one.item.address) == address
    )


def enrol_patient(desk):
    """Enrol a patient, who has a donor, so that the first infusion is on 12-Mar-2026."""
    now, desk.clock.moment = desk.clock.moment, desk.clock.moment.replace(day=2)
    sample = item_named(desk, "NK-004").patient
    form = EnrolmentForm(
        family="Проба",
        given="Вера",
        born="01.06.2016",
        sex="f",
        trial_number=PATIENT,
        case_number="S-2000",
        disease_group="relapsed",
        allergy_state="none_known",
        weight="37",
        weight_on="02.03.2026",
        protocol_hash=sample.protocol_hash,
        start="03.03.2026",
        look_alike_seen=True,
    )
    answer = enrol(desk, form)
    assert isinstance(answer, Enrolled), answer
    desk.clock.moment = now
    add_donor(desk, answer.patient_id)


def make_ready(desk, number=PATIENT, address=ADDRESS, **dose):
    """Give a patient a donor, a released lot and an issued dose for one infusion, ordered."""
    entry = item_named(desk, number, address)
    patient = entry.patient
    donor = evidence.current_donor(desk, patient.id)
    lot = _released(desk, patient.id, donor.id, f"L-{number}-{entry.item.address.code}")
    weight = _weighed(desk, patient.id)
    total = 40_000 * weight.grams // 1000
    place = entry.item.address if dose.pop("reserved", True) else None
    made = make_dose(desk, lot, place, total=total, **dose)
    with desk.store.step(actor="Dr Orlova", what="order_cells") as step:
        at = desk.clock.now() - timedelta(hours=1)
        order = CellOrder(patient.id, entry.item.address, 40_000, total, weight, "Dr Orlova", at)
        orders.add_order(step, order)
    return Ready(entry.item_id, patient, made.id, lot.id, tuple(bag.number for bag in made.bags))


def _weighed(desk, patient_id):
    weight = Weight(38_000, date(2026, 3, 11))
    with desk.store.step(actor="Anna", what="weight") as step:
        patients.add_weight(step, patient_id, weight)
    return weight


def add_donor(desk, patient_id):
    saved(
        evidence.save_donor(
            desk, DonorForm(patient_id, "Проба", "Анна", "12.05.1986", "f", "mother")
        )
    )
    told = {
        "haploidentical_family_donor": "yes",
        "apheresis_suitable": "yes",
        "hiv": "negative",
        "hbv": "negative",
        "hcv": "negative",
        "syphilis": "negative",
        "pregnancy": "negative",
    }
    known = {one.code for one in evidence.observation_kinds(desk, patient_id, donor=True)}
    for what in sorted(known & set(told)):
        form = ObservationForm(
            patient_id,
            what,
            told[what],
            on="2026-02-19",
            source="laboratory",
            donor=True,
            sure=True,
        )
        saved(evidence.add_observation(desk, form))
    consent = ConsentForm(patient_id, "1", "ru", "2026-02-19", ("donor",), "", donor=True)
    saved(evidence.add_consent(desk, consent))


def _released(desk, patient_id, donor_id, number):
    with desk.store.step(actor="Anna", what="open_lot") as step:
        lot_id = lots.add_lot(step, Lot(0, patient_id, donor_id, 1, number))
        weight = patients.weights(desk.store, patient_id)[0]
        for at, state in enumerate(_STEPS):
            lot = lots.lot(desk.store, lot_id)
            if state is LotState.RELEASED:
                _tested(desk, step, lot)
            move = LotMove(lot_id, lot.state, state, COLLECTED + timedelta(days=4 * at), "Dr Lab")
            released = state is LotState.RELEASED
            lots.move_lot(step, lot, replace(move, weight=weight if released else None))
    return lots.lot(desk.store, lot_id)


def _tested(desk, step, lot):
    rules = desk.protocol(patients.patient(desk.store, lot.patient_id).protocol_hash).product
    for test in rules.tests:
        if test.at_release:
            value = test.passes or _passing(test)
            at = COLLECTED + timedelta(days=15)
            lots.add_test(step, lot.patient_id, TestResult(lot.id, test.id, value, at, "Lab"))


def _passing(test):
    """A number that passes a limit."""
    return test.bound + 1 if test.limit in ("above", "at_least") else test.bound / 2


def make_dose(desk, lot, address, **label):
    """Make a dose of a lot for an infusion, and issue it half an hour ago."""
    count, total = label.pop("bags", 1), label.pop("total")
    form, issued = label.pop("form", DoseForm.FRESH), label.pop("issued", True)
    number = label.pop("number", lot.number)
    told = {"volume": 50_000, "expires": EXPIRES, "viability": 900, **label}
    bags = tuple(
        Bag(0, 0, number=f"{number}-{nth}", nth=nth, cells=total // count, **told)
        for nth in range(1, count + 1)
    )
    with desk.store.step(actor="Anna", what="add_dose") as step:
        dose_id = product_doses.add_dose(step, ProductDose(0, lot.id, lot.patient_id, form, bags))
        dose = product_doses.dose(desk.store, dose_id)
        product_doses.reserve(step, dose, address)
        if issued:
            at = desk.clock.now() - timedelta(minutes=30)
            move = DoseMove(dose_id, DoseState.PREPARED, DoseState.ISSUED, at, "Lab")
            product_doses.move_dose(step, product_doses.dose(desk.store, dose_id), move)
    return product_doses.dose(desk.store, dose_id)


def ready_of(desk):
    """What was made ready in a ward, read again."""
    entry = item_named(desk)
    dose = product_doses.dose_of_item(desk.store, entry.patient.id, entry.item.address)
    numbers = tuple(bag.number for bag in dose.bags)
    return Ready(entry.item_id, entry.patient, dose.id, dose.lot_id, numbers)


def opened(desk, ready):
    """Open the check and return the number of the infusion."""
    saved(infusions.open_check(desk, ready.item_id, FIRST))
    return stored.of_item(desk.store, ready.item_id).id


def check(desk, ready, infusion_id, position, **typed):
    """Check one bag, the first unless ``bag`` says another."""
    number = ready.bags[typed.pop("bag", 0)]
    who = (FIRST, SECOND)[position - 1]
    form = CheckForm(infusion_id, position, who, ready.patient.trial_number, number)
    return infusions.check_bag(desk, replace(form, **typed))


def matched(answer):
    """A check that matched, or the test fails with every point."""
    assert isinstance(answer, CheckAnswer), answer
    assert answer.matches, answer.points
    assert answer.saved
    return answer


def checked(desk, ready, bags=None):
    """Open the check, and have two persons check every bag."""
    infusion_id = opened(desk, ready)
    for bag in range(len(ready.bags) if bags is None else bags):
        for position in (1, 2):
            matched(check(desk, ready, infusion_id, position, bag=bag))
    return infusion_id


def started(desk, ready, **typed):
    """Check and start."""
    infusion_id = checked(desk, ready)
    saved(infusions.start(desk, StartForm(infusion_id, FIRST, **typed)))
    return infusion_id


def ended(desk, ready, **typed):
    """Check, start, and after half an hour end."""
    infusion_id = started(desk, ready)
    desk.clock.forward(minutes=30)
    saved(
        infusions.end(desk, EndForm(infusion_id, **{"outcome": "whole", "person": FIRST, **typed}))
    )
    return infusion_id


def act(desk, infusion_id, what, **typed):
    """Do something else at the bed."""
    return infusions.act(desk, ActForm(infusion_id, what, **{"person": FIRST, **typed}))


def vital_signs(desk, infusion_id, **typed):
    """Measure."""
    values = (("temperature", "36,8"), ("heart_rate", "95"), ("systolic", "100"))
    return infusions.record_vitals(
        desk, VitalsForm(infusion_id, **{"person": FIRST, "values": values, **typed})
    )


def problems(answer):
    """What was wrong: fields and codes."""
    return [(one.field, str(one.code)) for one in answer.problems]


def row_of(desk, ready):
    """The row of the infusion in today's list."""
    return next(one for one in day_rows(desk, TODAY) if one.item_id == ready.item_id)
