import json
from dataclasses import replace

from nkdesk.eligibility import frozen_hash
from nkdesk.sheets.check_json import check_json
from nkdesk.sheets.check_text import check_text
from tests.sheets import checks


def test_the_json_holds_every_criterion_in_order_with_codes_and_words():
    told = check_json(checks.sheet())
    assert json.loads(json.dumps(told)) == told
    assert [row["id"] for row in told["rows"]] == [
        *("P-I0", "P-I1", "P-I2", "P-I3", "P-E1", "P-E2", "P-E3", "S-1", "S-2")
    ]
    assert [row["verdict"] for row in told["rows"]] == [
        *("met", "met", "not_met", "met", "met", "unknown", "unknown", "not_met"),
        "not_applicable",
    ]
    assert told["outcome"] == "not_eligible"
    assert told["outcome_text"] == "Not eligible: 1 criterion"
    assert told["valid_until"] is None
    assert {row["source"] for row in told["rows"] if row["id"].startswith("S")} == {"site"}


def test_the_json_of_an_enzyme_keeps_every_number_as_text():
    told = check_json(checks.sheet())["rows"][5]
    enzyme, expired = told["evidence"]
    assert (enzyme["value"], enzyme["unit"], enzyme["uln"]) == ("148", "U/L", "30")
    assert (enzyme["multiple"], enzyme["uln_table"]) == ("4.9", "caliper 1")
    assert (enzyme["on"], enzyme["age_days"]) == ("2026-03-08", 4)
    assert (enzyme["last_day"], enzyme["source"]) == ("2026-03-22", "central laboratory")
    assert expired["reason"] == "expired"
    assert "Enter a newer one" in expired["help"]
    assert told["reasons"] == ["expired"]


def test_the_json_of_a_consent_dates_its_signature():
    signed = check_json(checks.sheet())["rows"][3]["evidence"][0]
    assert (signed["consent"], signed["on"], signed["value"]) == ("2.1", "2026-01-05", None)
    assert signed["entered_by"] == "A. Petrova"


def test_the_json_names_the_evaluation_by_the_hash_a_signature_stands_under():
    checked = checks.signed(checks.check(checks.met_rows(2)))
    told = check_json(checks.sheet(checked))
    assert told["evaluation"] == frozen_hash(checked.evaluation)
    assert told["gate"]["signature"]["evaluation"] == told["evaluation"]
    assert told["gate"]["signature"]["signed_at"] == "2026-03-12T09:05:00+03:00"
    assert told["gate"]["state"] == "open"
    assert told["valid_until"] == "2026-03-22"


def test_the_json_of_an_unsigned_check_says_null():
    told = check_json(checks.sheet(replace(checks.check(), gate=None, before=None)))
    assert (told["gate"], told["before"], told["donor"]) == (None, None, None)


def test_the_donor_stands_below_with_an_outcome_of_its_own():
    told = check_json(checks.sheet(donor=checks.donor_check()))
    assert told["donor"]["outcome"] == "eligible"
    assert [row["n"] for row in told["donor"]["rows"]] == [10]
    assert told["donor"]["name"] == "Пётр-Заречная, Ольга"
    assert len(told["rows"]) == 9
    unknown = checks.sheet(donor=replace(checks.donor_check(), donor=None))
    assert check_json(unknown)["donor"]["name"] is None


def test_a_waiver_is_told_with_reason_and_person():
    waiver = check_json(checks.sheet())["rows"][7]["waiver"]
    assert waiver["investigator"] == "Проф. Ёлкина"
    assert waiver["reason"] == "counts recover, transfusion given"


def test_the_text_begins_with_the_outcome_and_ends_with_the_count():
    lines = check_text(checks.sheet()).splitlines()
    assert lines[0] == (
        "Haematology ward 3: Cycle 2 check, Thu 12-Mar-2026. Data of step 41. "
        "EXAMPLE protocol: a number marked EXAMPLE is not the trial's."
    )
    assert lines[3] == "✖ Not eligible: 1 criterion"
    assert lines[4] == "Against it: no. 3 (P-I2)"
    assert lines[5] == "Left to answer: no. 6 (P-E2), no. 7 (P-E3)"
    assert lines[-1].startswith("END OF CHECK 9 of 9 criteria. Evaluation ")


def test_the_text_says_of_each_criterion_what_the_paper_says():
    text = check_text(checks.sheet())
    assert "  6 ○ Too old | P-E2 Severe hepatic dysfunction" in text
    assert (
        "ALT 148 U/L = 4.9 \u00d7 ULN (30, CALIPER 1), Sun 08-Mar-2026, 4d old, "
        "central laboratory, entered by A. Petrova, counts until 22-Mar-2026"
    ) in text
    assert "        HIV serology: no result. Enter one." in text
    assert "Waived by Проф. Ёлкина" in text
    assert "Site rule · inclusion, counts for 3 days" in text


def test_the_text_of_a_sample_says_so_first():
    sample = replace(checks.check(()), sample=True, example=False)
    lines = check_text(checks.sheet(sample)).splitlines()
    assert lines[0].startswith("SAMPLE - not real patients. ")
    assert "EXAMPLE" not in lines[0]
    assert "The protocol names no criterion." in lines


def test_the_text_of_a_signed_check_says_until_when():
    text = check_text(checks.sheet(checks.signed(checks.check(checks.met_rows(1)))))
    assert "Valid until Sun 22-Mar-2026" in text
    assert "Signed by Др. Ковальчук, physician, on 12-Mar-2026 09:05 (UTC+03:00)" in text
