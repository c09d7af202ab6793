"""The operations that faults are put into, each with the ward it is done in, all invented.

The wards are made by the same stories the tests of the services use.
"""

import gzip
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from uuid import UUID

from nkdesk.services import infusions
from nkdesk.services.change_forms import CauseForm, MoveForm
from nkdesk.services.changes import move_item
from nkdesk.services.desk import Desk
from nkdesk.services.forms import GivenForm
from nkdesk.services.infusion_models import CheckForm, EndForm, StartForm, VitalsForm
from nkdesk.services.plan import plan_cycle
from nkdesk.services.record import record_given
from nkdesk.services.steps import revision
from nkdesk.services.undo import undo
from nkdesk.services.ward import WARD_FILE, NewWard, create_ward, open_ward
from nkdesk.store import cycles
from nkdesk.store import infusions as stored
from tests.services.conftest import sources
from tests.services.gate import story
from tests.services.product import life
from tests.services.product.conftest import PATIENT, new_ward, trial

FIRST, SECOND = "Nurse Adams", "Nurse Brown"
OLD_STORE = Path(__file__).parents[1] / "store" / "fixtures" / "store-1.0.nkdesk.gz"
MIGRATION = "migration with its copy"
_VALUES = (("temperature", "36,8"), ("heart_rate", "95"), ("systolic", "100"))

Act = Callable[[Desk], object]


@dataclass(frozen=True)
class Operation:
    """One thing a person does: its name, the store's file before it, the moment, the act."""

    name: str
    content: bytes
    moment: datetime
    act: Act


def desk_on(folder: Path, operation: Operation) -> Desk:
    """Open an operation's ward, its file written into a folder before."""
    clock = life.TurnedClock(operation.moment)
    return open_ward(folder, lambda _zone, _day: clock, "Anna")


def operations(folder: Path) -> tuple[Operation, ...]:
    """Make every operation; the wards are made in a folder."""
    old = gzip.decompress(OLD_STORE.read_bytes())
    moment = life.TurnedClock().moment
    migration = Operation(MIGRATION, old, moment, lambda _desk: None)
    return (*_planning(folder / "plan"), *_bed(folder / "bed"), _gate(folder / "gate"), migration)


def _planning(folder: Path) -> Iterator[Operation]:
    desk = new_ward(folder)
    with closing(desk):
        used = trial(desk)
        assert life.enrolled(desk, used) == PATIENT
        life.donor_entered(desk, PATIENT)
        yield _here("enrol", desk, lambda desk: life.enrolled(desk, used, 2))
        yield _here("observation", desk, _observed)
        second = life.enrolled(desk, used, 2, start="")
        yield _here("plan", desk, lambda desk: life.saved(plan_cycle(desk, second, "2026-03-02")))
        yield _here("move", desk, _moved)
        _moved(desk)
        yield _here("undo", desk, _undone)
        desk.clock.turn_to(life.START)
        yield _here("given", desk, _given)


def _bed(folder: Path) -> Iterator[Operation]:
    desk = new_ward(folder)
    with closing(desk):
        life.enrolled(desk, trial(desk))
        life.donor_entered(desk, PATIENT)
        lot_id = life.lot_opened(desk, PATIENT)
        desk.clock.turn_to(life.COLLECTED)
        yield _here("lot move", desk, lambda desk: _sure(life.moved(desk, lot_id, "collected")))
        life.in_test(desk, lot_id)
        yield _here(
            "test result",
            desk,
            lambda desk: _sure(life.result_entered(desk, lot_id, "gram", "no_organism")),
        )
        infusion_id = _checked(desk, lot_id)
        start = StartForm(infusion_id, FIRST)
        yield _here("start of an infusion", desk, lambda desk: _sure(infusions.start(desk, start)))
        life.saved(infusions.start(desk, start))
        signs = VitalsForm(infusion_id, person=FIRST, values=_VALUES)
        yield _here("vital signs", desk, lambda desk: _sure(infusions.record_vitals(desk, signs)))
        desk.clock.turn_to(life.NK1_DAY, "10:15")
        end = EndForm(infusion_id, outcome="whole", person=FIRST)
        yield _here("end of an infusion", desk, lambda desk: _sure(infusions.end(desk, end)))


def _gate(folder: Path) -> Operation:
    clock = story.Calendar()
    new = NewWard("Invented ward", UUID(int=4), sources(), sample_today=story.START)
    desk = create_ward(folder, new, clock, "Founder")
    with closing(desk):
        story.set_up_site(desk)
        story.enrolled(desk, story.enrolment(trial(desk)))
        story.sign_consent(desk, PATIENT, story.START)
        story.give_first_cycle(desk, PATIENT)
        clock.turn_to(story.CHECKED)
        story.everything(desk, PATIENT, story.CHECKED)
        return _here("sign a gate", desk, lambda desk: _sure(story.sign(desk, PATIENT)))


def _here(name: str, desk: Desk, act: Act) -> Operation:
    """An operation in the ward as it stands now."""
    folder = desk.store.path.parent
    spare = folder.with_name(f"{folder.name}-spare")
    spare.mkdir(exist_ok=True)
    with _closed(desk) as path:
        shutil.copyfile(path, spare / WARD_FILE)
    return Operation(name, (spare / WARD_FILE).read_bytes(), desk.clock.now(), act)


@contextmanager
def closing(desk: Desk) -> Iterator[None]:
    """Close the store a desk has in the end, which may not be the one it had at first."""
    try:
        yield
    finally:
        desk.store.close()


@contextmanager
def _closed(desk: Desk) -> Iterator[Path]:
    """The ward's file while nothing has it open: reading it would drop the locks of who has."""
    path, clock = desk.store.path, desk.clock
    desk.store.close()
    yield path
    desk.store = open_ward(path.parent, lambda _zone, _day: clock, desk.actor).store


def _sure(answer: object) -> object:
    return life.saved(answer)


def _observed(desk: Desk) -> object:
    return life.donor_result(desk, PATIENT, "hiv", "negative", desk.clock.today())


def _moved(desk: Desk) -> object:
    item_id = cycles.item_ids(desk.store, PATIENT)[life.NK1]
    form = MoveForm(item_id, date(2026, 3, 12).isoformat(), "needed", CauseForm("infection"))
    return _sure(move_item(desk, form, revision(desk)))


def _undone(desk: Desk) -> object:
    answer = undo(desk, revision(desk))
    assert answer, answer
    return answer


def _given(desk: Desk) -> object:
    found = cycles.patient_items(desk.store, PATIENT)
    entry = next(one for one in found if one.item.planned == desk.clock.today())
    return _sure(record_given(desk, GivenForm(entry.item_id, desk.clock.today().isoformat())))


def _checked(desk: Desk, lot_id: int) -> int:
    """Make the first infusion ready on its day and check its bag twice."""
    item_id = life.item_of(desk, PATIENT)
    life.weighed(desk, PATIENT, "24,5")
    _sure(life.ordered(desk, item_id))
    dose_id = life.dose_added(desk, lot_id)
    life.released(desk, lot_id)
    desk.clock.turn_to(life.NK1_DAY)
    _sure(life.reserved(desk, dose_id, item_id))
    _sure(life.dose_moved(desk, dose_id))
    _sure(infusions.open_check(desk, item_id, FIRST))
    infusion_id = stored.of_item(desk.store, item_id).id
    for position, who in enumerate((FIRST, SECOND), 1):
        found = infusions.check_bag(desk, CheckForm(infusion_id, position, who, "NK-001", "P-1"))
        assert found.saved, found
    return infusion_id
