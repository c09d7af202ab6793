"""A page of the audit is found by its key, whatever it is narrowed to: years stay fast (A6)."""

from datetime import datetime

import pytest

from nkdesk.store import audit_steps
from nkdesk.store.audit_steps import StepsAsked, people_of_steps, steps_asked
from tests.store.made_up import MINSK, Ward

NOON = datetime(2026, 3, 12, 12, 0, tzinfo=MINSK)


@pytest.mark.parametrize(
    "asked",
    [
        StepsAsked(),
        StepsAsked(patient_id=1),
        StepsAsked(person="nurse"),
        StepsAsked(since=NOON, until=NOON),
        StepsAsked(kind="given"),
    ],
)
def test_a_page_is_never_sorted_and_begins_at_its_key(
    ward: Ward, monkeypatch: pytest.MonkeyPatch, asked: StepsAsked
) -> None:
    plans = planned(ward, monkeypatch, lambda: steps_asked(ward.store, asked, 3, 50))
    assert plans[0].startswith("SEARCH s USING INTEGER PRIMARY KEY (rowid<?)")
    assert not [plan for plan in plans if "TEMP B-TREE" in plan]
    assert not [plan for plan in plans if plan.startswith("SCAN")]


def test_everybody_is_looked_up_by_name_alone(ward: Ward, monkeypatch: pytest.MonkeyPatch) -> None:
    plans = planned(ward, monkeypatch, lambda: people_of_steps(ward.store))
    touching = [plan for plan in plans if " step" in plan]
    assert touching
    assert all("USING COVERING INDEX step_actor" in plan for plan in touching)
    assert audit_steps.kinds_of_steps(ward.store)


def planned(ward: Ward, monkeypatch: pytest.MonkeyPatch, act: object) -> list[str]:
    reading, found = ward.store.read, []

    def watch(sql: str, parameters: tuple[object, ...] = ()) -> list[tuple[object, ...]]:
        found.extend(row[3] for row in reading(" ".join(("EXPLAIN QUERY PLAN", sql)), parameters))
        return reading(sql, parameters)

    monkeypatch.setattr(ward.store, "read", watch)
    act()
    return found
