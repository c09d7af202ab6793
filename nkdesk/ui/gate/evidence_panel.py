"""Beside the criteria: all results of the chosen one, newest first, and what may be done."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from nkdesk.model.criterion import ConsentTest
from nkdesk.model.eligibility import Verdict
from nkdesk.services.eligibility_models import Assessments, Series
from nkdesk.sheets.wording.day import spoken
from nkdesk.sheets.wording.eligibility import waiver_text
from nkdesk.sheets.wording.evidence import what_text
from nkdesk.sheets.wording.unknowns import Asked, reason_text
from nkdesk.ui.common.card_button import CardButton
from nkdesk.ui.common.dropping import drop_item
from nkdesk.ui.common.flow import FlowLayout
from nkdesk.ui.common.labels import button, heading, plain
from nkdesk.ui.common.paragraph import unbroken
from nkdesk.ui.gate.point_words import consent_lines, infection_words, point_words
from nkdesk.ui.gate.rows import ShownRow

Way = tuple[str, Callable[[], None]]
"""A button: its words, and what it does."""


class EvidencePanel(QFrame):
    """``enter_asked`` carries what is to be entered, ``judge_asked`` also the answer prefilled."""

    enter_asked = Signal(object, str)
    judge_asked = Signal(object, str, str)
    waive_asked = Signal(object)
    criterion_asked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("ground", "card")
        self.ways: list[QWidget] = []
        inner = QWidget()
        inner.installEventFilter(self)
        self._inner = inner
        self._column = QVBoxLayout(inner)
        self._column.setContentsMargins(14, 10, 14, 10)
        self._column.setSpacing(6)
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setWidget(inner)
        self.area.setAccessibleName(self.tr("Evidence"))
        self.foot = QVBoxLayout()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(1, 1, 1, 1)
        outer.addWidget(self.area, 1)
        outer.addLayout(self.foot)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Give wrapped words the height they need: a scrolled layout would squeeze them."""
        if watched is self._inner and event.type() in (
            QEvent.Type.LayoutRequest,
            QEvent.Type.Resize,
        ):
            needed = max(0, self._column.heightForWidth(self._inner.width()))
            if needed != self._inner.minimumHeight():
                self._inner.setMinimumHeight(needed)
        return super().eventFilter(watched, event)

    def show_summary(
        self, title: str, points: Sequence[tuple[str, str, str]], lines: Sequence[str]
    ) -> None:
        """Show how it stands as a whole while no criterion is chosen.

        ``points`` are what is left, as criterion, verdict and text; each leads to its row.
        """
        self._clear()
        self._add(heading(title))
        for criterion, verdict, text in points:
            way = CardButton(verdict, text)
            way.clicked.connect(lambda _=False, one=criterion: self.criterion_asked.emit(one))
            self._add(way)
        for line in lines:
            self._add(plain(unbroken(line)))
        self._column.addStretch(1)

    def show_row(self, shown: ShownRow, known: Assessments | None) -> None:
        """Show all there is on one criterion."""
        self._clear()
        text = spoken(shown.criterion.text)
        self._add(heading(text[:1].upper() + text[1:]))
        for words in _unknowns(shown):
            self._add(plain(words, tone="caution"))
        if shown.is_nobodys:
            self._add(plain(self.tr("No donor is recorded yet."), tone="caution"))
            self._show_ways(shown)
            self._column.addStretch(1)
            return
        self._show_waiver(shown)
        self._show_ways(shown)
        for what in shown.row.kinds:
            self._show_series(what, _series(known, what))
        if any(isinstance(one.test, ConsentTest) for one in shown.criterion.tests):
            self._show_consents(shown, known)
        elif not shown.row.kinds:
            self._add(plain(self.tr("Taken from the enrolment record."), tone="quiet"))
        self._column.addStretch(1)
        self.area.verticalScrollBar().setValue(0)

    def focus_first(self) -> None:
        """Go to the first thing that can be done."""
        (self.ways[0] if self.ways else self.area).setFocus()

    def _show_series(self, what: str, series: Series | None) -> None:
        title = spoken(series.kind.title) if series else what_text(what)
        self._add(heading(title, "strong"))
        points = series.points[::-1] if series else ()
        for point in points:
            self._add(plain(unbroken(point_words(point))))
        if series is not None and series.infection is not None:
            self._add(plain(infection_words(series.infection), tone="quiet"))
        if not points:
            self._add(plain(self.tr("Not recorded"), tone="quiet"))

    def _show_consents(self, shown: ShownRow, known: Assessments | None) -> None:
        lines = consent_lines(known, shown.who)
        self._add(heading(self.tr("Consents"), "strong"))
        for line in lines or (self.tr("Not recorded"),):
            self._add(plain(line))

    def _show_waiver(self, shown: ShownRow) -> None:
        waiver = shown.row.waiver
        if waiver is not None:
            self._add(plain(waiver_text(waiver), tone="caution"))
        elif shown.row.verdict.verdict is Verdict.NOT_MET and not shown.row.can_waive:
            words = self.tr(
                "This cannot be waived. HIV, consent and the donor's serology never can."
            )
            self._add(plain(words, tone="refused"))

    def _show_ways(self, shown: ShownRow) -> None:
        holder = QWidget()
        row = FlowLayout(holder)
        for words, act in self._ways_of(shown):
            way = button(words)
            way.clicked.connect(lambda _=False, act=act: act())
            row.addWidget(way)
            self.ways.append(way)
        if self.ways:
            self._add(holder)

    def _ways_of(self, shown: ShownRow) -> list[Way]:
        ways = self._entries(shown)
        unmet = shown.row.verdict.verdict is Verdict.NOT_MET and not shown.row.verdict.waived
        if unmet and shown.row.can_waive and shown.asked:
            ways.append((self.tr("Waive…"), partial(self.waive_asked.emit, shown)))
        return ways

    def _entries(self, shown: ShownRow) -> list[Way]:
        """Return the ways to answer a criterion: by a judgement, a result or a consent."""
        if shown.is_nobodys:
            return [(self.tr("Enter donor…"), partial(self.enter_asked.emit, shown.who, ""))]
        who, judgement, kinds = shown.who, shown.judgement, shown.row.kinds
        if judgement:
            answers = ((self.tr("Yes…"), "yes"), (self.tr("No…"), "no"))
            judge = self.judge_asked.emit
            return [(words, partial(judge, who, judgement, code)) for words, code in answers]
        enter = self.enter_asked.emit
        if kinds:
            words = self.tr("Enter {what}…") if len(kinds) > 1 else self.tr("Enter result…")
            return [
                (words.format(what=what_text(what)), partial(enter, who, what)) for what in kinds
            ]
        if any(isinstance(one.test, ConsentTest) for one in shown.criterion.tests):
            return [(self.tr("Enter consent…"), partial(enter, who, "consent"))]
        return []

    def _add(self, part: QWidget) -> None:
        self._column.addWidget(part)

    def _clear(self) -> None:
        self.ways = []
        while self._column.count():
            drop_item(self._column.takeAt(0))


def _unknowns(shown: ShownRow) -> list[str]:
    """Return why nothing can be said, test by test, and what would answer it."""
    verdict = shown.row.verdict
    if not shown.asked or verdict.verdict is not Verdict.UNKNOWN:
        return []
    asked = Asked(shown.criterion, shown.on, shown.born)
    said = (reason_text(one, asked) for one in verdict.evidence)
    return [words for words in said if words]


def _series(known: Assessments | None, what: str) -> Series | None:
    found = () if known is None else known.series
    return next((one for one in found if one.kind.code == what), None)
