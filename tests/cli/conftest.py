"""One sample ward for all tests of the command line; whoever writes to it takes a copy."""

import shutil

import pytest

from nkdesk.cli.ward import make_sample_ward


@pytest.fixture(scope="session")
def shared_ward(tmp_path_factory):
    folder = tmp_path_factory.mktemp("cli-sample") / "ward"
    make_sample_ward(folder)
    return folder


@pytest.fixture
def ward(shared_ward, tmp_path):
    """This test's own copy, in a folder with a blank and Cyrillic in its name."""
    return shutil.copytree(shared_ward, tmp_path / "отделение 3")


@pytest.fixture(autouse=True)
def no_ward_of_this_computer(
    monkeypatch, tmp_path, qapp
):  # qapp: writing a PDF would make a lesser one
    monkeypatch.setenv("NKDESK_DATA_DIR", str(tmp_path / "this computer's"))
