from collections.abc import Iterator
from pathlib import Path

import pytest

from nkdesk.store.store import Store
from tests.store.made_up import Ward, filled, new_store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with new_store(tmp_path / "ward") as made:
        yield made


@pytest.fixture
def ward(store: Store) -> Ward:
    return filled(store)
