"""Run every harness of faults at full length and write what was measured.

``python -m tests.faults.report --json FILE --page docs/validation/faults.md``; one harness by its
name only runs that one again and keeps the other figures of the file.
"""

import argparse
import json
import platform
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from tests.faults.children import run_apart
from tests.faults.mounting import SMALL, CannotMountError, run_mounted

Figures = dict[str, Any]

FULL: Mapping[str, tuple[str, ...]] = {
    "killing": ("--kills", "5000"),
    "injecting": (),
    "power": ("--states", "10400"),
    "power without syncs": ("--states", "520", "--unsafe"),
    "editing": (),
    "flipping": (),
    "full_disk": (),
}
SHORT: Mapping[str, tuple[str, ...]] = {
    "killing": ("--kills", "25"),
    "injecting": ("--most", "1"),
    "power": ("--states", "13"),
    "power without syncs": ("--states", "13", "--unsafe"),
    "editing": ("--edits", "10"),
    "flipping": ("--flips", "5"),
    "full_disk": (),
}


def measure(name: str, words: Sequence[str]) -> Figures:
    """Run one harness and return its figures."""
    with tempfile.TemporaryDirectory() as folder:
        if name == "full_disk":
            return _on_a_full_disk(Path(folder) / "disk")
        return run_apart(name.split(maxsplit=1)[0], words, Path(folder))


def _on_a_full_disk(folder: Path) -> Figures:
    folder.mkdir()
    command = [sys.executable, "-m", "tests.faults.full_disk", str(folder)]
    try:
        done = run_mounted(SMALL, folder, command)
    except CannotMountError as error:
        return {"why_not": str(error), "violations": []}
    found: Figures = json.loads(done.stdout)
    return found


def holds(name: str, found: Figures) -> bool:
    """Whether a harness found what it should: nothing, but without syncs something."""
    if found.get("why_not"):
        return True
    return bool(found["violations"]) == (name == "power without syncs")


def page(figures: Mapping[str, Figures]) -> str:
    """Return the page of what was measured, in the order of the requirements."""
    rows = [
        f"| {title} | {name} | {_told(figures[name], tell)} |"
        for name, (title, tell) in _ROWS.items()
        if name in figures
    ]
    head = Path(__file__).with_name("page.md").read_text("utf-8")
    return head.replace("<!-- measured -->", "\n".join(rows)).replace(
        "<!-- machine -->", f"{platform.system()} {platform.machine()}"
    )


def _told(found: Figures, tell: Callable[[Figures], str]) -> str:
    return f"not run: {found['why_not']}" if found.get("why_not") else tell(found)


def _wrong(found: Figures) -> str:
    return f"{len(found['violations'])} violations"


def _kinds(found: Figures, name: str) -> str:
    return ", ".join(f"{number:,} {kind}" for kind, number in found[name].items())


_ROWS: Mapping[str, tuple[str, Callable[[Figures], str]]] = {
    "injecting": (
        "S2 a fault at every call that changes the disk",
        lambda f: (
            f"{sum(f['kinds'].values()):,} faults ({_kinds(f, 'kinds')}) at {f['points']:,} calls "
            f"of {len(f['operations'])} operations: {_wrong(f)}"
        ),
    ),
    "power": (
        "S3 power cuts",
        lambda f: (
            f"{f['states']:,} states ({f['different']:,} different) of {f['sessions']} recorded "
            f"sessions, {f['calls']:,} calls: {_wrong(f)}"
        ),
    ),
    "power without syncs": (
        "S3 the same with `synchronous=OFF`",
        lambda f: f"{f['states']:,} states: {_wrong(f)}, as there must be",
    ),
    "killing": (
        "S4 kills",
        lambda f: (
            f"{f['kills']:,} kills in {f['seconds']:.0f} s, {f['acknowledged']:,} steps told as "
            f"saved, {f['copies']:,} copies verified, {f['checks']:,} checks: {_wrong(f)}"
        ),
    ),
    "flipping": (
        "S5 turned bits",
        lambda f: (
            f"{f['flips']:,} bits: {f['refused']} refused at opening, {f['stopped']} stopped in "
            f"words while reading, {sum(f['stopped_as_a_bug'].values())} stopped as a fault of "
            f"nkdesk, {f['found_by_the_check_alone']} unseen on the screens and found by the "
            f"check, {f['wrong_but_for_the_check']} shown wrong but for the check, "
            f"{f['without_effect']} without any effect; past the check: {_wrong(f)}"
        ),
    ),
    "full_disk": (
        "S6 full disk",
        lambda f: (
            f"{f['tries']} tries, {_kinds(f, 'told')}, slowest message {f['slowest']} s, "
            f"{f['printed']} lists printed meanwhile: {_wrong(f)}"
        ),
    ),
    "editing": (
        "C1, C5 four processes",
        lambda f: (
            f"{f['asked']:,} edits: {f['saved']} saved, {f['conflicts']} conflicts, "
            f"{f['told_with_both']} told with both values, {f['refused']} refused by the plan; "
            f"write lock p50 {f['lock_p50']} ms, p99 {f['lock_p99']} ms, longest "
            f"{f['lock_longest']} ms: {_wrong(f)}"
        ),
    ),
}


def main(words: Sequence[str]) -> int:
    """Measure, write, and return 1 when a harness found what must not be."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("names", nargs="*", help="harnesses (default: all)")
    parser.add_argument("--short", action="store_true", help="a few faults of each")
    parser.add_argument("--json", type=Path)
    parser.add_argument("--page", type=Path)
    asked = parser.parse_args(words)
    lengths = SHORT if asked.short else FULL
    figures: dict[str, Figures] = {}
    if asked.json is not None and asked.json.exists():
        figures = json.loads(asked.json.read_text("utf-8"))
    for name in asked.names or ([] if asked.page and figures else lengths):
        figures[name] = measure(name, lengths[name])
        sys.stdout.write(f"{name}: {'ok' if holds(name, figures[name]) else 'FAILED'}\n")
    if asked.json is not None:
        asked.json.write_text(json.dumps(figures, indent=1), "utf-8")
    if asked.page is not None:
        asked.page.write_text(page(figures), "utf-8")
    return 0 if all(holds(name, found) for name, found in figures.items()) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
