"""A ward of two invented patients on the FLAG arm, planned from Monday 23-Mar-2026.

Dose 1 stands on Wed 1-Apr, dose 2 on Wed 8-Apr, dose 3 on Wed 15-Apr; the laboratory takes two
infusions a day and is closed at weekends.
"""

from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from nkdesk.exchange.protocol_file import shipped_protocols
from nkdesk.model.site import SiteDay
from nkdesk.services.change_forms import CauseForm, MoveForm
from nkdesk.services.enrol import enrol
from nkdesk.services.forms import EnrolmentForm, GivenForm, Saved
from nkdesk.services.patient_page import patient_page
from nkdesk.services.protocols import protocol_list
from nkdesk.services.record import record_given
from nkdesk.services.ward import NewWard, ProtocolSource, create_ward
from nkdesk.store import cycles
from nkdesk.store.site import set_site_day

ZONE = ZoneInfo("Europe/Minsk")

TABLES = {
    "cycle": "SELECT * FROM cycle",
    "item": "SELECT * FROM item",
    "item_part": "SELECT * FROM item_part",
    "plan_change": "SELECT * FROM plan_change",
    "deviation": "SELECT * FROM deviation",
    "off_study": "SELECT * FROM off_study",
}


@dataclass
class FixedClock:
    """A clock that stands still until a test turns it."""

    moment: datetime = datetime(2026, 3, 20, 9, 30, tzinfo=ZONE)

    def now(self):
        return self.moment

    def today(self):
        return self.moment.date()

    def turn_to(self, month, day):
        self.moment = datetime(2026, month, day, 9, 30, tzinfo=ZONE)


@dataclass
class Ward:
    """A desk, and short words for what the tests do at it."""

    desk: object
    clock: FixedClock
    form: EnrolmentForm
    patients: list[int] = field(default_factory=list)

    @property
    def store(self):
        return self.desk.store

    def entry(self, address, patient=0):
        found = cycles.patient_items(self.store, self.patients[patient])
        return next(one for one in found if str(one.item.address) == address)

    def item(self, address, patient=0):
        return self.entry(address, patient).item

    def id(self, address, patient=0):
        return self.entry(address, patient).item_id

    def page(self, patient=0):
        return patient_page(self.desk, self.patients[patient])

    def move(self, address, to, scope="needed", **more):
        cause = more.pop("cause", CauseForm("infection"))
        return MoveForm(self.id(address), to, scope, cause, **more)

    def give(self, address, on):
        saved = record_given(self.desk, GivenForm(self.id(address), on))
        assert isinstance(saved, Saved)
        return saved

    def give_chemo(self):
        """Give every item planned before dose 1, each on its day."""
        self.clock.turn_to(4, 1)
        for entry in cycles.patient_items(self.store, self.patients[0]):
            if entry.item.planned < date(2026, 4, 1):
                self.give(str(entry.item.address), entry.item.planned.isoformat())

    def close_lab(self, day, note="audit"):
        with self.store.step(actor="Boris", what="site_day") as step:
            set_site_day(step, SiteDay("nk_lab", day, is_open=False, note=note))

    def tables(self):
        """Return every row a change may touch; how often it was changed is left aside."""
        return {name: self._rows(name, query) for name, query in TABLES.items()}

    def _rows(self, name, query):
        columns = [row[1] for row in self.store.read(f"PRAGMA table_info({name})")]
        rev = columns.index("rev")
        return sorted((row[:rev] + row[rev + 1 :] for row in self.store.read(query)), key=repr)


FORM = EnrolmentForm(
    family="Проба",
    given="Вера",
    born="01.06.2016",
    sex="f",
    disease_group="relapsed",
    allergy_state="none_known",
    trial_number="HR-001",
    case_number="K-1",
    start="23.03.2026",
    look_alike_seen=True,
)


@pytest.fixture
def ward(tmp_path) -> Ward:
    clock = FixedClock()
    sources = tuple(ProtocolSource(protocol, text) for _, protocol, text in shipped_protocols())
    new = NewWard("Ward of invented people", UUID(int=7), sources, sample_today=clock.today())
    desk = create_ward(tmp_path / "ward", new, clock, "Anna")
    trial = next(one for one in protocol_list(desk) if one.id == "NCT05272293")
    another = replace(
        FORM, family="Трэці", trial_number="HR-003", case_number="K-3", protocol_hash=trial.hash
    )
    made = Ward(desk, clock, another)
    with desk.store:
        for number, family in enumerate(("Проба", "Іншая"), 1):
            form = replace(
                FORM,
                family=family,
                trial_number=f"HR-00{number}",
                case_number=f"K-{number}",
                protocol_hash=trial.hash,
            )
            made.patients.append(enrol(desk, form).patient_id)
        clock.moment += timedelta(minutes=5)
        yield made
