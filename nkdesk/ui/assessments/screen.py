"""All that a patient or the donor is judged by: every kind of result, the consents, the donor."""

from functools import partial
from typing import cast

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from nkdesk.model.criterion import Who
from nkdesk.services.desk import Desk
from nkdesk.services.eligibility_models import Assessments, Series
from nkdesk.services.evidence import assessments, current_donor
from nkdesk.sheets.wording.dates import day_text
from nkdesk.sheets.wording.day import spoken
from nkdesk.ui.assessments.columns import WHAT, SeriesColumns, SeriesDelegate
from nkdesk.ui.assessments.consents_card import ConsentsCard, warnings_frame
from nkdesk.ui.assessments.foot import AssessmentsFoot
from nkdesk.ui.assessments.form import About
from nkdesk.ui.assessments.tools import AssessmentsTools
from nkdesk.ui.assessments.words import donor_words, kind_words, newest
from nkdesk.ui.common.banner import PatientBanner
from nkdesk.ui.common.chosen import ChosenItem
from nkdesk.ui.common.empty_state import EmptyState
from nkdesk.ui.common.labels import button, plain
from nkdesk.ui.common.table_model import TableModel
from nkdesk.ui.common.wrap_delegate import WrapTable, chosen_row, make_table


class AssessmentsScreen(QWidget):
    """One page for the patient and, a touch away, for the donor. The banner never scrolls away.

    Every signal begins with an About: whose evidence is meant.
    """

    enter_asked = Signal(object, str)
    judge_asked = Signal(object)
    consent_asked = Signal(object)
    correct_asked = Signal(object, object, object)
    strike_asked = Signal(object, object, str)
    withdraw_asked = Signal(object, object)
    history_asked = Signal(object, object)
    donor_asked = Signal(object)
    left = Signal()
    titled = Signal(str)

    def __init__(
        self, desk: Desk, patient_id: int, *, sample: bool, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._patient_id = patient_id
        self._sample = sample
        self.page: Assessments | None = None
        self.of_donor = False
        self.banner: PatientBanner | None = None
        self.table: WrapTable | None = None
        self.main_button: QWidget | None = None
        self.chooser = AssessmentsTools()
        self.tools: QWidget | None = self.chooser
        self.chooser.back.clicked.connect(self.left)
        self.chooser.who.changed.connect(self._turn)
        self.foot = AssessmentsFoot()
        self._connect_foot()
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(self._area, 1)
        self._column.addWidget(self.foot)

    @property
    def title(self) -> str:
        """What the top line says; the name stands in the banner, once."""
        return self.tr("Assessments")

    @property
    def chosen_item(self) -> ChosenItem | None:
        """Nothing is recorded from here."""
        return None

    @property
    def about(self) -> About:
        """Whose evidence is shown; only after it was read."""
        page = self._of_patient if self.page is None else self.page
        donor = page.donor if page.who is Who.DONOR else None
        return About(self._desk, page.line, self._sample, donor)

    def refresh(self) -> None:
        """Read everything anew."""
        self.reread()

    def reread(self, *, elsewhere: bool = False) -> None:
        """Read everything anew; place on the page and choice stay."""
        del elsewhere  # the page always shows everything as it stands
        chosen = self.chosen_series
        place = self._area.verticalScrollBar().value()
        held = self._holds_focus()
        found = assessments(self._desk, self._patient_id)
        if found is None:
            self.left.emit()
            return
        self._of_patient = found
        self.page = found
        if self.of_donor:
            self.page = assessments(self._desk, self._patient_id, donor=True)
        self._show_banner()
        self._area.setWidget(self._content())
        if self.table is not None:
            self.table.fit()
        if chosen is not None:
            self.choose(chosen.kind.code)
        self._show_choice()
        self._area.verticalScrollBar().setValue(place)
        if held:
            (self.table or self.chooser.who).setFocus()

    def _holds_focus(self) -> bool:
        """Whether what is about to be made anew has the keyboard, maybe under a form."""
        focused = cast("QWidget | None", self.window().focusWidget())  # Qt may have none
        return focused is not None and self._area.isAncestorOf(focused)

    def choose(self, what: str) -> None:
        """Choose a kind of result."""
        rows = self.page.series if self.page is not None else ()
        codes = [row.kind.code for row in rows]
        if self.table is not None and what in codes:
            self.table.selectRow(codes.index(what))

    @property
    def chosen_series(self) -> Series | None:
        """The kind of result that is chosen."""
        row = chosen_row(self.table) if self.table is not None else None
        return row if isinstance(row, Series) else None

    def _turn(self) -> None:
        donor = self.chooser.who.value() == Who.DONOR.value
        if donor != self.of_donor:
            self.of_donor = donor
            self.reread()

    def _connect_foot(self) -> None:
        foot = self.foot
        foot.enter.clicked.connect(self._ask_enter)
        foot.judge.clicked.connect(lambda: self.judge_asked.emit(self.about))
        foot.consent.clicked.connect(lambda: self.consent_asked.emit(self.about))
        foot.history.clicked.connect(self.open_chosen)
        foot.correct.clicked.connect(self._ask_correct)
        foot.strike.clicked.connect(self._ask_strike)

    def open_chosen(self) -> None:
        """Show all results of the chosen kind."""
        row = self.chosen_series
        if row is not None:
            self.history_asked.emit(self.about, row)

    def _ask_enter(self) -> None:
        row = self.chosen_series
        self.enter_asked.emit(self.about, "" if row is None or row.kind.form else row.kind.code)

    def _ask_correct(self) -> None:
        row = self.chosen_series
        latest = newest(row) if row is not None else None
        if latest is not None:
            self.correct_asked.emit(self.about, row, latest.observation)

    def _ask_strike(self) -> None:
        row = self.chosen_series
        latest = newest(row) if row is not None else None
        if row is not None and latest is not None:
            self.strike_asked.emit(self.about, latest.observation, kind_words(row.kind))

    def _show_choice(self) -> None:
        row = self.chosen_series
        self.foot.setVisible(self.page is not None)
        if self.page is not None:
            judged = any(one.form for one in self.page.kinds)
            self.foot.show_choice(row, judges=judged)

    def _show_banner(self) -> None:
        if self.banner is None:
            self.banner = PatientBanner(self._of_patient.line)
            self._column.insertWidget(0, self.banner)
        else:
            self.banner.show_line(self._of_patient.line)

    def _content(self) -> QWidget:
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(12, 10, 12, 12)
        column.setSpacing(10)
        self.table = None
        if self.page is None:
            column.addWidget(self._no_donor(), 1)
            return content
        warnings = warnings_frame(self.page, self._missing_limits(self.page))
        if warnings is not None:
            column.addWidget(warnings)
        column.addWidget(self._donor_line())
        self.table = self._make_table(self.page)
        column.addWidget(self.table)
        column.addWidget(self._consents(self.page))
        column.addWidget(plain(self._limits(self.page), tone="quiet"))
        column.addStretch(1)
        return content

    def _make_table(self, page: Assessments) -> WrapTable:
        columns = SeriesColumns(page.today)
        model: TableModel[Series] = TableModel(columns.columns())
        table = make_table(model, {}, WHAT + 1, whole=True)
        model.setParent(table)
        table.setItemDelegate(SeriesDelegate(columns, table))
        table.setAccessibleName(self.tr("Results"))
        model.show(page.series)
        table.selectionModel().selectionChanged.connect(lambda *_: self._show_choice())
        table.activated.connect(lambda _index: self.open_chosen())
        self.setFocusProxy(table)
        return table

    def _consents(self, page: Assessments) -> ConsentsCard:
        card = ConsentsCard(page)
        card.withdraw_asked.connect(lambda one: self.withdraw_asked.emit(self.about, one))
        named = self.tr("Consent")
        card.strike_asked.connect(lambda one: self.strike_asked.emit(self.about, one, named))
        return card

    def _donor_line(self) -> QWidget:
        """Say who the donor is, and let it be entered or put right."""
        donor = current_donor(self._desk, self._patient_id)
        holder = QFrame()
        holder.setProperty("ground", "card")
        row = QHBoxLayout(holder)
        row.setContentsMargins(14, 4, 8, 4)
        known = donor_words(donor, self._desk.clock.today()) if donor else ""
        row.addWidget(plain(known or self.tr("No donor has been entered.")), 1)
        words = self.tr("Change the donor…") if donor else self.tr("Enter the donor…")
        change = button(words)
        about = About(self._desk, self._of_patient.line, self._sample, donor)
        change.clicked.connect(partial(self.donor_asked.emit, about))
        row.addWidget(change)
        return holder

    def _no_donor(self) -> QWidget:
        add = button(self.tr("Enter the donor…"), "main")
        about = About(self._desk, self._of_patient.line, self._sample)
        add.clicked.connect(partial(self.donor_asked.emit, about))
        title = self.tr("No donor has been entered")
        words = self.tr("The donor's results and consent are entered once the donor is known.")
        return EmptyState(title, words, add)

    def _missing_limits(self, page: Assessments) -> list[str]:
        if page.uln is not None or page.who is Who.DONOR:
            return []
        return [
            self.tr(
                "No limits of normal are in force: ALT and AST cannot be judged. They are chosen "
                "under Protocols, Limits of normal and consent."
            )
        ]

    def _limits(self, page: Assessments) -> str:
        if page.uln is None:
            return ""
        words = self.tr("Limits of normal in force: {table}, version {version}, from {day}")
        table = page.uln.table
        return words.format(
            table=spoken(table.title), version=table.version, day=day_text(page.uln.valid_from)
        )
