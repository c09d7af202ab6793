"""The line of every key: against files written line by line, and for any text at all."""

import tomllib
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from nkdesk.exchange.fault import KeyPath, spoken
from nkdesk.exchange.toml_lines import find_lines
from nkdesk.exchange.toml_source import TomlSource, read_source

DOCUMENT = '''\
# a comment [x]
top = 1
"quoted key" = { a = 1, 'b.c' = [1, 2] } # = 3
dotted.key.path = true

[table]
list = [
  1, # one ]
  [2,
   3],
  "]", # four
]
text = """
two ""lines"" \\""" ["""
raw = \'\'\'
a = 1\'\'\'
[table.below]
date = 1979-05-27 07:32:00
[[row]]
a = 1
[[row.sub]]
a = 2
[[row.sub]]
a = 3
[row.sub.deep]
a = 4
[[row]]
a = """x"""
sub = [{ a = 5 }, { a = 6,
}]
'''


LINES: dict[KeyPath, int] = {
    ("top",): 2,
    ("quoted key",): 3,
    ("quoted key", "b.c", 1): 3,
    ("dotted", "key", "path"): 4,
    ("table",): 6,
    ("table", "list"): 7,
    ("table", "list", 0): 8,
    ("table", "list", 1): 9,
    ("table", "list", 1, 1): 10,
    ("table", "list", 2): 11,
    ("table", "text"): 13,
    ("table", "raw"): 15,
    ("table", "below"): 17,
    ("table", "below", "date"): 18,
    ("row", 0): 19,
    ("row", 0, "a"): 20,
    ("row", 0, "sub", 0): 21,
    ("row", 0, "sub", 1): 23,
    ("row", 0, "sub", 1, "a"): 24,
    ("row", 0, "sub", 1, "deep", "a"): 26,
    ("row", 1): 27,
    ("row", 1, "a"): 28,
    ("row", 1, "sub", 1, "a"): 29,
}


@pytest.mark.parametrize("path", LINES, ids=spoken)
def test_a_key_is_found_on_its_line(path: KeyPath) -> None:
    found = find_lines(DOCUMENT)

    assert path in found.lines
    assert found.at(path) == LINES[path]


def test_a_key_that_is_not_there_is_looked_for_where_it_would_stand() -> None:
    found = find_lines(DOCUMENT)

    assert found.at(("table", "below", "absent")) == 17
    assert found.at(("absent",)) == 1


def paths(value: Any, path: KeyPath = ()) -> Iterator[KeyPath]:
    members = enumerate(value) if isinstance(value, list) else None
    if isinstance(value, dict):
        members = value.items()
    if path:
        yield path
    for key, member in members or ():
        yield from paths(member, (*path, key))


keys = st.text("ab-_1.\"' é#=[", min_size=1, max_size=4)
values = st.recursive(
    st.integers() | st.booleans() | st.text("ab\"'\\\n#[]{},= é", max_size=6),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=3),
    max_leaves=8,
)
documents = st.dictionaries(keys, values, max_size=4)


def written(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return quoted(value)
    if isinstance(value, list):
        return "[\n" + "".join(f"{written(member)}, # ]\n" for member in value) + "]"
    if isinstance(value, dict):
        pairs = (f"{quoted(key)} = {written(member)}" for key, member in value.items())
        return "{ " + ", ".join(pairs) + " }"
    return str(value)


def quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


@given(documents)
def test_every_key_of_any_sound_document_is_found(document: dict[str, Any]) -> None:
    text = "".join(f"\n{quoted(key)} = {written(value)} # =\n" for key, value in document.items())
    assert tomllib.loads(text) == document

    found = find_lines(text)

    assert found.errors == []
    assert set(paths(document)) <= set(found.lines)
    assert list(found.lines.values()) == sorted(found.lines.values())


@given(documents)
def test_a_statement_stands_where_it_was_written(document: dict[str, Any]) -> None:
    text, expected = "", {}
    for key, value in document.items():
        expected[(key,)] = text.count("\n") + 1
        text += f"{quoted(key)} = {written(value)}\n"

    found = find_lines(text)

    assert {path: line for path, line in found.lines.items() if len(path) == 1} == expected


@given(st.text("ab=.[]{}\"'#,\n\\ 1", max_size=60))
@example("'''a")
@example('a = "\\')
@example('"\\q" = 1')
@example("[[a]]\n[a]\n[[a]]")
@example("a = [1\r\n")
def test_any_text_can_be_followed_without_an_exception(text: str) -> None:
    found = find_lines(text)
    last = text.count("\n") + 1

    assert all(1 <= line <= last for line in found.lines.values())
    assert all(1 <= error.line <= last for error in found.errors)


@given(st.text("ab=.[]{}\"'#,\n\\ 1", max_size=40))
def test_nothing_that_is_sound_toml_is_called_faulty(text: str) -> None:
    try:
        tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return

    assert find_lines(text).errors == []


@given(st.binary(max_size=60) | st.text(max_size=60).map(str.encode))
@example(b"a = 0x" + b"f" * 290)
@example(b"a = 1979-13-45")
def test_any_bytes_are_read_or_refused_without_an_exception(raw: bytes) -> None:
    found = read_source(raw)

    if isinstance(found, TomlSource):
        assert found.tables == tomllib.loads(raw.decode())
    else:
        assert all(1 <= error.line <= raw.count(b"\n") + 1 for error in found)
