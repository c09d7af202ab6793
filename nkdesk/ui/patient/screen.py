"""The patient's page: banner on top, timeline and items below, the chosen item at the foot."""

from collections.abc import Iterator
from functools import partial

from PySide6.QtCore import Signal, SignalInstance
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from nkdesk.services.desk import Desk
from nkdesk.services.eligibility_models import GateStatus
from nkdesk.services.gate import gate_status
from nkdesk.services.patient_page import patient_page, why_item
from nkdesk.services.read_models import ItemRow, PatientPage
from nkdesk.services.reasons import reason_titles
from nkdesk.ui.common.banner import PatientBanner
from nkdesk.ui.common.chosen import ChosenItem
from nkdesk.ui.common.empty_state import EmptyState
from nkdesk.ui.common.icons import icon
from nkdesk.ui.common.item_words import item_title
from nkdesk.ui.common.labels import button, plain
from nkdesk.ui.common.unsettled import unsettled_words
from nkdesk.ui.patient.check_section import CheckSection
from nkdesk.ui.patient.cycle_section import CycleSection
from nkdesk.ui.patient.detail import ItemDetail
from nkdesk.ui.patient.facts import FactsSection
from nkdesk.ui.patient.forecast import ForecastSection
from nkdesk.ui.patient.notices import deviations_notice, off_study_notice, unsettled_notice
from nkdesk.ui.patient.why_words import why_words


class PatientScreen(QWidget):
    """One patient. The banner never scrolls away (PAB-0009 to 0013)."""

    record_asked = Signal(object)
    not_given_asked = Signal(object)
    plan_asked = Signal(object)
    defer_asked = Signal(object)
    cease_asked = Signal(object)
    correct_asked = Signal(object)
    off_study_asked = Signal(object)
    settle_asked = Signal(object, int)
    check_asked = Signal(object, int)
    assessments_asked = Signal(object)
    audit_asked = Signal(int)
    left = Signal()
    titled = Signal(str)

    def __init__(self, desk: Desk, patient_id: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._patient_id = patient_id
        self._reasons = reason_titles(desk)
        self.main_button: QWidget | None = None
        self.page: PatientPage | None = None
        self.banner: PatientBanner | None = None
        self.sections: list[CycleSection] = []
        self.detail = ItemDetail()
        self.tools: QWidget | None = self._tools()
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(self._area, 1)
        self._column.addWidget(self.detail)
        self.detail.record_asked.connect(lambda: self._ask(self.record_asked))
        self.detail.not_given_asked.connect(lambda: self._ask(self.not_given_asked))
        self.detail.defer_asked.connect(lambda: self._ask(self.defer_asked))
        self.detail.cease_asked.connect(lambda: self._ask(self.cease_asked))
        self.detail.correct_asked.connect(self._ask_to_correct)
        self.detail.closed.connect(self._close_detail)

    @property
    def title(self) -> str:
        """What the top line says; the name stands in the banner, once."""
        return self.tr("Patient")

    @property
    def chosen_item(self) -> ChosenItem | None:
        """The open item that F2, F3 and F4 act on."""
        row = self._chosen_row()
        if row is None or self.page is None:
            return None
        if not row.item.is_open and row.running is None:
            return None
        return ChosenItem.of_page(self.page.line, row)

    def refresh(self) -> None:
        """Read the patient anew."""
        self.reread()

    def reread(self, *, elsewhere: bool = False) -> None:
        """Read the patient anew; place on the page and choice stay."""
        del elsewhere  # the page always shows everything as it stands
        chosen = self._chosen_row()
        place = self._area.verticalScrollBar().value()
        self.page = patient_page(self._desk, self._patient_id)
        if self.page is None:
            self.left.emit()
            return
        self._show_banner(self.page)
        self.off_study.setVisible(self.page.off_study is None)
        self._area.setWidget(self._content(self.page))
        for section in self.sections:
            section.fit()
        self.detail.hide()
        if chosen is not None:
            self.choose(chosen.item_id)
        self._area.verticalScrollBar().setValue(place)

    def turn_minute(self) -> None:
        """Show the page anew only where this minute has changed something on it."""
        page = self.page
        if page is None or not any(row.readiness for one in page.cycles for row in one.rows):
            return
        now = patient_page(self._desk, self._patient_id)
        if now is None or now.cycles != page.cycles:
            self.reread()

    def choose(self, item_id: int) -> None:
        """Choose an item."""
        for section in self.sections:
            section.choose(item_id)

    def _show_banner(self, page: PatientPage) -> None:
        if self.banner is None:
            self.banner = PatientBanner(page.line)
            self._column.insertWidget(0, self.banner)
        else:
            self.banner.show_line(page.line)
        self.banner.mark_left(left=page.off_study is not None)

    def _content(self, page: PatientPage) -> QWidget:
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(12, 10, 12, 12)
        column.setSpacing(12)
        if page.example:
            words = self.tr("EXAMPLE protocol {name}: its days and doses are not approved.")
            column.addWidget(plain(words.format(name=page.protocol), tone="caution"))
        for notice in self._notices(page):
            column.addWidget(notice)
        self._add_cycles(page, column)
        if page.deviations:
            column.addWidget(deviations_notice(page.deviations, _titles(page)))
        column.addWidget(FactsSection(page))
        column.addStretch(1)
        return content

    def _add_cycles(self, page: PatientPage, column: QVBoxLayout) -> None:
        """Add every cycle, the check that matters next and the forecast."""
        number = self._next_check(page)
        status = gate_status(self._desk, self._patient_id, number) if number > 1 else None
        state = None if status is None else status.state
        self.sections = []
        for cycle in page.cycles:
            gate = state if cycle.number > 1 else None
            section = CycleSection(cycle, page.today, self._reasons, gate)
            section.chosen.connect(self._show_detail)
            self.sections.append(section)
            column.addWidget(section)
        if not page.cycles:
            column.addWidget(self._no_cycle(page))
        self.checks = self._checks(number, status)
        column.addWidget(self.checks)
        if page.forecast is not None:
            column.addWidget(ForecastSection(page.forecast, page.today, state))

    def _notices(self, page: PatientPage) -> Iterator[QWidget]:
        """Yield what a person must see before the cycles."""
        if page.off_study is not None:
            yield off_study_notice(page.off_study, self._reasons)
            return
        for cycle in page.cycles:
            words = unsettled_words(self._desk, self._patient_id, cycle.number)
            if words:
                ask = partial(self.settle_asked.emit, page.line, cycle.number)
                yield unsettled_notice(words, ask)

    def _next_check(self, page: PatientPage) -> int:
        """Return the cycle whose check matters next: the newest planned one, or the one after."""
        cycles = self._desk.protocol(page.line.patient.protocol_hash).cycles
        return min(cycles, max(2, len(page.cycles))) if page.cycles else 1

    def _checks(self, number: int, status: GateStatus | None) -> CheckSection:
        section = CheckSection(number, status)
        section.check_asked.connect(self._ask_check)
        section.assessments_asked.connect(self._ask_assessments)
        return section

    def _ask_check(self, cycle: int) -> None:
        if self.page is not None:
            self.check_asked.emit(self.page.line, cycle)

    def _ask_assessments(self) -> None:
        if self.page is not None:
            self.assessments_asked.emit(self.page.line)

    def _no_cycle(self, page: PatientPage) -> QWidget:
        plan = button(self.tr("Plan cycle 1…"), "main")
        plan.clicked.connect(lambda: self.plan_asked.emit(page.line))
        empty = EmptyState(
            self.tr("No cycle planned yet"),
            self.tr("One date is typed, every other is shown before it is saved."),
            plan,
        )
        empty.setMinimumHeight(170)
        return empty

    def _show_detail(self, row: ItemRow) -> None:
        for section in self.sections:
            if section.chosen_row is not row:
                section.drop_choice()
        found = why_item(self._desk, row.item_id)
        if self.page is None:
            return
        why = [] if found is None else why_words(found, _titles(self.page))
        self.detail.show_item(row, why, plans=self.page.off_study is None)

    def _close_detail(self) -> None:
        for section in self.sections:
            section.drop_choice()
        self.detail.hide()

    def _chosen_row(self) -> ItemRow | None:
        rows = (section.chosen_row for section in self.sections)
        return next((row for row in rows if row is not None), None)

    def _ask(self, signal: SignalInstance) -> None:
        chosen = self.chosen_item
        if chosen is not None:
            signal.emit(chosen)

    def _ask_to_correct(self) -> None:
        row = self._chosen_row()
        if row is not None and self.page is not None:
            self.correct_asked.emit(ChosenItem.of_page(self.page.line, row))

    def _ask_off_study(self) -> None:
        if self.page is not None:
            self.off_study_asked.emit(self.page.line)

    def _tools(self) -> QWidget:
        tools = QWidget()
        row = QHBoxLayout(tools)
        row.setContentsMargins(0, 0, 0, 0)
        back = button(self.tr("Back"))
        back.setIcon(icon("left"))
        back.setToolTip(self.tr("Back to where you came from  (Esc)"))
        back.clicked.connect(self.left)
        self.off_study = button(
            self.tr("Off study…"), "flat", spoken=self.tr("Patient leaves the study")
        )
        self.off_study.clicked.connect(self._ask_off_study)
        self.audit = button(
            self.tr("Audit"), "flat", spoken=self.tr("Every step of this patient, field by field")
        )
        self.audit.clicked.connect(lambda: self.audit_asked.emit(self._patient_id))
        row.addWidget(back)
        row.addWidget(self.off_study)
        row.addWidget(self.audit)
        return tools


def _titles(page: PatientPage) -> dict[str, str]:
    """Return the words that the page's items go by."""
    return {str(one.item.address): item_title(one) for cycle in page.cycles for one in cycle.rows}
