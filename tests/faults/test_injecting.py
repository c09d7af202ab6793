"""A fault at the calls that change the disk, in thirteen named operations."""

import pytest

from tests.faults import injecting, tracing
from tests.faults.children import run_apart
from tests.faults.injecting import chosen
from tests.faults.tracing import Point

MOST = 2
"""Points of each operation here; the soak takes them all."""


@pytest.mark.makes_faults
def test_whatever_call_fails_an_operation_is_whole_or_not_there(tmp_path, record_property):
    """S2, A4, B7: and what was told holds; ``why_not`` is the reason where none can be made."""
    found = run_apart("injecting", ["--most", str(MOST)], tmp_path)
    if found["why_not"]:
        pytest.skip(found["why_not"])
    for kind, number in found["kinds"].items():
        record_property(f"faults: injected {kind}", number)
    assert found["violations"] == []
    assert found["missed"] == 0
    assert len(found["operations"]) == 13
    assert sum(found["kinds"].values()) == 3 * found["points"] == 3 * MOST * 13
    assert found["refused"]["disk_full"] > 0


def test_a_machine_without_strace_says_what_to_install(monkeypatch):
    monkeypatch.setattr(tracing.shutil, "which", lambda _name: None)
    tracing.why_not.cache_clear()
    try:
        found = injecting.inject_all(1, 1)
    finally:
        tracing.why_not.cache_clear()
    assert "apt-get install strace" in found.why_not
    assert found.kinds.total() == 0


def test_the_end_of_an_operation_is_always_among_the_points_chosen():
    writes = [Point("pwrite64", nth, "") for nth in range(1, 50)]
    rare = [Point("fsync", nth, "") for nth in (1, 2, 3)] + [Point("unlink", 1, "")]
    picked = chosen([*writes, *rare], 4, 1)
    assert picked[:3] == rare[-3:]
    assert len(picked) == 4
    assert len(chosen(writes, 0, 1)) == 49
