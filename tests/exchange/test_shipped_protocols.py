"""The shipped files: accepted, sourced, honest about what is an example, and placeable."""

import re
from datetime import date, timedelta
from pathlib import Path

import pytest

from nkdesk.exchange.protocol_file import read_protocol, shipped_protocols
from nkdesk.model.criterion import CriterionKind, Who
from nkdesk.model.cycle import Cycle
from nkdesk.model.product_rules import Vital
from nkdesk.model.protocol import ItemKind, Protocol, ProtocolStatus
from nkdesk.model.words import Words
from nkdesk.scheduler import PlacementRequest, place_cycle
from nkdesk.services.work_calendars import work_calendars

SHIPPED = {protocol.id: (path, protocol, text) for path, protocol, text in shipped_protocols()}
TRIAL, SISTER = "NCT05272293", "NCT05334693"
every_file = pytest.mark.parametrize("name", SHIPPED)


def protocol(name: str) -> Protocol:
    return SHIPPED[name][1]


def test_four_protocols_ship() -> None:
    assert sorted(SHIPPED) == ["NCT00187096", TRIAL, "NCT05334693", "PMID34490616"]


@every_file
def test_a_shipped_file_is_named_after_its_protocol(name: str) -> None:
    path, _, text = SHIPPED[name]

    assert path.name == f"{name}.toml"
    assert path.read_text(encoding="utf-8") == text


@every_file
def test_a_shipped_file_says_that_it_is_an_example(name: str) -> None:
    assert protocol(name).status is ProtocolStatus.EXAMPLE


def all_words(value: object) -> list[Words]:
    if isinstance(value, Words):
        return [value]
    if isinstance(value, tuple):
        return [words for member in value for words in all_words(member)]
    names = getattr(value, "__dataclass_fields__", ())
    return [words for name in names for words in all_words(getattr(value, name))]


@every_file
def test_every_text_is_there_in_three_languages(name: str) -> None:
    words = all_words(protocol(name))

    assert words
    assert [one for one in words if not (one.en and one.ru and one.be)] == []


@every_file
def test_every_number_of_a_dose_names_its_source_beside_it(name: str) -> None:
    lines = SHIPPED[name][2].split("\n")

    unsourced = [line for line in lines if line.startswith("amount") and not has_source(line)]
    assert unsourced == []


def has_source(line: str) -> bool:
    return re.search(r"# .*\[\d+\]", line) is not None


@every_file
def test_every_source_cited_in_a_comment_stands_among_the_sources(name: str) -> None:
    _, shipped, text = SHIPPED[name]
    comments = " ".join(line.partition("#")[2] for line in text.split("\n"))
    listed = {source.split("]")[0].removeprefix("[") for source in shipped.sources}

    assert set(re.findall(r"(?<!\[)\[(\d+)\](?!\])", comments)) <= listed


def test_no_unpublished_number_of_the_trial_goes_unmarked() -> None:
    """The record publishes no day, dose, window or gap (clinical facts §1.1)."""
    trial = protocol(TRIAL)

    assert all(item.example for item in trial.items)
    assert all(rule.example for item in trial.items for rule in item.doses)
    assert all(gap.example for gap in trial.gaps)
    assert all(row.example for row in trial.criteria if row.valid_days is not None)
    assert all(row.example for row in trial.calendars if row.capacity or row.closed_weekdays)


@pytest.mark.parametrize("name", [TRIAL, SISTER])
def test_nothing_of_the_product_goes_unmarked(name: str) -> None:
    """Neither tests nor the plan at the bed are published (clinical facts §4, §5)."""
    product = protocol(name).product

    assert product is not None
    assert product.example
    assert all(test.example for test in product.tests)
    assert all(limit.example for limit in product.limits)
    assert (product.dose_min, product.dose_max) == (30, 100)
    assert (product.vitals[:5], product.observe_minutes) == ((0, 15, 30, 45, 60), 240)


def test_the_files_of_other_products_say_nothing_of_one() -> None:
    assert {name for name in SHIPPED if protocol(name).product is not None} == {TRIAL, SISTER}


@pytest.mark.parametrize("vital", Vital)
@pytest.mark.parametrize("months", [0, 6, 11, 12, 23, 24, 59, 60, 119, 120, 143, 144, 360])
def test_every_age_has_one_limit_of_each_vital_sign_but_the_diastolic(
    vital: Vital, months: int
) -> None:
    product = protocol(TRIAL).product
    assert product is not None

    fitting = [
        limit
        for limit in product.limits
        if limit.vital is vital
        and limit.from_months <= months
        and (limit.below_months is None or months < limit.below_months)
    ]
    assert len(fitting) == (0 if vital is Vital.DIASTOLIC else 1)


def test_no_cell_dose_is_invented() -> None:
    infusions = [
        item
        for _, shipped, _ in SHIPPED.values()
        for item in shipped.items
        if item.kind is ItemKind.INFUSION
    ]

    assert len(infusions) == 3 + 2 + 1 + 6
    assert [item.code for item in infusions if item.doses] == []


def test_the_trial_has_both_arms_and_the_criteria_of_the_record() -> None:
    trial = protocol(TRIAL)

    assert {group: trial.arm_for(group) for group in ("relapsed", "primary_refractory")} == {
        "relapsed": trial.arm("flag"),
        "primary_refractory": trial.arm("flag"),
    }
    assert trial.arm_for("primary_high_risk") == trial.arm("hdac_ida")
    assert [row.id for row in trial.criteria] == [
        *("D-E1", "D-E2", "D-I1", "D-I2", "D-I3"),
        *("P-E1", "P-E2", "P-E3", "P-I0", "P-I1", "P-I2", "P-I3"),
    ]
    for row in trial.criteria:
        assert row.who is (Who.PATIENT if row.id.startswith("P") else Who.DONOR)
        assert row.kind is (CriterionKind.INCLUSION if "-I" in row.id else CriterionKind.EXCLUSION)


@pytest.mark.parametrize(
    ("name", "infusions", "cycles"),
    [(TRIAL, 3, 2), ("NCT05334693", 2, 1), ("NCT00187096", 1, 1), ("PMID34490616", 6, 1)],
)
def test_each_arm_has_the_published_number_of_infusions(
    name: str, infusions: int, cycles: int
) -> None:
    shipped = protocol(name)

    assert shipped.cycles == cycles
    for arm in shipped.arms:
        for cycle in range(1, cycles + 1):
            kinds = [item.kind for item in shipped.items_of(arm.id, cycle)]
            assert kinds.count(ItemKind.INFUSION) == infusions


def test_the_published_days_of_the_remission_trial_stand_as_published() -> None:
    """NCT00187096, stratum 1 (clinical facts §3 A)."""
    remission = protocol("NCT00187096")

    assert {item.code: item.days for item in remission.items} == {
        "CYCLO": (-7,),
        "FLU": (-6, -5, -4, -3, -2),
        "APH": (-1,),
        "NK1": (0,),
        "IL2": (-1, 1, 3, 5, 7, 9),
        "TOXICITY": (100,),
    }
    assert [str(remission.item(code).doses[0].amount) for code in ("CYCLO", "FLU")] == ["60", "25"]


@every_file
def test_every_cycle_1_can_be_laid_out_from_any_day_of_three_years(name: str) -> None:
    shipped = protocol(name)
    calendars = work_calendars(shipped, range(2024, 2030))

    for arm in shipped.arms:
        for days in range(3 * 365):
            start = date(2025, 1, 1) + timedelta(days=days)
            placed = place_cycle(
                PlacementRequest(
                    protocol=shipped, arm=arm.id, cycle=1, start=start, calendars=calendars
                )
            )
            assert isinstance(placed, Cycle), (arm.id, start, placed)


def test_a_site_may_switch_on_the_commented_rules() -> None:
    """The rules that ship switched off are valid once a number stands for each …."""
    text = SHIPPED[TRIAL][2]
    rules = text.partition("# Site rules")[2].split("#\n")[1:]
    switched = "\n".join(
        re.sub(r"^# ?", "", line).replace("…", "5") for rule in rules for line in rule.split("\n")
    )

    read = read_protocol((text + "\n" + switched).encode())

    assert isinstance(read, Protocol), read
    assert [row.id for row in read.criteria if row.id.startswith("S")] == [
        f"S-{number}" for number in range(1, 6)
    ]


def test_a_damaged_shipped_file_is_a_plain_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "protocols").mkdir()
    (tmp_path / "protocols" / "X.toml").write_text("format = 1\n", encoding="utf-8")
    monkeypatch.setattr("nkdesk.exchange.protocol_file.resources", lambda: tmp_path)

    with pytest.raises(ValueError, match=r"X\.toml, line 1: .*missing"):
        shipped_protocols()
