"""GO, HOLD or NO-GO with every reason, at the top of the record; read aloud when it changes."""

from collections.abc import Mapping
from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout

from nkdesk.model.infusion import InfusionState
from nkdesk.model.readiness import Go, GoCode, Readiness
from nkdesk.services.infusion_models import BedsidePage
from nkdesk.sheets.wording.readiness import readiness_text
from nkdesk.sheets.wording.release_tests import release_test_title
from nkdesk.ui.common.go_look import go_tone, go_words, reason_lines
from nkdesk.ui.common.labels import heading, tint
from nkdesk.ui.common.lines import Lines
from nkdesk.ui.common.paragraph import Run

_GROUNDS = {Go.GO: "good", Go.HOLD: "caution", Go.NO_GO: "refused"}
_CHECKING = (None, InfusionState.CHECKING)
_BEFORE = (*_CHECKING, InfusionState.CHECKED)
_UNDER_WAY = (InfusionState.RUNNING, InfusionState.PAUSED)
_STILL_TOLD = (GoCode.TEST_FAILED, GoCode.REJECTED, GoCode.ON_HOLD)
_NAMES_BAG = (GoCode.EXPIRED, GoCode.EXPIRES_BEFORE, GoCode.NOT_THAWED_YET)


class ReadinessBar(QFrame):
    """Stands beside the title until the infusion has begun; then it no longer decides anything.

    While cells run it comes back when their lot fails, is rejected or is held: who stands at the
    bed must know at once, and sees no other window.
    """

    def __init__(self) -> None:
        super().__init__()
        self.word = heading("")
        self.word.setWordWrap(False)
        self.reasons = Lines()
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 4, 12, 4)
        row.setSpacing(12)
        row.addWidget(self.word, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.reasons, 1)

    def show_page(self, page: BedsidePage) -> None:
        """Show whether the infusion of a page may begin."""
        state = None if page.infusion is None else page.infusion.state
        titles = {test.id: release_test_title(test) for test in page.rules.tests}
        found = _told(page.readiness, state)
        under_way = state in _UNDER_WAY
        self.setVisible(state in _BEFORE or (under_way and bool(found.reasons)))
        self.setProperty("ground", _GROUNDS[found.go])
        self.style().unpolish(self)
        self.style().polish(self)
        tint(self.word, go_tone(found.go))
        alarm = self.tr("✖ Changed since the start")
        self.word.setText(alarm if under_way else go_words(found.go))
        self.reasons.show_lines(_lines(found, titles, helps=not under_way))
        self.reasons.setVisible(bool(found.reasons))
        said = readiness_text(found, titles)
        self.setAccessibleName(f"{alarm}: {said}" if under_way else said)


def _told(found: Readiness, state: InfusionState | None) -> Readiness:
    """Return what is said of it at this stage of the infusion."""
    if state in _CHECKING:
        return _blinded(found)
    if state in _UNDER_WAY:
        return replace(
            found, reasons=tuple(one for one in found.reasons if one.code in _STILL_TOLD)
        )
    return found


def _blinded(found: Readiness) -> Readiness:
    """Return it without numbers of bags: while anybody checks, nobody can read one off."""
    reasons = (replace(one, detail="") if one.code in _NAMES_BAG else one for one in found.reasons)
    return replace(found, reasons=tuple(reasons))


def _lines(found: Readiness, titles: Mapping[str, str], *, helps: bool) -> list[list[Run]]:
    """Return what stands in the way line by line, and all remarks together on one."""
    stops = tuple(one for one in found.reasons if one.level is not Go.GO)
    remarks = tuple(one for one in found.reasons if one.level is Go.GO)
    lines = reason_lines(replace(found, reasons=stops), titles, helps=helps)
    joined: list[Run] = []
    for runs in reason_lines(replace(found, reasons=remarks), titles):
        joined += [Run("  ·  "), *runs] if joined else runs
    return [*lines, joined]
