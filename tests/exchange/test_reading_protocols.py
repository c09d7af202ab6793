"""What a sound file becomes: defaults spelled out, order without meaning gone, one hash."""

import random
import tomllib
from decimal import Decimal
from typing import Any

import pytest
import tomlkit
from hypothesis import given, settings
from hypothesis import strategies as st

from nkdesk.exchange.protocol_file import read_protocol, shipped_protocols
from nkdesk.model.canonical import canonical_json, protocol_from_json, protocol_hash
from nkdesk.model.criterion import (
    AgeTest,
    Comparison,
    ConsentTest,
    FieldTest,
    Join,
    JudgementTest,
    ObservationTest,
    ScopedTest,
)
from nkdesk.model.product_rules import Limit, ReleaseTest, Vital, VitalLimit
from nkdesk.model.protocol import (
    CalendarRules,
    DoseBasis,
    DoseCondition,
    DoseRule,
    Protocol,
    Window,
)
from nkdesk.model.words import Words
from tests.exchange.sound import SOUND

TEXTS = [SOUND, *(text for _, _, text in shipped_protocols())]
WITHOUT_ORDER = (
    *("arm", "gap", "criterion", "any_of", "all_of", "disease_groups", "one_of", "days"),
    *("test", "limit", "answers", "vitals", "after_end"),
)


def read(text: str) -> Protocol:
    found = read_protocol(text.encode())
    assert isinstance(found, Protocol), found
    return found


def shuffled(value: Any, chance: random.Random, key: str = "") -> Any:
    """Return the same tables in another order, keeping the order that has a meaning."""
    if isinstance(value, dict):
        keys = chance.sample(list(value), len(value))
        return {name: shuffled(value[name], chance, name) for name in keys}
    if isinstance(value, list):
        members = [shuffled(member, chance) for member in value]
        return chance.sample(members, len(members)) if key in WITHOUT_ORDER else members
    return value


@settings(deadline=None, max_examples=40)
@given(st.sampled_from(TEXTS), st.integers(0, 2**32))
def test_any_order_of_the_tables_gives_the_same_protocol_and_hash(text: str, seed: int) -> None:
    other = tomlkit.dumps(shuffled(tomllib.loads(text), random.Random(seed)))  # noqa: S311 - repeatable, no secret

    assert read(other) == read(text)
    assert protocol_hash(read(other)) == protocol_hash(read(text))


@pytest.mark.parametrize("number", range(len(TEXTS)))
def test_the_canonical_content_of_a_file_comes_back_whole(number: int) -> None:
    protocol = read(TEXTS[number])

    assert protocol_from_json(canonical_json(protocol)) == protocol


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ('code = "NK2"', 'code = "NK3"'),
        ("days = [7]", "days = [8]"),
        ('amount = "1.0"', 'amount = "1.1"'),
        ("min = 10", "min = 11"),
        ("capacity = 2", "capacity = 3"),
        ('at_least = "70"', 'at_least = "80"'),
        ('"09:00", "21:00"', '"21:00", "09:00"'),
        ("example = true", "example = false"),
        ('bound = "0.20"', 'bound = "0.21"'),
        ("label_percent = 20", "label_percent = 21"),
        ('low = "92"', 'low = "93"'),
        ("at_release = false", "at_release = true"),
    ],
)
def test_another_value_gives_another_hash(right: str, wrong: str) -> None:
    assert protocol_hash(read(SOUND.replace(right, wrong, 1))) != protocol_hash(read(SOUND))


def test_the_order_of_items_gives_another_hash() -> None:
    tables = tomllib.loads(SOUND)
    tables["item"].reverse()

    assert protocol_hash(read(tomlkit.dumps(tables))) != protocol_hash(read(SOUND))


@pytest.mark.parametrize(
    ("right", "same"),
    [
        ('amount = "1.0"', 'amount = "1"'),
        ('["-1..5", 7]', "[7, 1, 2, 3, 4, 5, -1]"),
        ("[calendar.ward]\n", ""),
        ('arms = ["flag"]\nanchor', 'arms = [ "flag" ] # a comment\nanchor'),
        ('title = { en = "idarubicin" }', 'title.en = "idarubicin"'),
        ("example = true\n[[item.dose]]", "example = true\n[[item.dose]] # first"),
        ("needs_product = true", "needs_product = true\nexample = false"),
        ('bound = "0.20"', 'bound = "0.2"'),
        ("vitals = [15, 0]", "vitals = [0, 15]"),
        ('answers = ["positive", "negative"]', 'answers = ["negative", "positive"]'),
        (
            'vital = "heart_rate", below_months',
            'vital = "heart_rate", from_months = 0, below_months',
        ),
        ("days = [7]", 'days = [7]\ntimes = [""]\ncycles = [2, 1]\narms = ["ida", "flag"]'),
    ],
)
def test_another_way_to_write_the_same_gives_the_same_hash(right: str, same: str) -> None:
    assert right in SOUND
    assert protocol_hash(read(SOUND.replace(right, same, 1))) == protocol_hash(read(SOUND))


def test_windows_line_ends_make_no_difference() -> None:
    assert read(SOUND.replace("\n", "\r\n")) == read(SOUND)


def test_a_range_skips_day_0_where_there_is_none() -> None:
    assert read(SOUND).item("FLU").days == (-1, 1, 2, 3, 4, 5, 7)


def test_a_range_takes_day_0_where_there_is_one() -> None:
    text = SOUND.replace("day_zero = false", "day_zero = true", 1)

    assert read(text).item("FLU").days == (-1, 0, 1, 2, 3, 4, 5, 7)


def test_defaults_are_spelled_out() -> None:
    item = read(SOUND).item("NK2")

    assert (item.arms, item.cycles, item.times) == (("flag", "ida"), (1, 2), ("",))
    assert (item.window, item.calendar, item.route, item.over_minutes) == (None, "nk_lab", "", None)
    assert read(SOUND).item("BLOOD").calendar == "ward"


def test_a_product_is_read_whole() -> None:
    product = read(SOUND).product
    assert product is not None

    assert (product.dose_min, product.dose_max) == (Decimal("5"), Decimal("10.5"))
    assert (product.weight_days, product.weight_change_percent, product.label_percent) == (
        *(7, 10, 20),
    )
    assert (product.steroids_barred, product.premedication_minutes) == (True, 30)
    assert (product.vitals, product.after_end) == ((0, 15), (60, 240))
    assert (product.late_minutes, product.observe_minutes, product.thawed_minutes) == (10, 240, 45)
    assert (product.title, product.example) == (Words("cells"), False)


def test_the_tests_of_a_product_are_read_and_sorted_by_id() -> None:
    product = read(SOUND).product
    assert product is not None

    assert product.tests == (
        ReleaseTest(
            "cd3",
            Words("CD3"),
            "10^6 cells",
            Limit.BELOW,
            Decimal("0.2"),
            per_kg=True,
            example=True,
        ),
        ReleaseTest(
            "sterility",
            Words("sterility"),
            passes="negative",
            answers=("negative", "positive"),
            at_release=False,
        ),
    )
    assert product.test("cd3") is product.tests[0]


def test_the_limits_of_vital_signs_are_read_and_sorted_by_age() -> None:
    product = read(SOUND).product
    assert product is not None

    assert product.limits == (
        VitalLimit(Vital.HEART_RATE, 0, 12, Decimal(80), Decimal(160)),
        VitalLimit(Vital.HEART_RATE, 12, None, Decimal(60), Decimal(100)),
        VitalLimit(Vital.SPO2, 0, None, Decimal(92), None, example=True),
    )


def test_what_a_product_need_not_say_may_be_left_out() -> None:
    head, _, rest = SOUND.partition("limit = [\n")
    text = head + rest.partition("]\n\n")[2]
    for key in ("premedication_minutes = 30", "after_end = [240, 60]", "thawed_minutes = 45"):
        text = text.replace(f"{key}\n", "")
    product = read(text).product
    assert product is not None

    assert (product.premedication_minutes, product.thawed_minutes) == (None, None)
    assert (product.after_end, product.limits) == ((), ())


def test_a_file_without_a_product_says_nothing_of_one() -> None:
    without = read(SOUND.partition("[product]")[0])

    assert without.product is None
    assert b'"product":' not in canonical_json(without)


def test_the_ward_has_a_calendar_without_being_told() -> None:
    assert read(SOUND.replace("[calendar.ward]\n", "")).calendar("ward") == CalendarRules("ward")


def test_a_calendar_is_read_with_its_rules() -> None:
    assert read(SOUND).calendar("nk_lab") == CalendarRules(
        "nk_lab", frozenset({6, 7}), "BY", 2, example=True
    )


def test_an_absent_side_of_a_window_is_0() -> None:
    text = SOUND.replace("{ before = 1, after = 3 }", "{ before = 1 }")

    assert read(text).item("NK1").window == Window(1, 0)


def test_dose_rules_keep_their_order_and_exact_numbers() -> None:
    assert read(SOUND).item("FLU").doses == (
        DoseRule(
            DoseBasis.MG_KG,
            Decimal(1),
            DoseCondition(age_below_months=24, age_from_months=6, weight_below_kg=Decimal(10)),
        ),
        DoseRule(DoseBasis.MG_M2, Decimal(30), example=True),
    )
    assert str(read(SOUND).item("FLU").doses[0].amount) == "1"


def test_every_shape_of_test_is_read() -> None:
    criteria = {row.id: row for row in read(SOUND).criteria}

    assert criteria["P-I0"].tests == (ScopedTest(AgeTest(6, 31)),)
    assert criteria["P-I1"].tests == (
        ScopedTest(FieldTest("disease_group", ("primary_high_risk", "relapsed"))),
    )
    assert criteria["P-I2"].tests == (
        ScopedTest(ObservationTest("performance", Comparison.AT_LEAST, Decimal(70))),
    )
    assert set(criteria["P-I3"].tests) == {
        ScopedTest(ConsentTest()),
        ScopedTest(JudgementTest("suitable", "yes"), from_age_years=1),
    }
    assert set(criteria["P-E2"].tests) == {
        ScopedTest(ObservationTest("ast", Comparison.ULN_AT_LEAST, Decimal(5))),
        ScopedTest(ObservationTest("hiv", Comparison.EQUALS, "positive"), sex="f"),
    }
    joins = {name: criterion.join for name, criterion in criteria.items()}
    assert joins == {
        "P-E2": Join.ANY_OF,
        "P-I0": Join.ALL_OF,
        "P-I1": Join.ALL_OF,
        "P-I2": Join.ALL_OF,
        "P-I3": Join.ALL_OF,
    }


def test_texts_are_kept_in_one_spelling() -> None:
    decomposed = SOUND.replace("проба", "и\u0306од")

    assert read(decomposed).title.ru == "\u0439од"


def test_no_published_number_of_patients_is_0() -> None:
    assert read(SOUND.replace("planned_patients = 15\n", "")).planned_patients == 0


def test_a_protocol_of_criteria_alone_is_sound() -> None:
    """An anchor that no item uses may be absent, and so may every item."""
    tables = tomllib.loads(SOUND)
    for section in ("anchor", "calendar", "item", "gap"):
        del tables[section]

    assert read(tomlkit.dumps(tables)).items == ()


def test_as_many_infusions_as_a_cycle_may_hold_are_read() -> None:
    text = SOUND.replace("days = [7]", 'days = ["1..19"]')

    assert len(read(text).item("NK2").days) == 19


def test_the_infusions_of_one_cycle_are_bounded() -> None:
    found = read_protocol(SOUND.replace("days = [7]", 'days = ["1..20"]').encode())

    assert isinstance(found, tuple)
    assert [(error.key, error.problem) for error in found] == [
        ("item[4].days", "With this item one cycle has more than 20 infusions.")
    ]


def test_the_dates_of_one_cycle_are_bounded() -> None:
    many = "".join(
        f'[[item]]\ncode = "X{number}"\ntitle = {{ en = "x" }}\nkind = "check"\n'
        f'anchor = "chemo"\ndays = ["1..200"]\n'
        for number in range(5)
    )
    found = read_protocol(SOUND.replace("[[gap]]", many + "[[gap]]", 1).encode())

    assert isinstance(found, tuple)
    assert [(error.key, error.problem) for error in found] == [
        ("item[10].days", "With this item one cycle has more than 1000 dates.")
    ]
