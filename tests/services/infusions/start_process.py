"""One of two people who start the same infusion: says what came of it, ward by ward.

``python -m tests.services.infusions.start_process NAME`` reads a folder, opens the ward, says that
it is ready, starts on the next line, and says who began it.
"""

import os
import sys
from pathlib import Path

from nkdesk.services import infusions
from nkdesk.services.forms import Saved
from nkdesk.services.infusion_models import AlreadyStarted, StartForm
from nkdesk.store import infusions as stored
from tests.services.infusions.bed_story import ready_of
from tests.services.infusions.bed_work import working


def main(name):
    """Serve until no more ward is named."""
    for folder in sys.stdin:
        with working(Path(folder.strip()), name) as desk:
            record = stored.of_item(desk.store, ready_of(desk).item_id)
            _say("ready")
            sys.stdin.readline()
            _say(_told(infusions.start(desk, StartForm(record.id, name))))


def _told(answer):
    if isinstance(answer, Saved):
        return "started"
    assert isinstance(answer, AlreadyStarted), answer
    return f"begun by {answer.person} at {answer.at:%H:%M}"


def _say(words):
    os.write(1, f"{words}\n".encode())


if __name__ == "__main__":
    main(sys.argv[1])
