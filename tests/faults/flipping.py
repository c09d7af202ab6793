"""One bit of the ward's file turned over at random: what is shown, and what is found (S5, H31).

The store has no check value for each page, so SQLite reads most turned bits without a word. The
window checks a ward whole before it shows anything: every row against its image in the journal,
every step against its seal. This harness looks at the screens' rows first, as if there were no
check, then checks. What is shown otherwise and passes the check is a violation.
"""

import argparse
import json
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from nkdesk.cli.ward import make_sample_ward
from nkdesk.services.day_list import day_list
from nkdesk.services.desk import Desk
from nkdesk.services.patient_page import patient_page
from nkdesk.services.ward import WARD_FILE, open_ward, ward_faults
from nkdesk.store import patients
from nkdesk.store.problem import StoreError
from tests.faults.stations import closing
from tests.services.conftest import FixedClock


@dataclass
class Flipped:
    """What the turned bits came to."""

    flips: int = 0
    refused: int = 0
    stopped: int = 0
    stopped_as_a_bug: Counter[str] = field(default_factory=Counter)
    without_effect: int = 0
    found_by_the_check_alone: int = 0
    wrong_but_for_the_check: int = 0
    seconds: float = 0.0
    violations: list[str] = field(default_factory=list)


def look(desk: Desk) -> list[str]:
    """Return what the screens show: the day's list and every patient's page."""
    people = patients.all_patients(desk.store)
    pages = [repr(patient_page(desk, one.id)) for one in people]
    return [repr(day_list(desk, desk.clock.today()).rows), *pages]


def _desk(folder: Path) -> Desk:
    return open_ward(folder, lambda _zone, _day: FixedClock(), "Anna")


def flip_one(folder: Path, bit: int, shown: list[str], done: Flipped) -> None:
    """Look at a ward with one bit turned over, as screens and then as the check do."""
    done.flips += 1
    try:
        desk = _desk(folder)
    except StoreError:
        done.refused += 1
        return
    with closing(desk):
        seen = _seen(desk, done)
        found = ward_faults(desk)
        if seen is None:
            pass
        elif seen == shown and found:
            done.found_by_the_check_alone += 1
        elif seen == shown:
            done.without_effect += 1
        elif found:
            done.wrong_but_for_the_check += 1
        else:
            done.violations.append(f"bit {bit}: shown otherwise, and the check finds nothing")


def _seen(desk: Desk, done: Flipped) -> list[str] | None:
    """What is shown; None where reading stops instead of showing something else."""
    try:
        return look(desk)
    except StoreError:
        done.stopped += 1
    except Exception as error:  # it shows nothing wrong, and a report of a fault in nkdesk
        done.stopped_as_a_bug[type(error).__name__] += 1
    return None


def flip(flips: int, seed: int) -> Flipped:
    """Turn over so many bits, one at a time, each in a copy of the sample ward."""
    done, began = Flipped(), time.monotonic()
    source = random.Random(seed)  # noqa: S311 -- bits to try, no secrets
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "ward"
        make_sample_ward(folder)
        path = folder / WARD_FILE
        content = path.read_bytes()
        desk = _desk(folder)
        with closing(desk):
            shown = look(desk)
        for _ in range(flips):
            bit = source.randrange(len(content) * 8)
            turned = bytearray(content)
            turned[bit // 8] ^= 1 << bit % 8
            path.write_bytes(turned)
            path.with_name(f"{path.name}-journal").unlink(missing_ok=True)
            flip_one(folder, bit, shown, done)
    done.seconds = round(time.monotonic() - began, 1)
    return done


def main(words: Sequence[str]) -> int:
    """Print as JSON what the turned bits came to."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--flips", type=int, default=1500)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args(words)
    sys.stdout.write(json.dumps(vars(flip(asked.flips, asked.seed))))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
