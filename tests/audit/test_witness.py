"""Heads known from elsewhere: typed from a sheet, or noted in a second folder."""

from datetime import date
from pathlib import Path

import pytest

from nkdesk.model.patient import Weight
from nkdesk.store.journal import Head
from nkdesk.store.patients import add_weight
from nkdesk.store.problem import StoreError
from nkdesk.store.verify import Fault
from nkdesk.store.witness import HEADS_FILE, doubts, head_of_text, note_head, noted_heads
from tests.store.made_up import SITE, Ward


def noted(ward: Ward, folder: Path) -> Head:
    head = ward.store.head()
    note_head(folder, SITE.uuid, head, ward.store.moment())
    return head


def weigh(ward: Ward) -> Head:
    with ward.store.step(actor="nurse", what="weight") as step:
        add_weight(step, 1, Weight(12500, date(2026, 3, 12)))
    return ward.store.head()


def test_a_head_is_read_as_a_sheet_prints_it() -> None:
    assert head_of_text(" 7:0123ABCD ") == Head(7, "0123abcd")
    assert head_of_text("7:" + "0" * 64) == Head(7, "0" * 64)


@pytest.mark.parametrize(
    "text", ["", "7", "7:", "7:0123abc", "7:0123abcg", "x:0123abcd", "٧:0123abcd"]
)
def test_what_is_no_head_is_not_guessed_at(text: str) -> None:
    assert head_of_text(text) is None


def test_a_head_is_noted_once_and_nothing_noted_changes(ward: Ward, tmp_path: Path) -> None:
    path = tmp_path / HEADS_FILE
    first = noted(ward, tmp_path)
    before = path.read_bytes()
    assert noted(ward, tmp_path) == first
    assert path.read_bytes() == before
    second = weigh(ward)
    assert noted(ward, tmp_path) == second
    assert path.read_bytes().startswith(before)
    assert noted_heads(path, SITE.uuid) == (first, second)
    assert doubts(ward.store, (first, second)) == ()


def test_a_line_cut_off_and_another_wards_line_say_nothing(ward: Ward, tmp_path: Path) -> None:
    path = tmp_path / HEADS_FILE
    head = noted(ward, tmp_path)
    other = f"2026-03-12T08:00:00+03:00 another-ward 9:{'f' * 64}\n"
    path.write_text(path.read_text() + other + path.read_text()[:50])
    assert noted_heads(path, SITE.uuid) == (head,)
    newer = weigh(ward)
    noted(ward, tmp_path)
    assert noted_heads(path, SITE.uuid) == (head, newer)


def test_the_narrowest_stretch_is_named(ward: Ward) -> None:
    good = weigh(ward)
    weigh(ward)
    last = weigh(ward)
    wrong = Head(last.seq, "f" * 64)
    assert [one.where for one in doubts(ward.store, (good, wrong))] == [
        f"in steps {good.seq + 1} to {last.seq}"
    ]
    (finding,) = doubts(ward.store, (good, Head(good.seq + 1, "f" * 8), wrong))
    assert (finding.fault, finding.where) == (Fault.HEAD, f"step {good.seq + 1}")
    (finding,) = doubts(ward.store, (Head(last.seq + 5, "f" * 64),))
    assert finding.where == f"step {last.seq + 1}"


def test_a_folder_that_takes_nothing_is_told(ward: Ward, tmp_path: Path) -> None:
    with pytest.raises(StoreError):
        noted(ward, tmp_path / "gone")
    with pytest.raises(StoreError):
        noted_heads(tmp_path / "gone", SITE.uuid)
