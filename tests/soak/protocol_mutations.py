"""Spoil the shipped protocol files at random; whatever comes out, reading it must never break.

A spoilt file must be refused with errors that name a line of it, or be read as a protocol whose
canonical content comes back whole. Run through ``packaging/bootstrap.py soak``.
"""

import random
import sys
import time

from nkdesk.exchange.protocol_file import read_protocol, shipped_protocols
from nkdesk.model.canonical import canonical_json, protocol_from_json
from nkdesk.model.protocol import Protocol

DEFAULT_COUNT = 100_000
SEED = 5272293
_TOKENS = [
    *(b"[", b"]", b"[[", b"]]", b"{", b"}", b"=", b",", b".", b'"', b"'", b'"""', b"'''", b"#"),
    *(b"\n", b"\r\n", b"\\", b"\x00", b"\xff", b"\xef\xbb\xbf", "\u202e".encode()),
    *(b"nan", b"-inf", b"true", b"1e400", b"-0", b"0x7fffffffffffffffffff", b"9" * 5000),
    *(b"2026-03-12", b"99:99", b"item", b"NK1", b'"-999..999"', b"[item.dose]", b"a.b.c.d = 1"),
]


def spoil(raw: bytes, chance: random.Random) -> bytes:
    """Return the file with one to four things done to it."""
    for _ in range(chance.choice((1, 1, 1, 2, 3, 4))):
        raw = chance.choice(_WAYS)(raw, chance)
    return raw


def _flip(raw: bytes, chance: random.Random) -> bytes:
    place = chance.randrange(len(raw) or 1)
    return raw[:place] + bytes([chance.randrange(256)]) + raw[place + 1 :]


def _cut(raw: bytes, chance: random.Random) -> bytes:
    return raw[: chance.randrange(len(raw) + 1)]


def _drop_a_line(raw: bytes, chance: random.Random) -> bytes:
    lines = raw.split(b"\n")
    del lines[chance.randrange(len(lines))]
    return b"\n".join(lines)


def _double_a_line(raw: bytes, chance: random.Random) -> bytes:
    lines = raw.split(b"\n")
    lines.insert(chance.randrange(len(lines)), chance.choice(lines))
    return b"\n".join(lines)


def _swap_lines(raw: bytes, chance: random.Random) -> bytes:
    lines = raw.split(b"\n")
    one, other = chance.randrange(len(lines)), chance.randrange(len(lines))
    lines[one], lines[other] = lines[other], lines[one]
    return b"\n".join(lines)


def _swap_words(raw: bytes, chance: random.Random) -> bytes:
    words = raw.split(b" ")
    one, other = chance.randrange(len(words)), chance.randrange(len(words))
    words[one], words[other] = words[other], words[one]
    return b" ".join(words)


def _put_a_token(raw: bytes, chance: random.Random) -> bytes:
    place = chance.randrange(len(raw) + 1)
    return raw[:place] + chance.choice(_TOKENS) + raw[place:]


def _replace_a_value(raw: bytes, chance: random.Random) -> bytes:
    lines = raw.split(b"\n")
    place = chance.randrange(len(lines))
    key, equals, _value = lines[place].partition(b"= ")
    lines[place] = key + equals + chance.choice(_TOKENS)
    return b"\n".join(lines)


def _drop_a_span(raw: bytes, chance: random.Random) -> bytes:
    place = chance.randrange(len(raw) + 1)
    return raw[:place] + raw[place + chance.randrange(200) :]


_WAYS = (
    _flip,
    _cut,
    _drop_a_line,
    _double_a_line,
    _swap_lines,
    _swap_words,
    _put_a_token,
    _replace_a_value,
    _drop_a_span,
)


def judge(raw: bytes) -> bool:
    """Read a spoilt file; whether it was accepted. AssertionError when the answer is unsound."""
    found = read_protocol(raw)
    if isinstance(found, Protocol):
        assert protocol_from_json(canonical_json(found)) == found
        return True
    assert found
    for error in found:
        assert 1 <= error.line <= raw.count(b"\n") + 1
        assert error.key
        assert error.problem
        assert error.remedy
        assert "\n" not in error.key + error.problem + error.remedy
    return False


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


def main(count: int = DEFAULT_COUNT) -> int:
    """Spoil and read ``count`` files; 0 when none breaks reading, else 1 with the file's bytes."""
    sources = [source.encode() for _path, _protocol, source in shipped_protocols()]
    chance = random.Random(SEED)  # noqa: S311 - a repeatable test, no secret
    began = time.perf_counter()
    accepted = 0
    for number in range(1, count + 1):
        raw = spoil(chance.choice(sources), chance)
        try:
            accepted += judge(raw)
        except Exception as fault:  # whatever it is, it is what we look for
            say(f"protocol mutations: number {number} broke reading: {fault!r}\n{raw!r}")
            return 1
    seconds = time.perf_counter() - began
    say(
        f"protocol mutations: {count} spoilt files, {count - accepted} refused, {accepted} still "
        f"sound, 0 broke reading, {seconds:.0f} s"
    )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
