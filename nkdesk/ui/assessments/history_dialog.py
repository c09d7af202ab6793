"""All results of one kind: the picture, and every entry with what became of it."""

from datetime import date

from PySide6.QtCore import QCoreApplication, Signal, SignalInstance
from PySide6.QtWidgets import QWidget

from nkdesk.services.eligibility_models import ObservationKind, Point, Series
from nkdesk.sheets.wording.numbers import number_text
from nkdesk.ui.assessments.form import About
from nkdesk.ui.assessments.plot import SeriesPlot
from nkdesk.ui.assessments.words import dated_words, kind_words, point_value_words
from nkdesk.ui.common.dialog import FormDialog
from nkdesk.ui.common.labels import plain
from nkdesk.ui.common.paragraph import Run
from nkdesk.ui.common.table_model import Column, TableModel
from nkdesk.ui.common.theme import colour
from nkdesk.ui.common.wrap_delegate import Lines, chosen_row, make_table

translate = QCoreApplication.translate
SIZE = (1040, 560)
_VALUE, _STATE = 0, 3


class AllResultsDialog(FormDialog):
    """Newest first; corrected and struck ones stay readable. Leads to correcting and striking."""

    correct_asked = Signal(object)
    strike_asked = Signal(object)

    def __init__(self, parent: QWidget | None, about: About, series: Series) -> None:
        self.named = kind_words(series.kind)
        title = self.tr("All results: {what}").format(what=self.named)
        super().__init__(parent, title, sample=about.sample)
        self.add_banner(about.line)
        self.plot = SeriesPlot(series)
        self.body.addWidget(self.plot)
        rows = _Rows(series.kind, about.desk.clock.today())
        self.model: TableModel[Point] = TableModel(rows.columns(), self)
        lines = {_VALUE: rows.value, _STATE: rows.state}
        self.table = make_table(self.model, lines, _STATE, whole=True)
        self.table.setAccessibleName(title)
        self.model.show(series.points[::-1])
        self.body.addWidget(self.table if series.points else plain(self.tr("No result yet.")))
        self.correct = self.add_verb(self.tr("Correct…"))
        self.strike = self.add_verb(self.tr("Entered by mistake…"))
        close = self.add_verb(self.tr("Close"), "main")
        close.clicked.connect(self.reject)
        self.correct.clicked.connect(lambda: self._lead(self.correct_asked))
        self.strike.clicked.connect(lambda: self._lead(self.strike_asked))
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._show_choice())
        self._show_choice()
        self.resize(*SIZE)
        self.table.fit()
        (self.table if series.points else close).setFocus()

    def _show_choice(self) -> None:
        """Offer to correct or strike an entry that counts, and nothing else."""
        row = chosen_row(self.table)
        for one in (self.correct, self.strike):
            one.setEnabled(isinstance(row, Point) and not row.corrected)

    def _lead(self, signal: SignalInstance) -> None:
        row = chosen_row(self.table)
        if isinstance(row, Point):
            self.reject()
            signal.emit(row.observation)


class _Rows:
    """What each column says of one entry."""

    def __init__(self, kind: ObservationKind, today: date) -> None:
        self._kind = kind
        self._today = today

    def columns(self) -> list[Column[Point]]:
        """Return the columns, left to right."""
        return [
            Column(translate("AllResults", "Result"), self._value_words, width=250),
            Column(translate("AllResults", "Day"), self._dated, width=210),
            Column(translate("AllResults", "Source"), _origin, width=200),
            Column(translate("AllResults", "Note and state"), _state_words),
        ]

    def value(self, row: Point) -> Lines:
        """Return the value with the limit it is held against."""
        shade = colour("quiet") if row.corrected else None
        lines = [[Run(self._value_words(row), bold=not row.corrected, shade=shade)]]
        if row.limit is not None:
            words = translate("AllResults", "limit {limit}").format(limit=number_text(row.limit))
            lines.append([Run(words, shade=colour("quiet"))])
        return lines

    def state(self, row: Point) -> Lines:
        """Return the note, and for what counts no more why it does not."""
        note = [[Run(row.observation.note)]] if row.observation.note else []
        gone = _gone_words(row)
        return [*note, [Run(gone, shade=colour("refused"))]] if gone else note

    def _value_words(self, row: Point) -> str:
        return point_value_words(row, self._kind)

    def _dated(self, row: Point) -> str:
        return dated_words(row, self._today)


def _origin(row: Point) -> str:
    one = row.observation
    entered = translate("AllResults", "entered by {who}").format(who=one.entered_by)
    return ", ".join(part for part in (one.source, entered) if part)


def _state_words(row: Point) -> str:
    return ". ".join(part for part in (row.observation.note, _gone_words(row)) if part)


def _gone_words(row: Point) -> str:
    if row.struck:
        return translate("AllResults", "✕ Entered by mistake: {why}").format(why=row.why)
    if row.corrected:
        return translate("AllResults", "↷ Corrected: {why}").format(why=row.why)
    return ""
