"""The journal as an audit reads it: every field, every filter, page by page."""

import json
from dataclasses import replace
from datetime import date

import pytest

from nkdesk.services.audit import AuditFilter, RowChange, audit_choices, audit_page
from nkdesk.services.audit.fields import audit_rows
from nkdesk.services.audit.witnesses import typed_head, witness_faults
from nkdesk.services.enrol import enrol
from nkdesk.services.undo import undo, undo_offer
from nkdesk.services.ward import ward_site
from nkdesk.store.journal import JournalRow, newest_head
from nkdesk.store.rows import canonical
from nkdesk.store.witness import HEADS_FILE, note_head

EVERYTHING = 10_000


def every(desk, asked=None):
    return audit_page(desk, asked, limit=EVERYTHING).steps


def test_pages_follow_on_from_one_another_without_a_gap(desk):
    whole = every(desk)
    assert [step.seq for step in whole] == list(range(newest_head(desk.store).seq, 0, -1))
    page, seen = audit_page(desk, limit=7), []
    while True:
        seen += page.steps
        if page.before_seq is None:
            break
        page = audit_page(desk, None, page.before_seq, limit=7)
    assert tuple(seen) == whole


@pytest.mark.parametrize(
    ("asked", "keeps"),
    [
        (AuditFilter(patient_id=3), lambda step: 3 in [one for one, _, _ in step.patients]),
        (AuditFilter(person="Sample nurse"), lambda step: step.who == "Sample nurse"),
        (AuditFilter(kind="given"), lambda step: step.what == "given"),
        (
            AuditFilter(first=date(2026, 3, 11), last=date(2026, 3, 11)),
            lambda step: step.at.date() == date(2026, 3, 11),
        ),
        (AuditFilter(first=date(2026, 3, 10)), lambda step: step.at.date() >= date(2026, 3, 10)),
        (AuditFilter(last=date(2026, 2, 10)), lambda step: step.at.date() <= date(2026, 2, 10)),
        (
            AuditFilter(patient_id=3, kind="given"),
            lambda step: step.what == "given" and 3 in [one for one, _, _ in step.patients],
        ),
    ],
)
def test_a_filter_keeps_what_it_says_and_all_of_it(desk, asked, keeps):
    expected = [step.seq for step in every(desk) if keeps(step)]
    assert expected
    assert [step.seq for step in every(desk, asked)] == expected


def test_everything_can_be_asked_for(desk):
    choices, steps = audit_choices(desk), every(desk)
    assert list(choices.people) == sorted({step.who for step in steps})
    assert list(choices.kinds) == sorted({step.what for step in steps})
    told = {one for step in steps for one in step.patients}
    assert told <= set(choices.patients)


def test_every_field_of_every_row_is_told_old_and_new(desk):
    """A1: what the images say, field by field, comes back whole."""
    stored = desk.store.read(
        "SELECT step, table_name, before, after FROM journal ORDER BY step DESC, n"
    )
    told = [(step.seq, row) for step in every(desk) for row in step.rows]
    assert len(told) == len(stored)
    for (seq, row), (step, table, before, after) in zip(told, stored, strict=True):
        old, new = json.loads(before or "{}"), json.loads(after or "{}")
        assert (seq, row.table) == (step, table)
        assert {one.name: (one.old, one.new) for one in row.fields} == {
            name: (old.get(name), new.get(name))
            for name in old.keys() | new.keys()
            if old.get(name) != new.get(name) and name != "rev"
        }


@pytest.mark.parametrize(
    ("old", "new"), [(None, ""), ("", None), (None, 0), (0, None), ("", "x"), (0, 1), ("0", 0)]
)
def test_nothing_naught_and_empty_are_told_apart(old, new):
    row = JournalRow("weight", "[1]", 1, canonical({"note": old}), canonical({"note": new}))
    ((told,),) = [one.fields for one in audit_rows([row])]
    assert (told.old, told.new) == (old, new)


def test_a_row_is_called_as_the_ward_calls_it():
    def called(image):
        (row,) = audit_rows([JournalRow("item", "[7]", 1, None, canonical(image))])
        return row.called, row.change, row.key

    assert called({"code": "NK1", "address_day": 3}) == ("NK1 D3", RowChange.ADDED, "7")
    assert called({"number": "L-1", "code": None}) == ("L-1", RowChange.ADDED, "7")
    assert called({"grams": 5}) == ("", RowChange.ADDED, "7")


def test_a_patient_whose_enrolment_was_undone_goes_by_their_number(desk, form):
    saved = enrol(desk, replace(form, start=""))
    undo(desk, undo_offer(desk).seq)
    back, enrolled = audit_page(desk, limit=2).steps
    assert (back.undoes, enrolled.undone, back.undone) == (enrolled.seq, True, False)
    assert enrolled.patients == back.patients
    (one,) = back.patients
    assert (one[1], one[2]) == (f"#{one[0]}", "")
    assert {row.change for row in back.rows} == {RowChange.REMOVED}
    assert saved is not None


def test_a_reason_is_told_in_words_where_a_list_has_them(desk):
    told = [step for step in every(desk) if step.reason is not None]
    assert told
    assert all(step.why and step.reason.en for step in told)


def test_a_head_noted_elsewhere_finds_what_was_put_back(desk, tmp_path):
    head = newest_head(desk.store)
    note_head(tmp_path, ward_site(desk).uuid, head, desk.clock.now())
    noted = tmp_path / HEADS_FILE
    assert typed_head(f"{head.seq}:{head.hash[:8]}") == (head.seq, head.hash[:8])
    assert typed_head("no head") is None
    assert witness_faults(desk, (head,), noted) == ()
    later = head._replace(seq=head.seq + 1)
    (said,) = witness_faults(desk, (later,), None)
    assert f"(step {head.seq + 1})" in said
