"""Whatever is typed, a form is saved or refused beside its fields; nothing is half saved."""

from dataclasses import fields

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nkdesk.services import product
from nkdesk.services.forms import Saved, Unsaved
from nkdesk.services.product_forms import (
    BagForm,
    DonorFactsForm,
    DoseMoveForm,
    HoldForm,
    LiftForm,
    LotForm,
    LotMoveForm,
    OrderForm,
    ProductDoseForm,
    ReserveForm,
    TestForm,
    WeightForm,
)
from tests.services.product import life
from tests.services.product.conftest import PATIENT

TYPED = st.one_of(
    st.text(max_size=8),
    st.sampled_from(
        [
            *(
                "",
                " ",
                "40",
                "980",
                "0",
                "-1",
                "1e6",
                "9" * 50,
                "24,5",
                "09:10",
                "24:00",
                "x" * 3000,
            ),
            *("2026-03-11", "11.03.2026", "0001-01-01", "9999-12-31", "29.02.2026", "collected"),
            *("rejected", "conditional", "released", "issued", "discarded", "fever", "sterility"),
            *(
                "positive",
                "endotoxin",
                "fresh",
                "Nurse A",
                "P-9",
                "NK-001",
                "P-1",
                "\u200b",
                "\x00",
            ),
        ]
    ),
)
FORMS = {
    DonorFactsForm: (product.save_donor_facts, {"patient_id": PATIENT}),
    LotForm: (product.open_lot, {"patient_id": PATIENT, "cycle": 1}),
    LotMoveForm: (product.move_lot, {"lot_id": 1}),
    TestForm: (product.enter_test, {"lot_id": 1, "corrects": 1}),
    OrderForm: (product.order_cells, {"item_id": 0, "sure": True}),
    ReserveForm: (product.reserve, {"dose_id": 1, "item_id": 0}),
    DoseMoveForm: (product.move_dose, {"dose_id": 1}),
    HoldForm: (product.place_hold, {"patient_id": PATIENT, "lot_id": None}),
    LiftForm: (product.lift_hold, {"hold_id": 1}),
    WeightForm: (product.record_weight, {"patient_id": PATIENT, "sure": True}),
}


def filled(form, fixed, draw):
    """A form with anything typed in every field that holds text."""
    typed = {one.name: draw(TYPED) for one in fields(form) if one.name not in fixed}
    return form(**typed, **fixed)


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.__name__)
def test_anything_typed_is_saved_or_refused_and_the_ward_stays_whole(ready, form):
    service, fixed = FORMS[form]
    if "item_id" in fixed:
        fixed = {**fixed, "item_id": life.item_of(ready, PATIENT)}

    @settings(
        max_examples=25,
        deadline=None,
        database=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )
    @given(st.data())
    def type_it(told):
        head = ready.store.head().seq
        answer = service(ready, filled(form, fixed, told.draw))
        assert isinstance(answer, Saved | Unsaved)
        assert ready.store.head().seq == head + isinstance(answer, Saved)

    type_it()


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(bag=st.builds(BagForm, *[TYPED] * 8), form=TYPED)
def test_any_label_is_saved_or_refused(ready, bag, form):
    answer = product.add_dose(ready, ProductDoseForm(1, form, (bag,), None, sure=True))
    assert isinstance(answer, Saved | Unsaved)
