"""The date cases that ship with the program, and how a case file that is wrong is told."""

import json
from functools import cache
from pathlib import Path

import pytest

from nkdesk.exchange.case_file import CaseFile
from nkdesk.exchange.case_values import CaseFileError
from nkdesk.exchange.cases import run_cases

FOLDER = Path(__file__).parent
FILES = sorted(FOLDER.glob("*.json"))


IDS = [
    pytest.param(path, one["id"], id=f"{path.stem}:{one['id']}")
    for path in FILES
    for one in json.loads(path.read_text("utf-8"))["cases"]
]


@cache
def results(path):
    return {result.id: result for result in run_cases(CaseFile(path.read_bytes()))}


@pytest.mark.parametrize(("path", "name"), IDS)
def test_every_shipped_case_comes_out_as_expected(path, name):
    result = results(path)[name]
    assert not result.differences


def test_the_shipped_cases_are_many():
    assert len(IDS) >= 190


TEXT = json.loads((FOLDER / "windows.json").read_text("utf-8"))["protocols"]["exactly"]


def case(**changes):
    return {
        "id": "one",
        "protocol": "p",
        "arm": "flag",
        "steps": [{"do": "plan", "cycle": 1, "start": "2026-03-02"}],
        "expect": {"refused": None},
        **changes,
    }


def written(*cases, protocols=None):
    return json.dumps({"protocols": protocols or {"p": TEXT}, "cases": cases}).encode()


def told(*cases):
    return [
        (one.what, one.expected, one.got)
        for result in run_cases(CaseFile(written(*cases)))
        for one in result.differences
    ]


def moved(**changes):
    return {"do": "move", "item": "C1/NK1", "to": "2026-03-10", "scope": "only", **changes}


SHUT = {"nk_lab": ["2026-03-09"]}


@pytest.mark.parametrize(
    ("changes", "difference"),
    [
        ({"expect": {"refused": True}}, ("refused", "a refusal", "none")),
        ({"expect": {"refused": ["order"]}}, ("refused", "order", "none")),
        (
            {"expect": {"refused": None}, "closed": SHUT},
            ("refused", "none", "closed_day outside_window"),
        ),
        (
            {"expect": {"planned": {"C1/NK1": "2026-03-10"}}},
            ("planned C1/NK1", "2026-03-10", "2026-03-09"),
        ),
        (
            {"expect": {"target": {"C1/NK1": "2026-03-10"}}},
            ("target C1/NK1", "2026-03-10", "2026-03-09"),
        ),
        ({"expect": {"state": {"C1/NK1": "given"}}}, ("state C1/NK1", "given", "planned")),
        (
            {"expect": {"warnings": {"C1/FLU@1": ["closed_day"]}}},
            ("warnings C1/FLU@1", "closed_day", ""),
        ),
        ({"expect": {"labels": {"C1/NK1": "C1 D9"}}}, ("labels C1/NK1", "C1 D9", "C1 D8")),
        (
            {"expect": {"planned": {"C1/NK7": "2026-03-10"}}},
            ("planned C1/NK7", "2026-03-10", "no such item"),
        ),
        ({"expect": {"state": {"NK7": "given"}}}, ("state NK7", "given", "no such item")),
        ({"expect": {"state": {"C2/NK1": "given"}}}, ("state C2/NK1", "given", "no such item")),
        ({"expect": {"state": {"B:C1/NK1": "given"}}}, ("state B:C1/NK1", "given", "no such item")),
    ],
)
def test_a_difference_is_told_with_expected_and_got(changes, difference):
    assert told(case(**changes)) == [difference]


def test_what_a_case_does_not_name_is_not_compared():
    assert told(case(expect={}, closed=SHUT)) == []


def test_today_is_the_earliest_date_written_in_the_case():
    early = case(start="", expect={"planned": {"C1/NK1": "2026-03-09"}})
    del early["start"]
    assert told(early) == []
    late = case(
        steps=[
            {"do": "given", "item": "C1/NK9", "on": "2026-03-10"},
            {"do": "plan", "cycle": 1, "start": "2026-03-02"},
        ],
        expect={"refused": True},
    )
    assert told(late) == []
    assert told({**late, "expect": {"planned": {"C1/NK1": "2026-03-09"}}}) == [
        ("planned C1/NK1", "2026-03-09", "no such item")
    ]


def test_a_ward_step_that_is_wrong_is_told():
    with pytest.raises(CaseFileError, match=r"case one: ward\.closes: Extra inputs"):
        CaseFile(written(case(ward={"do": "replace", "closes": {}})))
    with pytest.raises(CaseFileError, match=r"case one: ward\.do"):
        CaseFile(written(case(ward={"do": "move"})))


def test_a_shipped_protocol_is_found_by_its_id():
    steps = [{"do": "plan", "cycle": 1, "start": "2026-03-02"}]
    one = case(protocol="NCT05272293", steps=steps)
    assert "NCT05272293" in CaseFile(written(one)).protocols


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"\xff\xfe", "no text in UTF-8"),
        (b"{", "no JSON"),
        (b"[" * 100_000, "nested too deeply"),
        (b"[]", "no file of cases"),
        (b'{"protocols": {}}', "cases: Field required"),
        (written(case(), case()), "two cases go by this id"),
        (written(case(steps=[])), "it has no steps"),
        (written(case(extra=1)), "case one: extra: Extra inputs"),
        (written(case(protocol="q")), "protocol q: it is neither in the file nor shipped"),
        (written(case(arm="ida")), 'the protocol has no arm "ida"'),
        (written(case(), protocols={"p": "format = 2"}), "protocol p, line 1"),
        (written(case(steps=[{"do": "plan", "cycle": 1}])), "steps.0.plan.start: Field required"),
        (written(case(steps=[{"do": "plann"}])), "steps.0"),
        (written(case(steps=[{"do": "move", "item": "C1/NK1"}])), "steps.0.move.to: Field"),
        (written(case(steps=[moved(scope="all")])), "steps.0.move.scope: Input should be"),
        (written(case(steps=[moved(deviation="yes")])), "steps.0.move.deviation: Input"),
        (written(case(steps=[moved(deviations=True)])), "steps.0.move.deviations: Extra"),
        (written(case(steps=[{"do": "cease"}])), "steps.0.cease.item: Field required"),
        (written(case(steps=[{"do": "off_study"}])), "steps.0.off_study.on: Field required"),
        (written(case(steps=[{"do": "open_cycle"}])), "steps.0.open_cycle.cycle: Field"),
        (written(case(today="1.3.2026")), "a date is written as in 2026-03-12"),
        (written(case(today="2026-02-30")), "today: "),
        (written(case(today=20260301)), "a date is written as in 2026-03-12"),
        (written(case(today="0001-01-01")), "outside 1900 to 2199"),
        (written(case(expect={"planed": {}})), "expect.planed: Extra inputs"),
        (written(case(expect={"refused": False})), "expect.refused: "),
        (written(case(taken={"nk_lab": {"2026-03-09": -1}})), "greater than or equal to 0"),
    ],
)
def test_a_case_file_that_is_wrong_is_told_in_one_sentence(raw, said):
    with pytest.raises(CaseFileError) as refusal:
        list(run_cases(CaseFile(raw)))
    assert said in str(refusal.value)
    assert "\n" not in str(refusal.value)
