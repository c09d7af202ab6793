"""300 plausible doses with every tenfold, unit and exponent slip: stopped or asked (H16, H17)."""

import sys
from collections import Counter
from collections.abc import Callable
from decimal import Decimal

import pytest

from nkdesk.bedside.cell_dose import (
    DoseDoubt,
    OrderNumbers,
    judge_label,
    judge_order,
    judge_weight,
    total_for,
)
from nkdesk.model.patient import Weight
from tests.bedside.products import DAY, ORDER, RULES

FACTORS = {
    "x 10": Decimal(10),
    "/ 10": Decimal("0.1"),
    "x 100": Decimal(100),
    "/ 100": Decimal("0.01"),
    "x 1000": Decimal(1000),
    "/ 1000": Decimal("0.001"),
}
POUNDS = Decimal("2.20462")
Dose = tuple[OrderNumbers, Weight]
Judge = Callable[[OrderNumbers, Weight], tuple[DoseDoubt, ...]]


def plausible() -> list[Dose]:
    """300 doses from 6 to 90 kg, 30 to 100 million per kg, the total to three figures."""
    doses = []
    for nth in range(300):
        grams = 6_000 + 100 * (nth * 379 % 841)
        per_kg = 30_000 + 2_500 * (nth * 7 % 29)
        total = total_for(Decimal(per_kg) / 1000, grams)
        rounded = int(Decimal(f"{Decimal(total):.2e}"))
        doses.append((OrderNumbers(per_kg, rounded), Weight(grams, DAY)))
    return doses


def times(amount: int, factor: Decimal) -> int:
    return int(amount * factor)


def order(change: Callable[[OrderNumbers], OrderNumbers]) -> Judge:
    return lambda numbers, weight: judge_order(change(numbers), RULES, weight)


def label(factor: Decimal) -> Judge:
    def judged(numbers: OrderNumbers, weight: Weight) -> tuple[DoseDoubt, ...]:
        ordered = type(ORDER)(
            4, ORDER.address, numbers.per_kg, numbers.total, weight, "Physician", ORDER.at
        )
        return judge_label(times(numbers.total, factor), ordered, RULES)

    return judged


def weighed(factor: Decimal) -> Judge:
    return lambda _, weight: judge_weight(
        Weight(times(weight.grams, factor), DAY), weight, DAY, RULES
    )


def slips() -> dict[str, Judge]:
    found: dict[str, Judge] = {}
    for name, by in FACTORS.items():
        found[f"total {name}"] = order(
            lambda typed, by=by: OrderNumbers(typed.per_kg, times(typed.total, by))
        )
        found[f"per kg {name}"] = order(
            lambda typed, by=by: OrderNumbers(times(typed.per_kg, by), typed.total)
        )
        found[f"both {name}"] = order(
            lambda typed, by=by: OrderNumbers(times(typed.per_kg, by), times(typed.total, by))
        )
        found[f"label {name}"] = label(by)
        found[f"weight {name}"] = weighed(by)
    found |= {
        "per kg typed as total": order(lambda typed: OrderNumbers(typed.per_kg, typed.per_kg)),
        "total typed as per kg": order(lambda typed: OrderNumbers(typed.total, typed.total)),
        "the two exchanged": order(lambda typed: OrderNumbers(typed.total, typed.per_kg)),
        "total by pounds": order(
            lambda typed: OrderNumbers(typed.per_kg, times(typed.total, POUNDS))
        ),
        "total by pounds, the other way": order(
            lambda typed: OrderNumbers(typed.per_kg, times(typed.total, 1 / POUNDS))
        ),
        "weight in pounds": weighed(POUNDS),
        "weight in pounds, the other way": weighed(1 / POUNDS),
    }
    return found


def test_plausible_doses_are_not_doubted() -> None:
    doubted = [dose for dose in plausible() if judge_order(dose[0], RULES, dose[1])]

    assert doubted == []


def test_slips_of_plausible_doses_are_stopped_or_asked(
    capsys: pytest.CaptureFixture[str],
) -> None:
    doses = plausible()
    stopped: Counter[str] = Counter()
    asked: Counter[str] = Counter()
    for name, judge in slips().items():
        for numbers, weight in doses:
            doubts = judge(numbers, weight)
            stopped[name] += any(doubt.stops for doubt in doubts)
            asked[name] += bool(doubts) and not any(doubt.stops for doubt in doubts)

    tried = len(doses) * len(slips())
    caught = (stopped.total() + asked.total()) / tried
    with capsys.disabled():
        sys.stdout.write(
            f"\n{len(doses)} plausible doses x {len(slips())} slips = {tried}: "
            f"{stopped.total()} stopped, {asked.total()} asked, {caught:.2%} of all\n"
        )
    assert all(stopped[name] + asked[name] >= 297 for name in slips())
    assert caught >= 0.99


@pytest.mark.parametrize("name", [name for name in slips() if name.startswith("both")])
def test_a_slip_in_both_numbers_of_an_order_is_stopped(name: str) -> None:
    """The range of the protocol is narrower than a factor of ten."""
    judge = slips()[name]

    assert all(any(doubt.stops for doubt in judge(*dose)) for dose in plausible())
