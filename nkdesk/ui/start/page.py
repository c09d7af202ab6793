"""The first page: who is working, and three ways to a ward."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from nkdesk.model.naming import name_flaw, tidy
from nkdesk.ui.common.card_button import CardButton
from nkdesk.ui.common.error_summary import ErrorSummary
from nkdesk.ui.common.fields import TextField
from nkdesk.ui.common.labels import button, heading, plain
from nkdesk.ui.common.theme import GAP
from nkdesk.ui.start.choice import CannotOpen, StartChoice, StartKind

_WIDE = 620
_OFFERED = 4


class StartPage(QWidget):
    """``chosen`` carries a StartChoice; ``refuse`` says why it could not be."""

    chosen = Signal(object)
    restore_asked = Signal(object)

    def __init__(self, names: list[str], folder: Path, *, ward_there: bool) -> None:
        super().__init__()
        self._folder = folder
        self._new_folder = None if ward_there else folder
        self.actor = TextField("actor", self.tr("Who is working?"), hint=self.tr("Your name"))
        self.ward = TextField("ward", self.tr("Name of the new ward"))
        self.summary = ErrorSummary(
            lambda _name: self.actor.setFocus(), self.tr("The ward was not opened.")
        )
        self._column = self._centred()
        self._column.addWidget(heading("nkdesk", "title"))
        words = self.tr("Chemotherapy blocks and NK cell infusions of a trial ward, day by day")
        self._column.addWidget(plain(words, tone="quiet"))
        self._column.addSpacing(GAP)
        self._column.addWidget(self.summary)
        self.told = heading("", "strong")
        self.told.hide()
        self._column.addWidget(self.told)
        self._column.addWidget(self.actor)
        self._offer(names)
        self._column.addSpacing(6)
        self._column.addWidget(heading(self.tr("Which ward?")))
        self._cards(ward_there=ward_there)
        self._column.addStretch(1)
        self.setFocusProxy(self.actor)

    def refuse(self, answer: CannotOpen) -> None:
        """Say why the ward could not be opened and what to do."""
        words = f"{answer.sentence} {answer.next_step}".strip()
        self.summary.show_problems([], [words])

    def tell(self, words: str) -> None:
        """Say what is under way, and let nothing else be begun meanwhile; "" when it is done."""
        self.told.setText(words)
        self.told.setVisible(bool(words))
        self._holder.setEnabled(not words)

    def _choose(self, kind: StartKind, folder: Path | None = None) -> None:
        actor = tidy(self.actor.value())
        if not actor or name_flaw(actor) is not None:
            self._ask_for_name(kind)
            return
        for field in (self.actor, self.ward):
            field.refuse("")
        ward = tidy(self.ward.value())
        if kind is StartKind.NEW and (not ward or name_flaw(ward) is not None):
            self.ward.refuse(self.tr("Type the ward's name; it stands on every list."))
            self.ward.setFocus()
            return
        self.summary.show_problems([], [])
        self.chosen.emit(StartChoice(kind, actor, folder, ward))

    def _ask_for_name(self, kind: StartKind) -> None:
        """Say that the person's name is missing, there and where the hand is."""
        self.actor.refuse(self.tr("Type your name first: every record carries it."))
        if kind is StartKind.NEW:
            self.ward.refuse(self.tr("Your own name is still missing, at the top of this page."))
        self.actor.setFocus()
        self._area.ensureWidgetVisible(self.actor)

    def _cards(self, *, ward_there: bool) -> None:
        if ward_there:
            known = self._card(self.tr("Open the ward"), str(self._folder))
            known.clicked.connect(lambda: self._choose(StartKind.OPEN, self._folder))
        sample = self._card(
            self.tr("Try the sample ward"),
            self.tr("Twelve invented patients on a fixed day; nothing in it is real."),
        )
        sample.clicked.connect(lambda: self._choose(StartKind.SAMPLE))
        new = self._card(self.tr("New ward"), self.tr("An empty ward in a folder of its own."))
        new.clicked.connect(self._show_new)
        other = self._card(self.tr("Open a ward…"), self.tr("Choose the folder of a ward."))
        other.clicked.connect(self._open_other)
        self.restore = self._card(
            self.tr("Restore a backup…"),
            self.tr("When the ward does not open, or on a new computer."),
        )
        self.restore.clicked.connect(lambda: self.restore_asked.emit(self._folder))
        self._new_ward = self._new_ward_form()
        self._column.insertWidget(self._column.indexOf(new) + 1, self._new_ward)

    def _new_ward_form(self) -> QWidget:
        form = QWidget()
        column = QVBoxLayout(form)
        column.setContentsMargins(16, 0, 0, 8)
        column.addWidget(self.ward)
        self.ward.line.returnPressed.connect(self._enter_new)
        self._where = plain(tone="quiet")
        column.addWidget(self._where)
        row = QHBoxLayout()
        row.setSpacing(GAP)
        elsewhere = button(self.tr("Another folder…"))
        self._create = button(self.tr("Create the ward"), "main")
        elsewhere.clicked.connect(self._choose_folder)
        self._create.clicked.connect(lambda: self._choose(StartKind.NEW, self._new_folder))
        row.addWidget(self._create)
        row.addWidget(elsewhere)
        row.addStretch(1)
        column.addLayout(row)
        form.hide()
        return form

    def _enter_new(self) -> None:
        """Make the ward on Enter in its name, as the button does."""
        if self._new_folder is not None:
            self._choose(StartKind.NEW, self._new_folder)

    def _show_new(self) -> None:
        free = self._new_folder is not None
        place = self.tr("In folder {folder}").format(folder=self._new_folder)
        self._where.setText(place if free else self.tr("Choose an empty folder for it."))
        self._create.setVisible(free)
        self._new_ward.show()
        self.ward.setFocus()

    def _choose_folder(self) -> None:
        folder = self.ask_for_folder()
        if folder is not None:
            self._new_folder = folder
            self._show_new()

    def _open_other(self) -> None:
        folder = self.ask_for_folder()
        if folder is not None:
            self._choose(StartKind.OPEN, folder)

    def ask_for_folder(self) -> Path | None:
        """Return a folder a person chose, None when they think better of it."""
        words = self.tr("Folder of the ward")
        chosen = QFileDialog.getExistingDirectory(self, words, str(self._folder.parent))
        return Path(chosen) if chosen else None

    def _card(self, title: str, line: str) -> CardButton:
        card = CardButton(title, line)
        self._column.addWidget(card)
        return card

    def _offer(self, names: list[str]) -> None:
        if not names:
            return
        row = QHBoxLayout()
        row.setSpacing(GAP)
        for name in names[:_OFFERED]:
            chip = button(name, "chip", spoken=self.tr("Working: {name}").format(name=name))
            chip.clicked.connect(lambda _=False, name=name: self.actor.put(name))
            row.addWidget(chip)
        row.addStretch(1)
        self._column.addLayout(row)

    def _centred(self) -> QVBoxLayout:
        inner = QWidget()
        middle = QHBoxLayout(inner)
        self._holder = holder = QWidget()
        holder.setMaximumWidth(_WIDE)
        holder.setMinimumWidth(_WIDE)
        middle.addStretch(1)
        middle.addWidget(holder)
        middle.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(inner)
        self._area = area
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(area)
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 24, 0, 16)
        column.setSpacing(GAP)
        return column
