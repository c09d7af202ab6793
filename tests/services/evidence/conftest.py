"""A ward of three invented patients on a version of the trial with rules of the site.

A girl of 15 planned from 16-Mar-2026, a man of 30 and an infant without a plan; today is
Thu 12-Mar-2026.
"""

import shutil
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from nkdesk.exchange.protocol_file import read_protocol, shipped_protocols
from nkdesk.model.protocol import Protocol
from nkdesk.services import evidence
from nkdesk.services.eligibility_models import (
    ConsentForm,
    ConsentVersionForm,
    DonorForm,
    InfectionForm,
    ObservationForm,
    UlnChoiceForm,
)
from nkdesk.services.enrol import enrol
from nkdesk.services.forms import Enrolled, EnrolmentForm, Saved
from nkdesk.services.ward import NewWard, ProtocolSource, create_ward, open_ward

ZONE = ZoneInfo("Europe/Minsk")
TODAY = date(2026, 3, 12)

SITE_RULES = """
[[criterion]]
id = "S-1"
who = "patient"
kind = "inclusion"
text = { en = "neutrophils at least 1" }
source = "site"
recheck = "repeat"
valid_days = 7
test = { observation = "neutrophils", at_least = "1" }

[[criterion]]
id = "S-2"
who = "patient"
kind = "exclusion"
text = { en = "pregnancy of the patient" }
source = "site"
recheck = "repeat"
test = { observation = "pregnancy", equals = "positive", sex = "f" }

[[criterion]]
id = "S-3"
who = "patient"
kind = "inclusion"
text = { en = "at least 21 days since the first day of cycle 1" }
source = "site"
recheck = "repeat"
all_of = [
  { observation = "days_since_cycle_1", at_least = "21", from_age_years = 99 },
  { judgement = "fit_for_home", equals = "yes", from_age_years = 99 },
  { judgement = "frailty", equals = "mild", from_age_years = 99 },
  { observation = "ebv", equals = "positive", from_age_years = 99 },
  { observation = "gvhd", equals = "grade_2", from_age_years = 99 },
  { observation = "ggt", uln_at_least = "5", from_age_years = 99 },
  { observation = "creatinine", at_least = "5", from_age_years = 99 },
]
"""

FAMILIES = {"girl": ("Проба", "Вера"), "man": ("Узор", "Пётр"), "infant": ("Мера", "Аня")}
BORN = {"girl": ("20.02.2011", "f"), "man": ("29.02.1996", "m"), "infant": ("20.07.2025", "f")}


@dataclass
class TurnedClock:
    """A clock that stands still until a test turns it."""

    moment: datetime = field(default_factory=lambda: datetime(2026, 3, 12, 9, 30, tzinfo=ZONE))

    def now(self):
        return self.moment

    def today(self):
        return self.moment.date()

    def turn_to(self, day):
        self.moment = datetime.combine(day, self.moment.timetz())


def _protocol():
    found = next(one for one in shipped_protocols() if one[1].id == "NCT05272293")
    text = found[2].replace('status = "example"', 'status = "site"') + SITE_RULES
    read = read_protocol(text.encode())
    assert isinstance(read, Protocol), read
    return ProtocolSource(read, text)


def _enrolment(number, who, protocol_hash, start=""):
    born, sex = BORN[who]
    family, given = FAMILIES[who]
    return EnrolmentForm(
        family=family,
        given=given,
        born=born,
        sex=sex,
        trial_number=f"NK-{number:03d}",
        case_number=f"S-{number}",
        disease_group="relapsed",
        allergy_state="none_known",
        protocol_hash=protocol_hash,
        start=start,
    )


@pytest.fixture(scope="session")
def evidence_folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("evidence") / "ward"
    new = NewWard("Invented ward", UUID(int=9), (_protocol(),), sample_today=TODAY)
    made = create_ward(folder, new, TurnedClock(), "Anna")
    with made.store:
        ((name,),) = made.store.read("SELECT hash FROM protocol")
        for number, who in enumerate(BORN, 1):
            start = "16.03.2026" if who == "girl" else ""
            assert isinstance(enrol(made, _enrolment(number, who, name, start)), Enrolled)
    return folder


@dataclass
class Ward:
    """An open ward, its clock, and short ways to enter what counts."""

    desk: object
    clock: TurnedClock
    girl: int = 1
    man: int = 2
    infant: int = 3

    def result(self, what, value, on="10.03.2026", **more):
        """Enter a result of the girl that must be saved; return its id."""
        units = {"alt": "U/L", "ast": "U/L"}
        form = ObservationForm(self.girl, what, value, units.get(what, ""), on)
        if what == "performance":
            form = replace(form, scale="lansky", rater="clinician")
        saved = evidence.add_observation(self.desk, replace(form, **more))
        assert isinstance(saved, Saved), saved
        return self.newest("observation")

    def infection(self, verdict="no", **more):
        form = InfectionForm(
            self.girl, verdict, "10.03.2026", fever="no", trend="none", physician="Dr Invented"
        )
        return evidence.add_infection(self.desk, replace(form, **more))

    def consent(self, signed="05.01.2026", **more):
        form = ConsentForm(self.girl, "2", "ru", signed, ("parent_1",), "given")
        saved = evidence.add_consent(self.desk, replace(form, **more))
        assert isinstance(saved, Saved), saved
        return self.newest("consent")

    def version(self, name="2", valid_from="01.01.2026"):
        saved = evidence.set_consent_version(self.desk, ConsentVersionForm(name, valid_from))
        assert isinstance(saved, Saved), saved

    def limits(self):
        """Measure by CALIPER from 2020 on."""
        name = next(one.hash for one in evidence.uln_tables(self.desk) if one.table.id == "caliper")
        saved = evidence.choose_uln(self.desk, UlnChoiceForm(name, "01.01.2020"))
        assert isinstance(saved, Saved), saved

    def donor(self, **more):
        form = DonorForm(self.girl, "Проба", "Ольга", "03.03.1985", "f", "mother")
        return evidence.save_donor(self.desk, replace(form, **more))

    def all_in_order(self):
        """Enter everything that makes the girl eligible, ten days before her plan."""
        self.limits()
        self.version()
        self.consent()
        for what, value in (("alt", "24"), ("ast", "30"), ("hiv", "negative")):
            self.result(what, value)
        self.result("performance", "80")
        self.result("neutrophils", "1,5")
        self.result("pregnancy", "negative")
        assert isinstance(self.infection(), Saved)

    def newest(self, table):
        queries = {
            "observation": "SELECT max(id) FROM observation",
            "consent": "SELECT max(id) FROM consent",
            "step": "SELECT max(seq) FROM step",
        }
        return self.desk.store.read(queries[table])[0][0]


@pytest.fixture
def ward(evidence_folder, tmp_path):
    """This test's own copy of the ward, with Anna at work."""
    folder = tmp_path / "ward"
    shutil.copytree(evidence_folder, folder)
    clock = TurnedClock()
    opened = open_ward(folder, lambda _zone, _day: clock, "Anna")
    with opened.store:
        yield Ward(opened, clock)


@pytest.fixture
def desk(ward):
    return ward.desk
