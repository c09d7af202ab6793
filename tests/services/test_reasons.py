"""Reasons: what ships, and a site's own file, strictly read and never half used."""

import pytest

from nkdesk.model.change import ChangeKind
from nkdesk.services import reasons
from nkdesk.services.forms import NotGivenForm, Unsaved
from nkdesk.services.reason_file import ReasonFault, ReasonLists, read_reasons
from nkdesk.services.reasons import (
    SITE_FILE,
    ShippedReasonsError,
    change_reasons,
    clinical_factors,
    not_given_reasons,
    reason_title,
    reason_titles,
    site_reason_faults,
)
from nkdesk.services.record import record_not_given

OWN = """
[[reason]]
code = "transport"
kinds = ["move", "not_given"]
title = { en = "transport failed", ru = "транспорт" }

[[factor]]
code = "weight_loss"
title = { en = "weight loss" }
"""


def site_file(desk, text):
    (desk.store.path.parent / SITE_FILE).write_bytes(text.encode())
    return desk


# what ships -------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", list(ChangeKind))
def test_every_kind_of_change_has_reasons_and_ends_with_other(kind):
    offered = change_reasons(kind)
    assert len({one.code for one in offered}) == len(offered) > 1
    assert (offered[-1].code, offered[-1].needs_note) == ("other", True)


def test_a_deferral_offers_first_what_wards_defer_for():
    assert [one.code for one in change_reasons(ChangeKind.MOVE)][:5] == [
        "infection",
        "counts_low",
        "product_not_ready",
        "family_request",
        "staffing",
    ]


def test_what_a_ward_defers_for_most_asks_for_nothing_more():
    for reason in change_reasons(ChangeKind.MOVE)[:5]:
        asked = (reason.asks_factor, reason.asks_grade, reason.needs_note)
        assert asked == (False, False, False)


def test_every_shipped_word_is_there_in_three_languages():
    words = [*reason_titles().values(), *(one.title for one in clinical_factors())]
    assert all(one.en and one.ru and one.be for one in words)


def test_a_code_means_the_same_in_every_list():
    titles = {}
    kinds = [not_given_reasons(), *(change_reasons(kind) for kind in ChangeKind)]
    for reason in (one for offered in kinds for one in offered):
        assert titles.setdefault(reason.code, reason.title) == reason.title


def test_a_code_no_list_has_has_no_words():
    assert reason_title("infection").en == "infection or fever"
    assert reason_title("because") is None


def test_a_damaged_shipped_file_is_named_with_its_line(tmp_path, monkeypatch):
    folder = tmp_path / "reasons"
    folder.mkdir()
    (folder / "not_given.toml").write_text("[[reason]]\ncode = 'a'\n")
    monkeypatch.setattr(reasons, "resources", lambda: tmp_path)
    reasons._shipped.cache_clear()
    with pytest.raises(ShippedReasonsError, match=r"^not_given\.toml, line 1: "):
        change_reasons(ChangeKind.MOVE)
    reasons._shipped.cache_clear()


# a site's own -----------------------------------------------------------------------------------


def test_a_sites_reasons_are_offered_before_other(desk):
    site_file(desk, OWN)
    assert [one.code for one in change_reasons(ChangeKind.MOVE, desk)][-2:] == [
        "transport",
        "other",
    ]
    assert "transport" in {one.code for one in not_given_reasons(desk)}
    assert "transport" not in {one.code for one in change_reasons(ChangeKind.CEASE, desk)}
    assert [one.code for one in clinical_factors(desk)][-1] == "weight_loss"
    assert reason_title("transport", desk).en == "transport failed"
    assert site_reason_faults(desk) == ()


def test_a_sites_reason_is_taken_by_the_services(desk):
    refused = record_not_given(desk, NotGivenForm(1, "transport"))
    assert [one.field for one in refused.problems] == ["reason"]
    taken = record_not_given(site_file(desk, OWN), NotGivenForm(1, "transport"))
    assert isinstance(taken, Unsaved)
    assert taken.problems == ()


def test_a_ward_without_a_file_offers_what_ships(desk):
    assert change_reasons(ChangeKind.MOVE, desk) == change_reasons(ChangeKind.MOVE)
    assert site_reason_faults(desk) == ()


def test_a_change_of_the_file_counts_at_once(desk):
    site_file(desk, OWN)
    assert reason_title("transport", desk) is not None
    site_file(desk, OWN.replace('"transport"', '"transport_failed"'))
    assert reason_title("transport", desk) is None
    assert reason_title("transport_failed", desk) is not None


def test_windows_line_ends_and_comments_are_read(desk):
    site_file(desk, "# ours\r\n" + OWN.replace("\n", "\r\n"))
    assert site_reason_faults(desk) == ()


def test_a_file_with_a_fault_is_left_aside_as_a_whole(desk):
    site_file(desk, OWN + '[[reason]]\ncode = "Transport"\n')
    assert change_reasons(ChangeKind.MOVE, desk) == change_reasons(ChangeKind.MOVE)
    assert {fault.line for fault in site_reason_faults(desk)} == {10}


def test_a_file_too_large_or_not_utf_8_is_left_aside(desk):
    path = desk.store.path.parent / SITE_FILE
    path.write_bytes(b"# \xff\n")
    assert site_reason_faults(desk) == (ReasonFault(1, "The file is not UTF-8 text."),)
    path.write_bytes(b"#" * (64 * 1024 + 1))
    assert site_reason_faults(desk) == (ReasonFault(1, "The file has more than 65536 bytes."),)


def test_a_file_that_cannot_be_read_is_left_aside(desk):
    (desk.store.path.parent / SITE_FILE).mkdir()
    [fault] = site_reason_faults(desk)
    assert fault.sentence.startswith("The file cannot be read: ")


def test_a_folder_that_cannot_be_looked_into_is_told(desk, monkeypatch):
    def refuse(_path):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("pathlib.Path.stat", refuse)
    assert site_reason_faults(desk) == (
        ReasonFault(1, "The file cannot be read: Permission denied."),
    )


GOOD = '[[reason]]\ncode = "a"\nkinds = ["move"]\ntitle = { en = "A" }\n'


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("[[reason]]\ncode = \n", 2, "This is not TOML: Invalid value."),
        ('x = "', 1, "This is not TOML"),
        ("a = 1\n", 1, "a is not known"),
        ("reason = 1\n", 1, "two brackets above each reason"),
        ("reason = [1]\n", 1, "a table of its own"),
        ("\n" + GOOD + "colour = 1\n", 2, "The key colour is not known."),
        (GOOD.replace('"a"', '"A b"'), 1, "small letters"),
        (GOOD.replace('"a"', "1"), 1, "small letters"),
        (GOOD.replace('["move"]', "[]"), 1, "at least one of cease, correct"),
        (GOOD.replace('["move"]', '"move"'), 1, "at least one of cease, correct"),
        (GOOD.replace('"move"', '"fly"'), 1, "fly is no kind of change"),
        (GOOD.replace('"move"', "[1]"), 1, "[1] is no kind of change"),
        (GOOD + "needs_note = 1\n", 1, "needs_note is true or false."),
        (GOOD.replace("en =", "ru ="), 1, 'title = { en = "..." }'),
        (GOOD.replace('{ en = "A" }', '"A"'), 1, 'title = { en = "..." }'),
        (GOOD.replace('"A"', '"A", pl = "A"'), 1, "The language pl is not known"),
        (GOOD.replace('"A"', '" "'), 1, "The title in en is empty"),
        (GOOD.replace('"A"', "1"), 1, "The title in en is empty"),
        (GOOD.replace('"A"', '"A\u200b"'), 1, "does not print"),
        (GOOD.replace('"A"', '"' + "A" * 61 + '"'), 1, "too long"),
        (GOOD + "\n" + GOOD, 6, "The code a is used already; choose another."),
        ('[[factor]]\ncode = "b"\nkinds = []\ntitle = { en = "B" }\n', 1, "The key kinds"),
    ],
)
def test_each_fault_is_named_with_its_line(text, line, said):
    [fault] = read_reasons(text)
    assert fault.line == line
    assert said in fault.sentence


def test_a_shipped_code_is_never_given_another_meaning(desk):
    site_file(desk, GOOD.replace('"a"', '"death"'))
    [fault] = site_reason_faults(desk)
    assert "death is used already" in fault.sentence


def test_entries_written_on_one_line_are_read():
    read = read_reasons('reason = [{ code = "a", kinds = ["move"], title = { en = "A" } }]')
    assert isinstance(read, ReasonLists)
    assert [one.code for one in read.reasons] == ["a"]
