"""One person's own check of one bag: name, wristband, bag, and what the eye says."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from nkdesk.bedside.checking import CLEAR
from nkdesk.bedside.codes import looks_like_code
from nkdesk.bedside.scanning import as_latin
from nkdesk.services.infusion_models import CheckForm
from nkdesk.ui.bedside.scan_field import ScanField
from nkdesk.ui.bedside.words import LOOKS, look_words
from nkdesk.ui.common.fields import Field, TextField
from nkdesk.ui.common.flow import FlowLayout
from nkdesk.ui.common.labels import button, heading, plain
from nkdesk.ui.common.theme import GAP


class OwnCheck(QWidget):
    """Emptied for every person and every bag: nobody sees what another has entered.

    ``patient_scanned`` follows the wristband, ``looked`` the last answer: what the bag looks like.
    """

    patient_scanned = Signal()
    looked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.title = heading("")
        self.title.setWordWrap(False)
        self.blind = plain(tone="quiet")
        self.person = TextField("person", self.tr("1  Your name"))
        self.patient = ScanField("patient_scan", self.tr("2  Wristband"))
        self.bag = ScanField("bag_scan", self.tr("3  Bag"))
        self.looks: dict[str, QPushButton] = {}
        self._lay_out()
        self.person.line.returnPressed.connect(self._go_on)
        self.patient.scanned.connect(self.patient_scanned)
        self.bag.scanned.connect(self.ask_to_look)

    @property
    def fields(self) -> dict[str, Field]:
        """The fields by name, so that problems can be shown beside them."""
        return {one.name: one for one in (self.person, self.patient, self.bag)}

    @property
    def typed(self) -> bool:
        """Whether anything stands in it."""
        return any(one.value().strip() for one in (self.person, self.patient, self.bag))

    def begin(self, title: str, blind: str) -> None:
        """Stand empty before a person."""
        self.title.setText(title)
        self.blind.setText(blind)
        self.blind.setVisible(bool(blind))
        self.clear_scans()
        self.person.put("")
        self.person.echo("")
        self.person.setFocus()

    def clear_scans(self) -> None:
        """Empty what was scanned; the name stays."""
        for one in (self.patient, self.bag):
            one.put("")
            one.echo("")
        self.patient.setFocus()

    def form(self, infusion_id: int, position: int, visual: str) -> CheckForm:
        """Return what stands in it as one person's check."""
        return CheckForm(
            infusion_id,
            position,
            self.person.value(),
            self.patient.value(),
            self.bag.value(),
            visual,
        )

    def ask_to_look(self) -> None:
        """Lead on to the eye's answer."""
        self.looks[CLEAR].setFocus()

    def lead_to_bag(self) -> None:
        """Lead on to the bag."""
        self.bag.setFocus()

    def _go_on(self) -> None:
        """Go on from the name; a code scanned into it is no name."""
        scan = as_latin(self.person.value().strip())
        if scan is not None and looks_like_code(scan.text.upper()):
            self.person.refuse(self.tr("This is a code, not a name. Type your own name."))
            self.person.line.selectAll()
        elif self.person.value().strip():
            self.person.echo("")
            self.patient.setFocus()

    def _look(self, seen: str) -> None:
        unread = [one for one in (self.patient, self.bag) if not one.read()]
        if unread:
            unread[0].setFocus()
        else:
            self.looked.emit(seen)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        head = QHBoxLayout()
        head.setSpacing(16)
        head.addWidget(self.title)
        head.addWidget(self.blind, 1)
        column.addLayout(head)
        row = QHBoxLayout()
        row.setSpacing(12)
        for field in (self.person, self.patient, self.bag):
            row.addWidget(field, 1, Qt.AlignmentFlag.AlignTop)
        column.addLayout(row)
        column.addWidget(self._looks_label())
        column.addWidget(self._looks_row())

    def _looks_label(self) -> QLabel:
        label = plain(self.tr("4  Look at the bag against the light, then say what you see"))
        label.setProperty("rank", "strong")
        return label

    def _looks_row(self) -> QWidget:
        holder = QWidget()
        flow = FlowLayout(holder)
        for code in LOOKS:
            one = button(look_words(code), "main" if code == CLEAR else "")
            one.clicked.connect(lambda _on=False, code=code: self._look(code))
            self.looks[code] = one
            flow.addWidget(one)
        return holder
