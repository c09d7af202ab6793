from dataclasses import replace
from types import SimpleNamespace

import pytest

from nkdesk.exchange.protocol_file import shipped_protocols
from nkdesk.model.protocol import ProtocolStatus
from nkdesk.services.protocols import add_protocol, protocol_list
from nkdesk.services.ward import ProtocolSource
from nkdesk.ui.protocols.dialogs import ApproveDialog, FileFaultsDialog
from nkdesk.ui.protocols.screen import ProtocolsScreen


def site_version(desk):
    """Add the trial's protocol as a site would: its own version, no longer an example."""
    _, protocol, text = shipped_protocols()[1]
    own = replace(protocol, version="1.0", status=ProtocolStatus.SITE)
    add_protocol(desk, ProtocolSource(own, text))
    return next(one for one in protocol_list(desk) if one.version == "1.0")


@pytest.fixture
def screen(qtbot, text_size, desk):
    made = ProtocolsScreen(desk)
    qtbot.addWidget(made)
    made.show()
    return made


def choose(screen, version):
    rows = [one.hash for one in screen.model.rows]
    screen.table.selectRow(rows.index(version.hash))


def test_an_example_cannot_be_approved_and_says_why(screen, desk):
    screen.refresh()
    choose(screen, protocol_list(desk)[0])
    assert screen.approve.isHidden()
    assert "An example cannot be approved" in screen.said.text()


def test_a_site_version_can_be_approved_once(screen, desk, qtbot):
    version = site_version(desk)
    screen.refresh()
    choose(screen, version)
    with qtbot.waitSignal(screen.approve_asked) as asked:
        screen.approve.click()
    assert asked.args[0].hash == version.hash


def test_approval_needs_two_different_people(qtbot, text_size, desk):
    dialog = ApproveDialog(None, desk, site_version(desk), sample=True)
    qtbot.addWidget(dialog)
    dialog.fields["physician"].put("Dr Orlova")
    dialog.fields["second_person"].put("dr orlova")
    dialog.confirm()
    assert dialog.saved is None
    assert "another person" in dialog.summary.lines[0]
    dialog.fields["second_person"].put("A. Petrova")
    dialog.confirm()
    assert dialog.saved is not None
    assert [one.approved for one in protocol_list(desk) if one.version == "1.0"] == [True]


def test_every_error_of_a_file_is_listed_with_its_line_and_key(qtbot, text_size):
    faults = [
        SimpleNamespace(line=7, key="item[1].days", problem="Day 0 is not there.", remedy="Use 1."),
        SimpleNamespace(line=9, key="gap[2].from", problem="No such item.", remedy="Name one."),
    ]
    dialog = FileFaultsDialog(None, "own.toml", faults, sample=False)
    qtbot.addWidget(dialog)
    texts = [dialog.body.itemAt(place).widget().text() for place in range(dialog.body.count())]
    assert "own.toml has 2 errors" in texts[0]
    assert texts[1] == "Line 7, item[1].days: Day 0 is not there. Use 1."
    assert texts[2].startswith("Line 9, gap[2].from:")
