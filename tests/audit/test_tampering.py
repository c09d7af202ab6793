"""A thousand tamperings of seven kinds: with one head as witness, every one is found (A5, H29)."""

from collections import Counter
from datetime import date
from pathlib import Path
from random import Random

import pytest

from nkdesk.model.patient import Weight
from nkdesk.store.journal import Head
from nkdesk.store.patients import add_weight
from nkdesk.store.problem import StoreError
from nkdesk.store.store import open_store
from nkdesk.store.verify import verify
from nkdesk.store.witness import doubts
from tests.audit.tampering import KINDS, Story, rechain
from tests.store.made_up import ticking

TAMPERINGS = 1000
STEPS = 12
PRINTED = 8  # a sheet prints so many characters of the hash


@pytest.fixture(scope="session")
def story(tmp_path_factory: pytest.TempPathFactory, planned_ward: tuple[bytes, str, int]) -> Story:
    path = tmp_path_factory.mktemp("story") / "ward.nkdesk"
    path.write_bytes(planned_ward[0])
    files = [path.read_bytes()]
    with open_store(path, ticking()) as store:
        first = store.head().seq
        for number in range(STEPS):
            with store.step(actor="nurse", what="weight") as step:
                add_weight(step, 1, Weight(12500 + number, date(2026, 3, 12)))
            files.append(path.read_bytes())
        hashes = [row[0] for row in store.read("SELECT hash FROM step ORDER BY seq")]
    return Story(first, tuple(files), tuple(hashes))


def _dice(seed: int) -> Random:
    return Random(seed)  # noqa: S311 -- a repeatable test, no secret


def found(path: Path, known: tuple[Head, ...]) -> list[str]:
    try:
        with open_store(path, ticking()) as store:
            return [one.where for one in (*verify(store), *doubts(store, known))]
    except StoreError as error:
        return [str(error)]


def test_a_thousand_tamperings_are_found_and_the_first_bad_step_is_named(
    story: Story, tmp_path: Path
) -> None:
    path = tmp_path / "ward.nkdesk"
    printed = (Head(story.last, story.hashes[-1][:PRINTED]),)
    noted = tuple(Head(seq, one) for seq, one in enumerate(story.hashes, 1))
    dice, told, missed, unnamed = _dice(6), Counter(), [], []
    for number in range(TAMPERINGS):
        tamper = KINDS[number % len(KINDS)]
        path.write_bytes(story.files[-1])
        expected = tamper(path, story, dice)
        witnesses = noted if tamper is rechain else printed
        places = found(path, witnesses)
        told[tamper.__name__] += bool(places)
        if not places:
            missed.append((number, tamper.__name__, expected))
        elif expected not in places:
            unnamed.append((number, tamper.__name__, expected, places))
        if (
            tamper is rechain and number < 100
        ):  # one printed head finds it too, and names the stretch
            assert found(path, printed) in (
                [f"in steps 1 to {story.last}"],
                ["step 1"],
            )
    assert missed == []
    assert unnamed == []
    assert sum(told.values()) == TAMPERINGS
    assert len(told) == len(KINDS)


def test_without_a_witness_the_last_three_kinds_stay_unseen(story: Story, tmp_path: Path) -> None:
    """The tamperings are as good as they claim: only a witness finds them."""
    path = tmp_path / "ward.nkdesk"
    for tamper in KINDS[4:]:
        path.write_bytes(story.files[-1])
        tamper(path, story, _dice(1))
        assert found(path, ()) == [], tamper.__name__


def test_an_honest_store_is_never_accused(story: Story, tmp_path: Path) -> None:
    path = tmp_path / "ward.nkdesk"
    path.write_bytes(story.files[-1])
    noted = tuple(Head(seq, one) for seq, one in enumerate(story.hashes, 1))
    assert found(path, noted) == []
    assert found(path, (Head(0, "0" * 64),)) == []
