"""The consents of one person, each with what can be done about it."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from nkdesk.model.evidence import Consent
from nkdesk.services.eligibility_models import Assessments
from nkdesk.sheets.wording.dates import day_text
from nkdesk.sheets.wording.eligibility import consent_warning_text
from nkdesk.ui.assessments.words import consent_words, signed_by_words
from nkdesk.ui.common.labels import button, heading, plain
from nkdesk.ui.common.theme import GAP


class ConsentsCard(QFrame):
    """``withdraw_asked`` and ``strike_asked`` carry the consent."""

    withdraw_asked = Signal(object)
    strike_asked = Signal(object)

    def __init__(self, page: Assessments) -> None:
        super().__init__()
        self.setProperty("ground", "card")
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 10, 14, 12)
        column.setSpacing(6)
        column.addWidget(heading(self.tr("Consent")))
        column.addWidget(plain(self._in_force(page), tone="quiet"))
        if not page.consents:
            column.addWidget(plain(self.tr("No consent has been entered.")))
        for one in reversed(page.consents):
            column.addWidget(self._row(one))

    def _in_force(self, page: Assessments) -> str:
        found = page.consent_in_force
        if found is None:
            return self.tr(
                "No version of the consent form is in force yet. It is entered under Protocols, "
                "Limits of normal and consent."
            )
        words = self.tr("In force: version {version}, from {day}")
        return words.format(version=found.version, day=day_text(found.valid_from))

    def _row(self, one: Consent) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP)
        row.addWidget(plain("\n".join(self._lines(one))), 1)
        acts = [(self.tr("Entered by mistake…"), self.strike_asked)]
        if one.withdrawn is None:
            acts.insert(0, (self.tr("Withdrawn…"), self.withdraw_asked))
        for words, signal in acts:
            act = button(words, spoken=f"{words.rstrip('…')}: {consent_words(one)}")
            act.clicked.connect(partial(signal.emit, one))
            row.addWidget(act, 0, Qt.AlignmentFlag.AlignTop)
        return holder

    def _lines(self, one: Consent) -> list[str]:
        lines = [consent_words(one), signed_by_words(one)]
        if one.withdrawn is not None:
            words = self.tr("✕ Withdrawn on {day}: counts no more")
            lines.append(words.format(day=day_text(one.withdrawn)))
        entered = self.tr("entered by {who}").format(who=one.entered_by)
        lines.append(", ".join(part for part in (entered, one.note) if part))
        return lines


def warnings_frame(page: Assessments, more: Sequence[str]) -> QFrame | None:
    """Return what must be looked at before anything else, None where there is nothing."""
    said = [f"▲ {consent_warning_text(one)}" for one in page.warnings]
    said += [f"▲ {words}" for words in more]
    if not said:
        return None
    frame = QFrame()
    frame.setProperty("ground", "caution")
    column = QVBoxLayout(frame)
    column.setContentsMargins(14, 8, 14, 8)
    for words in said:
        column.addWidget(plain(words, tone="caution"))
    return frame
