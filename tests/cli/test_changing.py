"""``nkdeskctl move``, ``omit``, ``cease``, ``off-study``, ``correct``: seen, saved, refused."""

import json
import re
from datetime import date
from uuid import UUID

import pytest
from click.testing import CliRunner

from nkdesk.cli import changing, main
from nkdesk.cli.change_text import refusal_lines
from nkdesk.clock import ward_clock
from nkdesk.exchange.protocol_file import read_protocol, shipped_protocols
from nkdesk.model.refusal import BrokenRule, Refused, RuleCode
from nkdesk.services.change_forms import ChangePreview, Choice
from nkdesk.services.enrol import enrol
from nkdesk.services.forms import Enrolled, EnrolmentForm, Unsaved
from nkdesk.services.named import patient_named
from nkdesk.services.protocols import approve_protocol, protocol_list
from nkdesk.services.ward import NewWard, ProtocolSource, create_ward, open_ward
from nkdesk.sheets.wording.refusals import broken_rule_text
from tests.services.conftest import FixedClock

MOVE = ("move", "NK-004", "C1/NK2", "2026-03-20", "--scope", "needed")
CEASED = ("cease", "NK-004", "C1/NK1", "--reason", "progression", "--dry-run")
DAYS = (
    pytest.param(("omit", "NK-004", "C1/NK1", "--reason", "infection"), "not_given", id="omit"),
    pytest.param(("cease", "NK-004", "C1/NK2", "--reason", "progression"), "cease", id="cease"),
    pytest.param(("off-study", "NK-004", "--reason", "progression"), "off_study", id="off-study"),
    pytest.param(
        (
            *("correct", "NK-006", "C1/GCSF@4", "--on", "2026-03-11", "--time", "21:45"),
            *("--why", "given the evening before"),
        ),
        "correct_given",
        id="correct",
    ),
    pytest.param((*MOVE, "--reason", "infection"), "move", id="move"),
)


def run(*words):
    return CliRunner().invoke(main, [str(word) for word in words])


def on(ward, *words):
    return run("--data-dir", ward, *words)


def asked_json(ward, *words):
    result = on(ward, *words, "--json")
    return result.exit_code, json.loads(result.stdout)


def steps(ward):
    return int(re.search(r"whole; (\d+) steps", on(ward, "verify").stdout)[1])


def what_happened(ward):
    return json.loads(on(ward, "changes", "--since", "2026-03-12", "--json").stdout)["changes"][0]


@pytest.fixture
def desk(ward):
    opened = open_ward(ward, ward_clock, "Anna")
    with opened.store:
        yield opened


@pytest.mark.parametrize(("words", "what"), DAYS)
def test_a_change_is_shown_saved_as_one_step_and_told(ward, words, what):
    before = steps(ward)
    result = on(ward, *words, "--as", "Anna Petrova")
    assert (result.exit_code, result.stderr) == (0, "")
    lines = result.stdout.splitlines()
    assert lines[0] == "SAMPLE - not real patients."
    assert re.match(r"NK-00[46]  \S+, .+  born \d\d-[A-Z][a-z]{2}-\d{4} \(\d+y\)", lines[1])
    assert lines[-1] == f"Saved as step {before + 1} by Anna Petrova."
    assert steps(ward) == before + 1
    told = what_happened(ward)
    assert (told["what"], told["who"], told["patient"]) == (what, "Anna Petrova", words[1])


@pytest.mark.parametrize(("words", "_what"), DAYS)
def test_a_dry_run_shows_the_same_and_saves_nothing(ward, words, _what):
    before = steps(ward)
    dry = on(ward, *words, "--dry-run").stdout.splitlines()
    assert dry[-1] == "Only looked at; nothing was saved."
    assert steps(ward) == before
    saved = on(ward, *words).stdout.splitlines()
    assert saved[:-1] == dry[:-1]


@pytest.mark.parametrize(("words", "_what"), DAYS)
def test_json_gives_every_item_before_and_after(ward, words, _what):
    code, told = asked_json(ward, *words, "--dry-run")
    assert (code, told["saved"], told["refused"], told["problems"]) == (0, None, None, [])
    assert told["patient"] == words[1]
    rows = told["rows"]
    assert len(rows) > 20
    assert any(row["changed"] for row in rows)
    assert all(row["was"] == row["becomes"] for row in rows if not row["changed"])
    code, told = asked_json(ward, *words)
    assert (code, told["saved"]) == (0, told["read_at"] + 1)


def test_a_table_names_every_item_and_marks_what_moves(ward):
    lines = on(ward, *MOVE, "--dry-run").stdout.splitlines()
    table = [line for line in lines if line.startswith("C1/")]
    (moved,) = [line for line in table if not line.rstrip().endswith("stays")]
    assert "Thu 19-Mar-2026" in moved
    assert "Fri 20-Mar-2026" in moved
    assert "+1d" in moved
    assert "NK laboratory" in moved
    assert "dose 2 of 3" in moved
    assert len(table) == len(asked_json(ward, *MOVE, "--dry-run")[1]["rows"])
    assert any(line.startswith("Printed lists of Thu 19-Mar-2026") for line in lines)
    assert any(line.startswith("Holiday data: holidays ") for line in lines)


def test_a_refusal_names_every_rule_and_what_would_make_it_possible(ward):
    before = steps(ward)
    words = ("move", "NK-004", "C1/NK2", "2026-03-21", "--scope", "only", "--reason", "infection")
    result = on(ward, *words)
    assert result.exit_code == 1
    assert "Refused; nothing was saved." in result.stdout
    assert "NK laboratory is closed on Sat 21-Mar-2026" in result.stdout
    assert "What would make it possible:" in result.stdout
    assert "--scope only: then every rule holds." in result.stdout
    code, told = asked_json(ward, *words)
    assert (code, told["saved"]) == (1, None)
    assert "closed_day" in told["refused"]["codes"]
    assert {choice["to"] for choice in told["choices"]}
    assert steps(ward) == before


def test_a_choice_that_breaks_one_rule_says_that_a_physician_accepts_it(desk):
    patient = patient_named(desk, "NK-004")
    assert patient is not None
    rule = BrokenRule(RuleCode.CLOSED_DAY, "C1/NK2", day=date(2026, 3, 21), calendar="nk_lab")
    preview = ChangePreview(1, choices=(Choice(date(2026, 3, 21), "needed", rule),))
    lines = list(refusal_lines(desk, patient, preview, Unsaved((), Refused((rule,))), {}))
    assert lines[3:5] == [
        "  - Sat 21-Mar-2026 as a deviation a physician accepts; it breaks one rule:",
        f"    {broken_rule_text(rule, {'NK2': 'natural killer (NK) cells, second infusion'})}",
    ]


@pytest.mark.parametrize(
    ("to", "offered"), [("2026-04-10", 1), ("2026-03-27", 1), ("2026-03-10", 0)]
)
def test_a_deviation_is_offered_where_a_physician_may_accept_one(ward, to, offered):
    result = on(ward, "move", "NK-004", "C1/NK2", to, "--scope", "needed")
    assert result.exit_code == 1
    assert result.stdout.count("--accept-deviation --physician NAME") == offered


def test_a_deviation_is_saved_with_who_accepted_it(ward):
    words = ("move", "NK-004", "C1/NK2", "2026-03-27", "--scope", "needed", "--reason", "infection")
    assert on(ward, *words).exit_code == 1
    nameless = on(ward, *words, "--accept-deviation")
    assert nameless.exit_code == 1
    assert "physician: Needed." in nameless.stdout
    accepted = on(ward, *words, "--accept-deviation", "--physician", "Dr A. Orlova")
    assert accepted.exit_code == 0
    assert "It breaks, with a physician's consent:" in accepted.stdout
    assert what_happened(ward)["deviations"]


def test_what_a_corrected_fact_breaks_has_nobodys_consent_yet(ward):
    words = ("correct", "NK-008", "C1/NK1", "--on", "2026-02-26", "--why", "wrong day")
    told = on(ward, *words, "--dry-run").stdout
    assert "It breaks, kept as a proposed deviation no physician has looked at:" in told
    assert "consent" not in told


def test_a_look_at_what_changes_nothing_says_so(ward):
    told = on(ward, "cease", "NK-004", "C1/PERSIST", "--dry-run").stdout
    assert "Nothing would change." in told.splitlines()


def test_saving_without_a_reason_offers_every_reason_there_is(ward):
    result = on(ward, *MOVE)
    assert result.exit_code == 1
    assert "  - reason: Needed." in result.stdout
    assert "      infection: infection or fever" in result.stdout
    code, told = asked_json(ward, *MOVE, "--reason", "because")
    assert code == 1
    assert told["problems"] == [{"field": "reason", "code": "not_a_choice", "detail": ""}]
    assert len(told["rows"]) > 20


def test_what_a_change_unsettles_is_said(ward):
    result = on(
        ward,
        *("correct", "NK-004", "C1/CYT@5", "--on", "2026-03-11", "--time", "08:00"),
        *("--why", "given later", "--dry-run"),
    )
    assert result.exit_code == 0
    assert "Open infusions would then break:" in result.stdout


def test_an_item_or_patient_that_is_not_there_is_said(ward):
    result = on(ward, "cease", "NK-004", "C1/NK9")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith(
        "nkdeskctl: C1/NK9 is not in the plan of NK-004, which holds C1/APH, "
    )
    assert "C1/NK1, C1/NK2, C1/NK3" in result.stderr
    empty = on(ward, "cease", "NK-011", "C1/NK1")
    assert (empty.exit_code, "plan a cycle first" in empty.stderr) == (1, True)
    stranger = on(ward, "cease", "NK-0", "C1/NK1")
    assert (stranger.exit_code, stranger.stdout) == (1, "")
    assert stranger.stderr == (
        "nkdeskctl: No patient has the trial number NK-0. Write it as the ward does.\n"
    )


def test_an_omission_can_be_corrected_only_in_words(ward):
    assert on(ward, "omit", "NK-004", "C1/NK1", "--reason", "infection").exit_code == 0
    again = on(ward, "omit", "NK-004", "C1/NK1", "--reason", "infection")
    assert again.exit_code == 1
    words = ("correct", "NK-004", "C1/NK1", "--on", "2026-03-12")
    silent = on(ward, *words)
    assert silent.exit_code == 1
    assert "why: Say in words." in silent.stdout
    assert on(ward, *words, "--why", "it was given").exit_code == 0
    back = on(ward, "correct", "NK-004", "C1/NK1", "--not-given", "--why", "it was not")
    assert back.exit_code == 1
    assert "infection: infection or fever" in back.stdout


@pytest.mark.parametrize(
    "words",
    [
        ("move", "NK-004", "NK2", "2026-03-20", "--scope", "only"),
        ("move", "NK-004", "C1/NK2#1", "2026-03-20", "--scope", "only"),
        ("move", "NK-004", "C1/NK2", "20.03.26", "--scope", "only"),
        ("move", "NK-004", "C1/NK2", "2026-03-20"),
        ("move", "NK-004", "C1/NK2", "2026-03-20", "--scope", "all"),
        ("correct", "NK-004", "C1/NK2"),
        ("correct", "NK-004", "C1/NK2", "--not-given", "--on", "2026-03-12"),
        ("off-study", "NK-004", "--on", "soon"),
        (*MOVE, "--as", "Anna\u200b"),
    ],
)
def test_what_is_not_written_as_it_should_be_is_a_usage_error(ward, words):
    before = steps(ward)
    result = on(ward, *words)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr
    assert steps(ward) == before


@pytest.fixture
def real_ward(tmp_path):
    """A real ward with an approved site version and one invented patient on cycle 1."""
    text = next(text for _, one, text in shipped_protocols() if one.id == "NCT05272293")
    text = text.replace('status = "example"', 'status = "site"')
    source = ProtocolSource(read_protocol(text.encode()), text)
    new = NewWard("Ward 3", UUID(int=3), (source,))
    desk = create_ward(tmp_path / "real", new, FixedClock(), "Anna")
    with desk.store:
        protocol = protocol_list(desk)[0].hash
        approve_protocol(desk, protocol, "Dr Orlova", "Prof Kim")
        form = EnrolmentForm(
            family="Проба",
            given="Вера",
            born="01.06.2016",
            sex="f",
            trial_number="S-003",
            case_number="1",
            disease_group="relapsed",
            allergy_state="none_known",
            protocol_hash=protocol,
            start="2050-03-21",
        )
        assert isinstance(enrol(desk, form), Enrolled)
    return tmp_path / "real"


def test_in_a_real_ward_nobody_changes_anything_without_a_name(real_ward):
    words = ("move", "S-003", "C1/NK2", "2050-04-07", "--scope", "needed", "--reason", "infection")
    nameless = on(real_ward, *words)
    assert (nameless.exit_code, nameless.stdout) == (2, "")
    assert "--as NAME" in nameless.stderr
    looked = on(real_ward, *words, "--dry-run")
    assert looked.exit_code == 0
    assert "SAMPLE" not in looked.stdout
    saved = on(real_ward, *words, "--as", "Anna")
    assert saved.exit_code == 0
    assert saved.stdout.splitlines()[-1].endswith("by Anna.")


def test_a_store_that_moved_on_between_look_and_save_saves_nothing(ward, monkeypatch):
    looked = changing.preview_move

    def while_another_writes(desk, form):
        preview = looked(desk, form)
        with desk.store.step(actor="Boris", what="note"):
            pass
        return preview

    monkeypatch.setattr(changing, "preview_move", while_another_writes)
    result = on(ward, *MOVE, "--reason", "infection")
    assert result.exit_code == 1
    assert re.fullmatch(r"nkdeskctl: [^\n]+\.\n", result.stderr)
    assert "Saved" not in result.stdout


def test_a_move_tells_what_becomes_of_the_doses_that_are_ready(ward):
    deferred = ("move", "NK-004", "C1/NK1", "2026-03-16", "--scope", "everything_after")
    told = on(ward, *deferred, "--dry-run").stdout
    assert "Dose for C1/NK1: product: " in told
    assert "NO-GO" in told
    _, found = asked_json(ward, *deferred, "--dry-run")
    first, second = found["products"]
    assert (first["item"], first["new_day"]) == ("C1/NK1", "2026-03-16")
    assert (first["before"]["go"], first["after"]["go"]) == ("go", "no_go")
    assert first["expires"].startswith("2026-03-13T06:00")
    assert {"code": "expires_before", "level": "no_go", "detail": "EX-0402-1"} in first["after"][
        "reasons"
    ]
    assert second["item"] == "C1/NK2"
    _, ceased = asked_json(ward, *CEASED)
    assert [one["after"] for one in ceased["products"]] == [None, None]
