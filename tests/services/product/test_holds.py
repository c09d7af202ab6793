"""Holds: placed by a name for a reason, lifted by a name for a reason; the site's thresholds."""

import pytest

from nkdesk.model.product import HoldKind
from nkdesk.services import product
from nkdesk.services.product_forms import HoldForm, LiftForm
from nkdesk.store import holds
from tests.services.product import life
from tests.services.product.conftest import PATIENT

OWN = '[[kind]]\ncode = "fever"\nlimit = "38.3 °C"\ntitle = { en = "Fever here" }\n'


def held(desk, patient_id=PATIENT, **typed):
    form = {"kind": "fever", "why": "since the night", "who": "Nurse A", **typed}
    return product.place_hold(desk, HoldForm(patient_id, **form))


def test_a_hold_keeps_why_who_since_when_and_until_when(ready):
    life.saved(held(ready, value="38.6 °C", until_on="2026-03-12", until_at="10:00"))
    (hold,) = holds.holds(ready.store)
    assert (hold.kind, hold.value, hold.why) == (HoldKind.FEVER, "38.6 °C", "since the night")
    assert (hold.since, hold.until) == (ready.clock.now(), life.at(12, "10:00"))
    assert (hold.who, hold.lot_id, hold.lifted) == ("Nurse A", None, None)


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ({"kind": "mood"}, ("kind", "not_a_choice")),
        ({"why": " "}, ("why", "needs_text")),
        ({"who": ""}, ("who", "missing")),
        ({"until_on": "2026-03-11", "until_at": "09:30"}, ("until_at", "not_later")),
        ({"until_on": "2026-03-11"}, ("until_at", "missing")),
        ({"until_at": "10:00"}, ("until_on", "missing")),
        ({"lot_id": 99}, ("lot_id", "other_patient")),
    ],
)
def test_a_hold_that_cannot_be_is_refused_beside_its_field(ready, typed, problem):
    assert problem in life.problems(held(ready, **typed))
    assert holds.holds(ready.store) == ()


def test_a_lot_of_another_patient_is_not_held_through_this_one(ready, used_hash_of_ready):
    other = life.enrolled(ready, used_hash_of_ready, 2)
    assert life.problems(held(ready, other, lot_id=1)) == {("lot_id", "other_patient")}
    assert held(ready, 99).refused.codes == ["unknown_item"]


def test_a_lifted_hold_stays_readable_with_who_and_why(ready):
    life.saved(held(ready))
    life.saved(product.lift_hold(ready, LiftForm(1, "Dr Orlova", "36.8 for a day")))
    (hold,) = holds.holds(ready.store)
    assert (hold.lifted, hold.lifted_by) == (ready.clock.now(), "Dr Orlova")
    assert hold.lifted_why == "36.8 for a day"
    assert product.lift_hold(ready, LiftForm(99, "Dr Orlova", "x")).refused.codes == [
        "unknown_item"
    ]


def test_every_kind_is_offered_with_the_shipped_examples(ready):
    kinds = product.hold_kinds(ready)
    assert {one.kind for one in kinds} == set(HoldKind)
    assert all(one.example for one in kinds if one.limit)
    assert kinds[-1].kind == "other"
    assert all(one.title.ru and one.title.be for one in kinds)


@pytest.fixture
def site_file(ready):
    return ready.store.path.parent / "holds.toml"


def test_a_site_says_its_own_limits_and_titles(ready, site_file):
    site_file.write_text(OWN, encoding="utf-8")
    fever, oxygen, *_ = product.hold_kinds(ready)
    assert (fever.limit, fever.title.en, fever.example) == ("38.3 °C", "Fever here", False)
    assert oxygen.example
    assert product.site_hold_fault(ready) == ""


def test_a_site_may_say_a_limit_alone(ready, site_file):
    site_file.write_text('[[kind]]\ncode = "oxygen"\nlimit = "94 %"\n', encoding="utf-8")
    oxygen = product.hold_kinds(ready)[1]
    assert (oxygen.title.en, oxygen.limit) == ("Oxygen", "94 %")


@pytest.mark.parametrize(
    ("source", "fault"),
    [
        ("kind = 3", "Write [[kind]]"),
        ("[[hold]]\ncode = 'fever'", "Write [[kind]]"),
        ("[[kind]]\ncode = 'mood'", "The code is one of"),
        ("[[kind]]\nlimit = '38'", "The code is one of"),
        ("[[kind]]\ncode = 'fever'\nsince = 1", "A kind has"),
        ("kind = [3]", "A kind has"),
        ("[[kind]]\ncode = 'fever'\nlimit = 38", "short texts"),
        ("[[kind]]\ncode = 'fever'\ntitle = 'Fever'", "short texts"),
        ("[[kind]]\ncode = 'fever'\ntitle = { ru = 'x' }", "short texts"),
        ("[[kind]]\ncode = 'fever'\ntitle = { en = 'x', de = 'y' }", "short texts"),
        ("[[kind]]\ncode = 'fever'\nlimit = 'x\u200b'", "short texts"),
        ("[[kind]]\ncode = 'fever'\nlimit = '" + "9" * 200 + "'", "short texts"),
        ("[[kind]", "not TOML"),
        ("#" * 70_000, "more than"),
    ],
)
def test_a_faulty_file_is_left_aside_as_a_whole_and_told(ready, site_file, source, fault):
    site_file.write_text(source, encoding="utf-8")
    assert fault in product.site_hold_fault(ready)
    assert product.hold_kinds(ready)[0].example


def test_a_file_that_is_none_is_told(ready, site_file):
    site_file.mkdir()
    assert product.site_hold_fault(ready).startswith("The file cannot be read")
    assert product.hold_kinds(ready)[0].example


def test_a_file_in_another_encoding_is_told(ready, site_file):
    site_file.write_bytes(b"\xff\xfe")
    assert "UTF-8" in product.site_hold_fault(ready)


def test_a_folder_that_nobody_may_look_into_is_told(ready, monkeypatch):
    def refuse(*_args, **_typed):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("pathlib.Path.stat", refuse)
    assert product.site_hold_fault(ready) == "The file cannot be read: Permission denied."
