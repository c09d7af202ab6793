from collections.abc import Iterator
from pathlib import Path

import pytest

from nkdesk.store.store import Store, open_store
from tests.store.made_up import Ward, filled, new_store, ticking
from tests.store.product_ward import product_ward_in


@pytest.fixture(scope="session")
def empty_ward(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A new store's bytes: making one takes ten times as long as opening a copy."""
    with new_store(tmp_path_factory.mktemp("empty")) as store:
        path = store.path
    return path.read_bytes()


@pytest.fixture(scope="session")
def planned_ward(tmp_path_factory: pytest.TempPathFactory) -> tuple[bytes, str, int]:
    """The bytes of a store with a patient on cycle 1, its protocol's hash and the patient's id."""
    with new_store(tmp_path_factory.mktemp("planned")) as store:
        made = filled(store)
        path = store.path
    return path.read_bytes(), made.protocol_hash, made.patient_id


@pytest.fixture(scope="session")
def product_ward(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The bytes of the ward with products that ``product_ward`` describes."""
    return product_ward_in(tmp_path_factory.mktemp("products"))


@pytest.fixture
def store(tmp_path: Path, empty_ward: bytes) -> Iterator[Store]:
    with _opened(tmp_path, empty_ward) as opened:
        yield opened


@pytest.fixture
def ward(tmp_path: Path, planned_ward: tuple[bytes, str, int]) -> Iterator[Ward]:
    content, protocol_hash, patient_id = planned_ward
    with _opened(tmp_path, content) as opened:
        yield Ward(opened, protocol_hash, patient_id)


def _opened(folder: Path, content: bytes) -> Store:
    path = folder / "ward" / "ward.nkdesk"
    path.parent.mkdir()
    path.write_bytes(content)
    return open_store(path, ticking(), workstation="W1")
