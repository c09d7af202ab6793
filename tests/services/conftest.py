"""Wards for service tests: a sample ward made once and copied, and a new empty real ward."""

import shutil
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from nkdesk.exchange.protocol_file import read_protocol, shipped_protocols
from nkdesk.model.protocol import Protocol
from nkdesk.services.forms import EnrolmentForm
from nkdesk.services.protocols import protocol_list
from nkdesk.services.sample_ward import create_sample_ward
from nkdesk.services.ward import NewWard, ProtocolSource, create_ward, open_ward

ZONE = ZoneInfo("Europe/Minsk")
TODAY = date(2026, 3, 12)


@dataclass
class FixedClock:
    """A clock that stands still until a test moves it."""

    moment: datetime = datetime(2026, 3, 12, 9, 30, tzinfo=ZONE)

    def now(self):
        return self.moment

    def today(self):
        return self.moment.date()

    def forward(self, **delta):
        self.moment += timedelta(**delta)


def sources():
    return tuple(ProtocolSource(protocol, text) for _, protocol, text in shipped_protocols())


@pytest.fixture(scope="session")
def sample_folder(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("sample") / "ward"
    create_sample_ward(folder, sources()).store.close()
    return folder


@pytest.fixture
def desk(sample_folder, tmp_path):
    """The sample ward, this test's own copy, with Anna at work at 09:30."""
    folder = tmp_path / "ward"
    shutil.copytree(sample_folder, folder)
    opened = open_ward(folder, lambda _zone, _day: FixedClock(), "Anna")
    with opened.store:
        yield opened


@pytest.fixture
def site_protocol() -> ProtocolSource:
    """A site version: the example trial protocol as if the site had made it its own."""
    text = sources()[1].text.replace('status = "example"', 'status = "site"')
    protocol = read_protocol(text.encode())
    assert isinstance(protocol, Protocol)
    return ProtocolSource(protocol, text)


@pytest.fixture
def real_desk(tmp_path, site_protocol):
    """A new real ward with the shipped examples and a site version nobody has approved yet."""
    new = NewWard("Ward 3", UUID(int=3), (*sources(), site_protocol))
    made = create_ward(tmp_path / "real", new, FixedClock(), "Anna")
    with made.store:
        yield made


@pytest.fixture
def form(desk) -> EnrolmentForm:
    """A form that enrols and plans as it stands, in the sample ward."""
    protocol = next(one for one in protocol_list(desk) if one.id == "NCT05272293")
    return EnrolmentForm(
        family="Проба",
        given="Вера",
        patronymic="Игоревна",
        born="01.06.2016",
        sex="f",
        trial_number="NK-013",
        case_number="S-2000",
        disease_group="relapsed",
        allergy_state="none_known",
        weight="24,5",
        weight_on="12.03.2026",
        height="125",
        height_on="12.03.2026",
        protocol_hash=protocol.hash,
        start="23.03.2026",
    )
