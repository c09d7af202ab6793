"""An invented patient, the donor and a product, made as people make them: through the services."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from nkdesk.bedside.lots import RELEASES
from nkdesk.model.cycle import Address
from nkdesk.services import evidence, product
from nkdesk.services.eligibility_models import (
    ConsentForm,
    ConsentVersionForm,
    DonorForm,
    ObservationForm,
    StrikeForm,
)
from nkdesk.services.enrol import enrol
from nkdesk.services.forms import Enrolled, EnrolmentForm, Saved, Unsaved
from nkdesk.services.product_forms import (
    BagForm,
    DoseMoveForm,
    LotForm,
    LotMoveForm,
    OrderForm,
    ProductDoseForm,
    ReserveForm,
    TestForm,
    WeightForm,
)
from nkdesk.store import cycles, lots, product_doses

ZONE = ZoneInfo("Europe/Minsk")
START = date(2026, 3, 2)
NK1_DAY = date(2026, 3, 11)
COLLECTED = date(2026, 2, 20)
RELEASED = date(2026, 3, 9)
NK1, NK2, NK3 = Address(1, "NK1"), Address(1, "NK2"), Address(1, "NK3")
PASSES = {
    "gram": "no_organism",
    "culture": "no_growth",
    "endotoxin": "0.5",
    "mycoplasma": "negative",
    "feeder": "0.01",
    "cd3": "1.2",
    "purity": "92",
    "hla": "same",
    "potency": "45",
    "viability": "93",
}


@dataclass
class TurnedClock:
    """A clock that stands still until a test turns it."""

    moment: datetime = field(default_factory=lambda: datetime(2026, 2, 16, 9, 30, tzinfo=ZONE))

    def now(self):
        return self.moment

    def today(self):
        return self.moment.date()

    def turn_to(self, day, time="09:30"):
        self.moment = datetime.fromisoformat(f"{day.isoformat()}T{time}").replace(tzinfo=ZONE)


def saved(answer):
    """What was saved, or the test fails with everything that was wrong."""
    assert isinstance(answer, Saved), answer
    return answer


def problems(answer):
    """What was wrong: field and code of each problem."""
    assert isinstance(answer, Unsaved), answer
    return {(one.field, one.code.value) for one in answer.problems}


def codes_of(readiness):
    """The codes of the reasons beside GO, HOLD or NO-GO."""
    return {one.code.value for one in readiness.reasons}


def enrolled(desk, protocol_hash, nth=1, **typed):
    """Enrol one patient; the n-th of several has numbers and a name of their own."""
    form = {
        "family": f"Проба{chr(0x430 + nth)}",
        "given": "Вера",
        "born": "01.06.2016",
        "sex": "f",
        "trial_number": f"NK-{nth:03}",
        "case_number": f"S-{nth:04}",
        "disease_group": "relapsed",
        "allergy_state": "none_known",
        "weight": "24,5",
        "weight_on": "2026-02-16",
        "protocol_hash": protocol_hash,
        "start": START.isoformat(),
        "look_alike_seen": True,
        **typed,
    }
    answer = enrol(desk, EnrolmentForm(**form))
    assert isinstance(answer, Enrolled), answer
    return answer.patient_id


def set_up_site(desk):
    saved(evidence.set_consent_version(desk, ConsentVersionForm("1", "2026-01-01")))


def donor_entered(desk, patient_id, family="Проба"):
    """A father, eligible by every criterion of the donor."""
    form = DonorForm(patient_id, family, "Пётр", "12.05.1986", "m", "father")
    saved(evidence.save_donor(desk, form))
    today = desk.clock.today()
    for what in ("haploidentical_family_donor", "apheresis_suitable"):
        donor_result(desk, patient_id, what, "yes", today)
    for what in ("hiv", "hbv", "hcv"):
        donor_result(desk, patient_id, what, "negative", today)
    consent = ConsentForm(patient_id, "1", "ru", today.isoformat(), ("donor",), "", donor=True)
    saved(evidence.add_consent(desk, consent))


def donor_result(desk, patient_id, what, value, on, **more):
    form = ObservationForm(
        patient_id,
        what,
        value,
        on=on.isoformat(),
        source="Dr Invented",
        donor=True,
        sure=True,
        **more,
    )
    return saved(evidence.add_observation(desk, form))


def lot_opened(desk, patient_id, number="L-1"):
    saved(product.open_lot(desk, LotForm(patient_id, number)))
    return lots.lot_by_number(desk.store, number).id


def moved(desk, lot_id, to, on=None, **typed):
    """Move a lot, on the ward's today where no day is said."""
    day = desk.clock.today() if on is None else on
    second = "Second Person" if to in RELEASES else ""
    form = {"person": "Lab A", "time": "08:00", "second": second, **typed}
    return product.move_lot(desk, LotMoveForm(lot_id, to, day.isoformat(), **form))


def result_entered(desk, lot_id, test, value, **typed):
    day = typed.pop("on", desk.clock.today())
    form = {"person": "Lab B", "time": "08:30", **typed}
    return product.enter_test(desk, TestForm(lot_id, test, value, day.isoformat(), **form))


def in_test(desk, lot_id):
    """Bring a lot from its collection into its tests."""
    clock = desk.clock
    for day, to in (
        (COLLECTED, "collected"),
        (COLLECTED + timedelta(days=1), "expanding"),
        (RELEASED - timedelta(days=1), "harvested"),
        (RELEASED - timedelta(days=1), "in_test"),
    ):
        clock.turn_to(max(day, clock.today()))
        saved(moved(desk, lot_id, to, day))


def released(desk, lot_id, to="released", **typed):
    """Enter every test that is known by then, and release."""
    desk.clock.turn_to(max(RELEASED, desk.clock.today()))
    for test, value in PASSES.items():
        saved(result_entered(desk, lot_id, test, value))
    saved(moved(desk, lot_id, to, time="09:00", **typed))


def bag(number="P-1", cells="980", expires=datetime(2026, 3, 11, 14, 30, tzinfo=ZONE), **typed):
    return BagForm(
        number,
        **{"volume": "50", "cells": cells, "viability": "92", **typed},
        expires_on=expires.date().isoformat(),
        expires_at=expires.strftime("%H:%M"),
    )


def item_of(desk, patient_id, address=NK1):
    return cycles.item_ids(desk.store, patient_id)[address]


def dose_form(lot_id, *bags, item_id=None, form="fresh", sure=False):
    return ProductDoseForm(lot_id, form, bags or (bag(),), item_id, sure)


def dose_added(desk, lot_id, *bags, **typed):
    saved(product.add_dose(desk, dose_form(lot_id, *bags, **typed)))
    return product_doses.doses_of_lot(desk.store, lot_id)[-1].id


def ordered(desk, item_id, per_kg="40", total="980", **typed):
    form = {"physician": "Dr Orlova", **typed}
    return product.order_cells(desk, OrderForm(item_id, per_kg, total, **form))


def reserved(desk, dose_id, item_id, trial_number="NK-001", bag_number="P-1"):
    return product.reserve(desk, ReserveForm(dose_id, item_id, trial_number, bag_number))


def dose_moved(desk, dose_id, to="issued", on=None, **typed):
    day = desk.clock.today() if on is None else on
    form = {"person": "Lab A", "time": "09:00", **typed}
    return product.move_dose(desk, DoseMoveForm(dose_id, to, day.isoformat(), **form))


def weighed(desk, patient_id, kilograms, on=None):
    """Enter another weight."""
    day = desk.clock.today() if on is None else on
    form = WeightForm(patient_id, kilograms, day.isoformat(), sure=True)
    return saved(product.record_weight(desk, form))


def at(day, time):
    """A moment of March 2026."""
    return datetime.fromisoformat(f"2026-03-{day:02}T{time}").replace(tzinfo=ZONE)


def items(desk, patient_id):
    return cycles.patient_items(desk.store, patient_id)


def strike(observation_id):
    return StrikeForm(observation_id, "entered by mistake")
