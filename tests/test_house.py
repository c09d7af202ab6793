"""The rules of the house that no linter knows."""

import ast
import functools
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
MODULES = sorted((ROOT / "nkdesk").rglob("*.py"))
LAYER = {path: path.relative_to(ROOT / "nkdesk").parts[0] for path in MODULES}

# The clock is read where the program starts, and in the one file written for it.
READS_THE_CLOCK = {"app", "cli", "clock.py"}
# Where labels are made that take a name for a name, whatever characters it holds.
PLAIN_TEXT = ROOT / "nkdesk" / "ui" / "common" / "labels.py"

CLOCK_CALLS = {
    *("date.today", "datetime.now", "datetime.today", "datetime.utcnow", "time.time"),
    *("time.localtime", "time.gmtime", "time.strftime"),
    *("QDate.currentDate", "QDateTime.currentDateTime", "QDateTime.currentDateTimeUtc"),
    "QTime.currentTime",
}
TAKES_MARKUP = {
    *("setHtml", "insertHtml", "toHtml", "appendHtml", "setMarkdown", "RichText", "AutoText"),
    *("QMessageBox", "QErrorMessage", "QTextDocument", "QTextEdit", "QTextBrowser"),
}

SQL_VERB = re.compile(r"\s*(select|insert|update|delete|replace|create|drop|alter)\b.*\b", re.I)
SQL_CLOCK = re.compile(r"'now'|\blocaltime\b|\bcurrent_(date|time|timestamp)\b", re.I)
SQL_REPLACE = re.compile(r"\b(insert\s+or\s+replace|replace\s+into)\b", re.I)


@functools.cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def dotted(node: ast.expr) -> str:
    """Return the last two names of a call's function: ``date.today`` of ``datetime.date.today``."""
    if not isinstance(node, ast.Attribute):
        return node.id if isinstance(node, ast.Name) else ""
    owner = node.value
    name = owner.id if isinstance(owner, ast.Name) else getattr(owner, "attr", "")
    return f"{name}.{node.attr}"


def calls(path: Path) -> Iterator[ast.Call]:
    return (node for node in ast.walk(tree(path)) if isinstance(node, ast.Call))


def names(path: Path) -> set[str]:
    """Return every name and attribute a module speaks of."""
    found = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Name):
            found.add(node.id)
        elif isinstance(node, ast.Attribute):
            found.add(node.attr)
        elif isinstance(node, ast.ImportFrom):
            found |= {alias.name for alias in node.names}
    return found


def imports(path: Path) -> set[str]:
    """Return every module a module imports, with its members: ``os``, ``datetime.date``."""
    found = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def imports_like(path: Path, pattern: str) -> list[str]:
    return [name for name in imports(path) if re.match(pattern, name)]


def texts(path: Path) -> Iterator[str]:
    """Yield every text of a module that is not a docstring."""
    module = tree(path)
    docstrings = {
        id(node.value)
        for node in ast.walk(module)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    for node in ast.walk(module):
        text = getattr(node, "value", None)
        if isinstance(node, ast.Constant) and isinstance(text, str) and id(node) not in docstrings:
            yield text


def built_sql(path: Path) -> Iterator[str]:
    """Yield texts that look like SQL and are put together from pieces."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.JoinedStr):
            pieces = [each.value if isinstance(each, ast.Constant) else "?" for each in node.values]
            if len(pieces) > 1 and SQL_VERB.match("".join(pieces)):
                yield ast.unparse(node)
        elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add | ast.Mod):
            left = node.left
            if isinstance(left, ast.Constant) and SQL_VERB.match(str(left.value)):
                yield ast.unparse(node)


def is_migration(path: Path) -> bool:
    return path.parent.name == "store" and bool(re.match(r"migrations|m\d{3}_", path.name))


def in_layers(*layers: str) -> list[Path]:
    return [path for path in MODULES if LAYER[path] in layers]


def breaking(paths: Iterable[Path], rule: Callable[[Path], object]) -> dict[str, object]:
    """Return what a rule finds, by file; nothing when all keep to it."""
    found = {path.relative_to(ROOT).as_posix(): rule(path) for path in paths}
    return {name: what for name, what in found.items() if what}


def clock_calls(path: Path) -> list[str]:
    return [dotted(call.func) for call in calls(path) if dotted(call.func) in CLOCK_CALLS]


def bare_labels(path: Path) -> list[str]:
    return [ast.unparse(call) for call in calls(path) if dotted(call.func) == "QLabel"]


def replacing_calls(path: Path) -> list[str]:
    return [
        ast.unparse(call)
        for call in calls(path)
        for keyword in call.keywords
        if keyword.arg == "replace" and getattr(keyword.value, "value", False) is True
    ]


def floats(path: Path) -> list[float]:
    constants = (node for node in ast.walk(tree(path)) if isinstance(node, ast.Constant))
    return [node.value for node in constants if isinstance(node.value, float)]


def test_there_is_something_to_look_at():
    assert len(MODULES) > 50
    assert PLAIN_TEXT in MODULES


def test_no_module_is_longer_than_300_lines():
    def too_long(path: Path) -> int:
        lines = len(path.read_text(encoding="utf-8").splitlines())
        return lines if lines > 300 else 0

    assert breaking([*MODULES, *(ROOT / "packaging").glob("*.py")], too_long) == {}


def test_no_function_is_longer_than_60_lines():
    def too_long(path: Path) -> list[str]:
        return [
            f"{node.name}: {node.end_lineno - node.lineno + 1} lines"
            for node in ast.walk(tree(path))
            if isinstance(node, ast.FunctionDef) and node.end_lineno - node.lineno >= 60
        ]

    assert breaking([*MODULES, *(ROOT / "packaging").glob("*.py")], too_long) == {}


def test_only_the_start_of_the_program_reads_the_clock():
    others = [path for path in MODULES if LAYER[path] not in READS_THE_CLOCK]
    assert breaking(others, clock_calls) == {}


def test_clinical_dates_are_never_guessed():
    assert breaking(MODULES, lambda path: imports_like(path, r"dateutil\.parser")) == {}


def test_no_row_is_replaced_behind_the_journal():
    assert breaking(MODULES, lambda path: list(filter(SQL_REPLACE.search, texts(path)))) == {}
    assert breaking(MODULES, replacing_calls) == {}


def test_sql_never_asks_for_the_time():
    assert breaking(MODULES, lambda path: list(filter(SQL_CLOCK.search, texts(path)))) == {}


def test_sql_is_never_put_together_from_pieces():
    assert breaking(MODULES, lambda path: list(built_sql(path))) == {}


def test_tables_keep_their_triggers():
    others = [path for path in in_layers("store") if not is_migration(path)]
    assert breaking(others, lambda path: names(path) & {"transform"}) == {}


def test_only_one_library_opens_stores():
    assert breaking(MODULES, lambda path: imports_like(path, r"sqlite3\b|apsw|.*\bQtSql")) == {}


def test_the_pure_layers_know_no_files_no_clock_and_no_floats():
    pure = in_layers("model", "scheduler", "bedside")
    outside = r"(os|io|pathlib|time|sys|logging|random|locale)(\.|$)"
    assert breaking(pure, lambda path: imports_like(path, outside)) == {}
    assert breaking(pure, lambda path: names(path) & {"open", "print", "input", "float"}) == {}
    assert breaking(pure, floats) == {}


def test_a_name_is_never_taken_for_markup():
    """One unescaped ``<!--`` in a name can hide every patient after it."""
    shown = [path for path in in_layers("ui", "sheets") if path != PLAIN_TEXT]
    assert breaking(shown, lambda path: names(path) & TAKES_MARKUP) == {}
    assert (
        breaking(shown, lambda path: [c for c in calls(path) if dotted(c.func) == "QLabel"]) == {}
    )
    assert "PlainText" in names(PLAIN_TEXT)


def test_screens_never_wait():
    waiting = {"processEvents", "sleep", "QThread"}
    assert breaking(in_layers("ui"), lambda path: names(path) & waiting) == {}


def test_the_rules_above_find_what_they_forbid(tmp_path):
    bad = tmp_path / "bad.py"
    bad.write_text(
        "from dateutil.parser import parse\n"
        "from datetime import date\n"
        "today = date.today()\n"
        "a = f'SELECT * FROM patient WHERE name = {today}'\n"
        "b = 'DELETE FROM ' + a\n"
        "c = \"insert or REPLACE into patient values (date('now'))\"\n"
        "table.insert({}, replace=True)\n"
        "d = 1.5\n",
        encoding="utf-8",
    )
    assert imports_like(bad, r"dateutil\.parser") == ["dateutil.parser.parse"]
    assert clock_calls(bad) == ["date.today"]
    assert replacing_calls(bad) == ["table.insert({}, replace=True)"]
    assert floats(bad) == [1.5]
    assert len(list(built_sql(bad))) == 2
    assert any(SQL_REPLACE.search(text) for text in texts(bad))
    assert any(SQL_CLOCK.search(text) for text in texts(bad))
