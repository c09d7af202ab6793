"""Every malformed file is refused with line, key and words a reader understands (safety H19, I)."""

import tomllib

import pytest
import tomlkit

from nkdesk.exchange.protocol_file import ProtocolError, read_protocol
from nkdesk.model.protocol import Protocol
from tests.exchange.malformed import CASES, Malformed
from tests.exchange.sound import SOUND


def refused(raw: bytes) -> tuple[ProtocolError, ...]:
    found = read_protocol(raw)
    assert isinstance(found, tuple)
    return found


def test_the_sound_file_is_accepted() -> None:
    assert isinstance(read_protocol(SOUND.encode()), Protocol)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_malformed_file_is_refused_with_line_key_and_words(case: Malformed) -> None:
    found = refused(case.text.encode())

    said = [
        error
        for error in found
        if error.key.startswith(case.key)
        and case.words.lower() in f"{error.problem} {error.remedy}".lower()
    ]
    assert [error.line for error in said] == [case.expected_line], found
    assert said[0].problem.endswith(".")
    assert said[0].remedy


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_one_fault_is_not_said_in_several_ways(case: Malformed) -> None:
    assert len(refused(case.text.encode())) <= 3


def test_all_errors_are_said_at_once_in_the_order_of_lines() -> None:
    text = SOUND
    for right, wrong in (
        ("cycles = 2\n", "cycles = true\n"),
        ('holidays = "BY"', 'holidays = "XX"'),
        ('anchor = "nk"\ndays = [7]', 'anchor = "kn"\ndays = [7]'),
        ('from = "FLU@7"', 'from = "FLY@7"'),
        ('id = "P-I1"', 'id = "P-I0"'),
    ):
        text = text.replace(right, wrong, 1)

    found = refused(text.encode())

    assert [error.key for error in found] == [
        "protocol.cycles",
        "calendar.nk_lab.holidays",
        "item[4].anchor",
        "gap[2].from",
        "criterion[2].id",
    ]
    assert [error.line for error in found] == sorted(error.line for error in found)


def test_a_bad_table_is_not_called_absent() -> None:
    """A gap to an item that is there but wrong must not be told that there is no such item."""
    found = refused(SOUND.replace("days = [10]", "days = []").encode())

    assert [error.key for error in found] == ["item[3].days"]


@pytest.mark.parametrize(
    ("raw", "line", "words"),
    [
        (b"", 1, "[protocol] is missing"),
        (b"\xff\xfe" + SOUND.encode("utf-16-le"), 1, "UTF-8"),
        (SOUND.encode("utf-16"), 1, "UTF-8"),
        (b'format = 1\n[protocol]\nid = "\xe9"\n', 3, "UTF-8"),
        (bytes(range(256)) * 40, 2, "UTF-8"),
        (b"\x00" * 5000, 1, "does not show: U+0000"),
        (b"x" * 10_000_000, 1, "262144"),
        (b"a = " + b"[" * 200_000, 1, "nested"),
        (b"a = " + b"{b=" * 50_000, 1, "nested"),
        (b".".join([b"a"] * 100_000) + b" = 1", 1, "nested"),
        (b"[" + b".".join([b"a"] * 100_000) + b"]", 1, "nested"),
        (b"\r\n\r\n[protocol", 3, "TOML"),
        (b"[[item]]\n" * 20_000, 201, "too many"),
        (b"[protocol]\n" + b"".join(b"k%d = 1\n" % n for n in range(20_000)), 102, "too many"),
        (b"".join(b"[anchor.a%d]\n" % n for n in range(10_000)), 51, "too many"),
        (b"x = [" + b"{ a = 1 }," * 25_000 + b"]", 1, "[protocol] is missing"),
        (b"anchor = 3", 1, "Write [anchor.name]"),
        (b"\nitem = 3", 2, "Write [[item]]"),
        (b"\nitem = [3]", 2, "Write [item] as in the guide"),
        (b"\nprotocol = 3", 2, "Write [protocol]"),
        (b"<?xml version='1.0'?>", 1, "TOML"),
        (b'{"format": 1}', 1, "TOML"),
    ],
    ids=[
        "empty",
        "utf-16 marked",
        "utf-16",
        "latin-1",
        "binary",
        "zeros",
        "10 MB",
        "200,000 brackets",
        "50,000 braces",
        "100,000 dots",
        "100,000 dots in a header",
        "Windows line ends",
        "20,000 items",
        "20,000 keys",
        "10,000 anchors",
        "25,000 inline tables",
        "anchor as a number",
        "item as a number",
        "items as numbers",
        "protocol as a number",
        "xml",
        "json",
    ],
)
def test_what_is_no_protocol_file_is_refused_plainly(raw: bytes, line: int, words: str) -> None:
    found = refused(raw)

    said = [error for error in found if words in f"{error.problem} {error.remedy}"]
    assert said, found
    assert said[0].line == line


def test_a_file_without_arms_is_refused() -> None:
    tables = tomllib.loads(SOUND)
    del tables["arm"], tables["item"], tables["gap"], tables["anchor"]

    found = refused(tomlkit.dumps(tables).encode())

    assert [error.problem for error in found] == ["There is no arm."]


def test_a_product_that_nothing_could_release_is_refused() -> None:
    found = refused(SOUND.partition("[[product.test]]")[0].encode())

    assert [(error.key, error.problem) for error in found] == [
        ("product", "The product has no test that could release it.")
    ]


def test_every_fault_of_a_product_is_said_at_once() -> None:
    text = SOUND.replace('dose_min = "5"', 'dose_min = "-5"').replace('id = "cd3"', 'id = "CD3"')

    found = refused(text.replace('low = "92"', 'low = "92%"').encode())

    assert [error.key for error in found] == [
        "product.dose_min",
        "product.limit[1].low",
        "product.test[2].id",
    ]


def test_a_gap_to_the_cycle_before_needs_one() -> None:
    found = refused(SOUND.replace("cycles = 2\n", "cycles = 1\n").encode())

    assert [(error.key, error.problem) for error in found] == [
        ("gap[3].from", "There is no cycle before: the protocol has one cycle.")
    ]


def test_a_gap_to_chemotherapy_needs_chemotherapy() -> None:
    found = refused(SOUND.replace('kind = "chemo"', 'kind = "check"').encode())

    assert [(error.key, error.problem) for error in found] == [
        ("gap[1].from", "The protocol has no chemotherapy item."),
        ("gap[3].to", "The protocol has no chemotherapy item."),
    ]


def test_what_a_file_holds_cannot_break_the_line_it_is_quoted_on() -> None:
    text = SOUND.replace('"T-1"', '"T\\n\\u202e\\u001b[31m1"').replace("needs_product", '"x\\ny"')

    found = refused(text.encode())

    assert [error.key for error in found] == ["protocol.id", "item[3].x y"]
    assert all(error.problem.isprintable() for error in found)


def test_a_word_that_is_far_too_long_is_quoted_in_part() -> None:
    (error,) = refused(SOUND.replace('"site"', f'"{"x" * 9000}"').encode())

    assert "x" * 30 in error.problem
    assert len(error.problem) < 100
