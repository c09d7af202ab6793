"""The lock files: exact, hashed, complete, and free of any machine."""

import re
import tomllib

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.packaging.conftest import PACKAGING, ROOT

PIN = re.compile(r"^([a-z0-9-]+)==([^ ;]+)(?: ; [^\\]+)? \\$")


def pins(name):
    found = {}
    for line in (PACKAGING / name).read_text(encoding="utf-8").splitlines():
        if match := PIN.match(line):
            package, version = match.groups()
            found[package] = version
    return found


def project():
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-test.lock"])
def test_every_line_is_a_pin_or_a_hash(name):
    lines = (PACKAGING / name).read_text(encoding="utf-8").splitlines()
    for line, after in zip(lines, [*lines[1:], ""], strict=True):
        if PIN.match(line):
            assert after.startswith("    --hash=sha256:"), line
        else:
            assert re.fullmatch(r"    --hash=sha256:[0-9a-f]{64}( \\)?", line), line


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-test.lock"])
def test_pyside_is_the_one_that_keeps_its_references(name):
    assert pins(name)["pyside6-essentials"] == "6.11.3"
    assert pins(name)["shiboken6"] == "6.11.3"


def test_the_test_lock_holds_all_of_the_runtime_lock():
    assert pins("requirements.lock").items() <= pins("requirements-test.lock").items()


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("requirements.lock", project()["project"]["dependencies"]),
        ("requirements-test.lock", project()["dependency-groups"]["test"]),
    ],
)
def test_the_lock_answers_what_the_project_asks(name, wanted):
    locked = pins(name)
    for requirement in map(Requirement, wanted):
        version = locked[canonicalize_name(requirement.name)]
        assert requirement.specifier.contains(version), (requirement, version)


def test_the_build_tool_of_the_tests_is_the_one_of_the_project():
    (hatchling,) = project()["build-system"]["requires"]
    assert hatchling == f"hatchling=={pins('requirements-test.lock')['hatchling']}"
