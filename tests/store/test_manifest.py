"""The page beside a backed-up store: it says everything, and what was changed on it is found."""

import json
from dataclasses import replace
from datetime import datetime
from hashlib import sha256

import pytest

from nkdesk.store.journal import Head
from nkdesk.store.manifest import (
    STORE_FILE,
    BackupKind,
    FileSeal,
    Manifest,
    manifest_text,
    read_manifest,
)
from nkdesk.store.problem import StoreError, StoreProblem
from nkdesk.store.rows import canonical
from tests.store.made_up import MINSK

MADE = Manifest(
    made_at=datetime(2026, 3, 12, 14, 30, 5, tzinfo=MINSK),
    kind=BackupKind.REGULAR,
    program="0.6",
    store_id="0" * 32,
    ward="Отделение 3",
    sample=False,
    version=1 << 16 | 3,
    head=Head(161, "ab" * 32),
    head_at=datetime(2026, 3, 12, 14, 2, 10, tzinfo=MINSK),
    rows={"patient": 12, "step": 161},
    files={STORE_FILE: FileSeal(790528, "cd" * 32)},
)


def changed(**fields):
    """A manifest with other fields, sealed as a program that wrote it would."""
    kept = json.loads(manifest_text(MADE)) | fields
    kept.pop("seal", None)
    kept["seal"] = sha256(canonical(kept).encode()).hexdigest()
    return json.dumps(kept, ensure_ascii=False).encode()


def refused(raw):
    with pytest.raises(StoreError) as caught:
        read_manifest(raw)
    return caught.value.problem


def test_what_is_written_is_read_again():
    assert read_manifest(manifest_text(MADE).encode()) == MADE
    assert MADE.size == 790528


def test_only_what_was_made_before_a_new_version_is_kept_for_ever():
    kept = [kind for kind in BackupKind if replace(MADE, kind=kind).for_ever]
    assert kept == [BackupKind.BEFORE_VERSION]


def test_what_a_later_program_adds_is_left_alone():
    """The keys of an encrypted store will travel beside it."""
    files = {**json.loads(manifest_text(MADE))["files"], "store.keys": {"size": 1, "sha256": "x"}}
    read = read_manifest(changed(keys="wrapped", files=files))
    assert replace(read, files=MADE.files) == MADE
    assert read.files["store.keys"] == FileSeal(1, "x")


def test_what_only_a_later_program_understands_is_refused_as_newer():
    assert refused(changed(nkdesk_backup=2)) is StoreProblem.BACKUP_NEWER


def test_every_single_changed_character_is_found():
    text = manifest_text(MADE)
    for place in range(len(text)):
        other = "7" if text[place] != "7" else "8"
        if text[place].isspace():
            continue
        with pytest.raises(StoreError):
            read_manifest(f"{text[:place]}{other}{text[place + 1 :]}".encode())


def test_a_manifest_cut_off_anywhere_is_torn():
    raw = manifest_text(MADE).encode()
    for length in range(20, len(raw) - 2):
        assert refused(raw[:length]) is StoreProblem.BACKUP_TORN
    for nothing in (b"", b"\0" * 512, b" \n"):
        assert refused(nothing) is StoreProblem.BACKUP_TORN


@pytest.mark.parametrize(
    "raw",
    [
        b"shopping list",
        b"[]",
        b"12",
        b"\xff\xfe",
        b'{"nkdesk_backup": true}',
        b'{"nkdesk_backup": "1"}',
        b"[" * 60_000,
        b'{"nkdesk_backup": 1' + b"0" * 5000 + b"}",
        *(
            changed(**wrong)
            for wrong in (
                {"store": None},
                {"head": []},
                {"made_at": "yesterday"},
                {"made_at": "2026-03-12T14:00:00"},
                {"rows": {"patient": "many"}},
                {"files": {}},
                {"files": {STORE_FILE: {"size": 1}}},
            )
        ),
    ],
    ids=range(15),
)
def test_what_is_no_manifest_is_no_backup(raw):
    assert refused(raw) is StoreProblem.NOT_A_BACKUP


def test_a_manifest_with_half_a_letter_or_no_number_is_torn():
    for wrong in ('"\\ud800"', "NaN"):
        raw = manifest_text(MADE).replace('"0.6"', wrong).encode()
        assert refused(raw) is StoreProblem.BACKUP_TORN
