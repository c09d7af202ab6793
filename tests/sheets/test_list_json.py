import json

import pytest

from nkdesk.sheets.daily_list import daily_list_pdf
from nkdesk.sheets.list_json import daily_list_json
from nkdesk.sheets.pdf_text import extracted_pages
from nkdesk.sheets.read_back import squeeze
from tests.sheets import builders

NOT_ON_PAPER = {"item", "overdue_days"}


def spoken(row):
    return [str(value) for key, value in row.items() if key not in NOT_ON_PAPER and value]


def test_the_keys_of_a_row_stay_what_other_programs_expect():
    row = daily_list_json(builders.day_list(builders.varied_rows(1)))["rows"][0]
    assert list(row) == [
        *("n", "time", "name", "born", "trial_number", "case_number", "look_alike", "item"),
        *("title", "nth", "label", "planned", "moved", "dose", "dose_rule", "weight"),
        *("dose_example", "window", "warnings", "allergies", "symbol", "status"),
        *("overdue_days", "progress", "reason", "note"),
        *("product", "expiry", "go_symbol", "go", "go_reasons", "running"),
    ]


def test_the_list_says_which_ward_day_and_step():
    listed = daily_list_json(
        builders.day_list(builders.varied_rows(12), [builders.left_off(90)], sample=True)
    )
    assert listed["ward"] == "Haematology ward 3"
    assert listed["sample"] is True
    assert (listed["date"], listed["weekday"]) == ("2026-03-12", "Thu")
    assert listed["revision"] == 41
    assert listed["as_of"] == "2026-03-12T07:02:10+00:00"
    assert listed["counts"] == {
        "rows": 12,
        "left_off": 1,
        "active_patients": 13,
        "overdue": 2,
        "due": 6,
        "given": 2,
        "not_given": 2,
    }
    assert listed["left_off"][0]["next"] == "next: Mon 16-Mar-2026, NK cell infusion, C1 D12"


def test_the_list_is_plain_json():
    listed = daily_list_json(builders.day_list(builders.varied_rows(6)))
    assert json.loads(json.dumps(listed)) == listed
    assert listed["rows"][0]["overdue_days"] == 2
    assert listed["rows"][0]["item"] == "C1/NK2"
    assert listed["rows"][0]["born"] == "06-Aug-2012 (13y)"
    assert listed["rows"][0]["case_number"] == "2026/00001"


@pytest.mark.usefixtures("qapp")
def test_paper_and_json_agree_row_for_row():
    listed = builders.day_list(builders.varied_rows(25), [builders.left_off(90)])
    text = squeeze("".join(extracted_pages(daily_list_pdf(listed, builders.STAMP))))
    said = daily_list_json(listed)
    starts = [
        text.index(squeeze(f"{row['trial_number']} case {row['case_number']}"))
        for row in said["rows"]
    ]
    assert starts == sorted(starts)
    for row, start, end in zip(said["rows"], starts, [*starts[1:], len(text)], strict=True):
        around = text[max(0, start - 200) : end]
        assert [value for value in spoken(row) if squeeze(value) not in around] == []
    for left_off in said["left_off"]:
        assert [value for value in spoken(left_off) if squeeze(value) not in text] == []
