"""Every store version that shipped still opens, with its rows (B4)."""

import gzip
from datetime import date
from pathlib import Path

import pytest

from nkdesk.store.cycles import cycles
from nkdesk.store.m002_changes import CLINICAL as SECOND
from nkdesk.store.m003_gate import CLINICAL as THIRD
from nkdesk.store.m004_products import CLINICAL as FOURTH
from nkdesk.store.migrations import SCHEMA_DIGESTS, version_name
from nkdesk.store.patients import all_patients, heights, weights
from nkdesk.store.protocols import protocols
from nkdesk.store.rows import TABLES
from nkdesk.store.site import site, site_days
from nkdesk.store.store import open_store
from nkdesk.store.verify import verify
from tests.store.made_up import SITE, cycle, given, ticking
from tests.store.signed import second

SINCE = {"1.1": frozenset(SECOND), "1.2": frozenset(THIRD), "1.3": frozenset(FOURTH)}
SHIPPED = sorted(Path(__file__).with_name("fixtures").glob("*.gz"))


def test_every_version_has_its_fixture() -> None:
    names = {f"store-{version_name(version)}.nkdesk.gz" for version in SCHEMA_DIGESTS}
    assert {path.name for path in SHIPPED} == names


@pytest.mark.parametrize("shipped", SHIPPED, ids=lambda path: path.name)
def test_a_shipped_store_opens_with_every_row(tmp_path: Path, shipped: Path) -> None:
    version = shipped.name.removeprefix("store-").removesuffix(".nkdesk.gz")
    path = tmp_path / "ward.nkdesk"
    path.write_bytes(gzip.decompress(shipped.read_bytes()))
    with open_store(path, ticking()) as store:
        assert verify(store) == ()
        assert site(store) == SITE
        assert [day.calendar for day in site_days(store)] == ["nk_lab"]
        assert [one.approved for one in protocols(store)] == [True]
        assert [one.trial_number for one in all_patients(store)] == ["HR-001"]
        assert (len(weights(store, 1)), len(heights(store, 1))) == (1, 1)
        first, *others = cycles(store, 1)
        assert first == given(cycle(), "C1/NK1", date(2026, 3, 16))
        assert others == ([second()] if version in ("1.2", "1.3") else [])
        for name in TABLES:
            expected = not any(name in SINCE[later] for later in SINCE if later > version)
            found = store.read(" ".join(("SELECT count(*) FROM", name))) != [(0,)]
            assert found is expected
        with store.step(actor="nurse", what="still_written"):
            pass
