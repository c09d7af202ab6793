"""GO, HOLD or NO-GO with every reason, at the top of the record; read aloud when it changes."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout

from nkdesk.model.infusion import InfusionState
from nkdesk.model.readiness import Go
from nkdesk.services.infusion_models import BedsidePage
from nkdesk.sheets.wording.readiness import readiness_text
from nkdesk.sheets.wording.release_tests import release_test_title
from nkdesk.ui.common.go_look import go_tone, go_words, reason_lines
from nkdesk.ui.common.labels import heading, tint
from nkdesk.ui.common.lines import Lines

_GROUNDS = {Go.GO: "good", Go.HOLD: "caution", Go.NO_GO: "refused"}
_BEFORE = (None, InfusionState.CHECKING, InfusionState.CHECKED)


class ReadinessBar(QFrame):
    """Stands beside the title until the infusion has begun; then it no longer decides anything."""

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
        self.setVisible(state in _BEFORE)
        titles = {test.id: release_test_title(test) for test in page.rules.tests}
        found = page.readiness
        self.setProperty("ground", _GROUNDS[found.go])
        self.style().unpolish(self)
        self.style().polish(self)
        tint(self.word, go_tone(found.go))
        self.word.setText(go_words(found.go))
        self.reasons.show_lines(reason_lines(found, titles, helps=True))
        self.reasons.setVisible(bool(found.reasons))
        self.setAccessibleName(readiness_text(found, titles))
