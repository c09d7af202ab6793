"""Step one: two persons check every bag at the bed, each with own scans, the second one blind."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from nkdesk.bedside.checking import Point
from nkdesk.model.infusion import InfusionAct
from nkdesk.services.forms import FieldCode, FieldProblem
from nkdesk.services.infusion_models import BagView, BedsidePage, CheckAnswer
from nkdesk.sheets.wording.dates import clock_text
from nkdesk.ui.bedside.check_form import OwnCheck
from nkdesk.ui.bedside.match_panel import MatchPanel
from nkdesk.ui.bedside.words import bag_words
from nkdesk.ui.common.dropping import drop_item
from nkdesk.ui.common.field_words import problem_words
from nkdesk.ui.common.labels import plain

FIRST, SECOND = 1, 2


class CheckPage(QWidget):
    """``patient_scanned`` follows the wristband, ``answered`` carries what the person saw last.

    While anybody checks, no number of a bag stands on the screen: nobody can read off what the
    scan should bring.
    """

    answered = Signal(str)
    patient_scanned = Signal()
    call_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.own = OwnCheck()
        self.own.hide()
        self.panel = MatchPanel()
        self.waiting = plain()
        self.waiting.setProperty("rank", "section")
        self.done = QVBoxLayout()
        self.done.setSpacing(4)
        self.position = FIRST
        self.bag: BagView | None = None
        self._of = 0
        self._has_bags = False
        self._blind = ""
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        for part in (self.own, self.panel, self.waiting):
            column.addWidget(part)
        column.addLayout(self.done)
        self.own.looked.connect(self.answered)
        self.own.patient_scanned.connect(self.patient_scanned)
        self.panel.again_asked.connect(self.scan_again)
        self.panel.call_asked.connect(self.call_asked)

    @property
    def stopped(self) -> bool:
        """Whether a stop stands on the screen: then there are two ways and no third."""
        return not self.panel.isHidden() and not self.panel.again.isHidden()

    @property
    def entering(self) -> bool:
        """Whether somebody is checking."""
        return not self.own.isHidden()

    def show_page(self, page: BedsidePage) -> None:
        """Show whose turn it is, of which bag; what is being entered stays as it is."""
        was = (self.bag.bag.id if self.bag else None, self.position)
        self._take_turn(page)
        now = (self.bag.bag.id if self.bag else None, self.position)
        if was == now and (self.entering or self.stopped):
            return
        self._show_done(page)
        self._has_bags = bool(page.bags)
        first_of_all = was[0] is None and self.position == FIRST
        if self.bag is not None and first_of_all:
            self.begin()
        else:
            self._wait()

    def begin(self) -> None:
        """Let the person whose turn it is begin, with everything empty."""
        if self.bag is None:
            return
        self.panel.clear()
        self.waiting.hide()
        for place in range(self.done.count()):
            self._done_line(place).hide()
        self.own.show()
        self.own.begin(self._title(), self._blind_words())

    def show_answer(self, answer: CheckAnswer) -> None:
        """Show how the check just made came out; a match ends it, a stop does not."""
        self.own.hide()
        unheard = {Point.PERSON} if self.position == FIRST else set()
        if not self.own.bag.value().strip():  # a wrong wristband stops before any bag
            unheard |= {Point.BAG, Point.EXPIRY, Point.VISUAL}
        self.panel.show_answer(answer, frozenset(unheard))

    def scan_again(self) -> None:
        """Let the same person scan again; the name stays, the scans go."""
        self.panel.clear()
        self.own.show()
        self.own.clear_scans()

    def _take_turn(self, page: BedsidePage) -> None:
        self._of = len(page.bags)
        self._blind = page.blind
        may = InfusionAct.CHECK in page.may
        left = [one for one in page.bags if one.second is None] if may else []
        self.bag = left[0] if left else None
        self.position = FIRST if self.bag is None or self.bag.first is None else SECOND

    def _wait(self) -> None:
        """Say whose turn it is; only a key or a button begins it."""
        self.own.hide()
        self.waiting.setText(self._waiting_words())
        self.waiting.show()

    def _waiting_words(self) -> str:
        if not self._has_bags:
            return problem_words(FieldProblem("item_id", FieldCode.NO_DOSE))
        if self.bag is not None and self.position == SECOND:
            return self.tr("Now the second person: own name, own scans. F6 begins.")
        if self.bag is not None:
            return self.tr("The next bag: again two persons, one after the other.")
        if self.done.count() == self._of:
            return self.tr("Every bag was checked by two persons.")
        return self.tr("Nothing can be checked any more.")

    def _title(self) -> str:
        nth = self.bag.bag.nth if self.bag else 0
        who = self.tr("second person") if self.position == SECOND else self.tr("first person")
        return self.tr("Bag {n} of {of} · {who}").format(n=nth, of=self._of, who=who)

    def _blind_words(self) -> str:
        if self.position != SECOND or self.bag is None or self.bag.first is None:
            return ""
        words = self.tr("{who} checked at {at}. What was entered then stays hidden from you.")
        first = self.bag.first
        return words.format(who=self._blind or first.person, at=clock_text(first.at))

    def _show_done(self, page: BedsidePage) -> None:
        """List the bags that two persons have checked; only those show their number."""
        while self.done.count():
            drop_item(self.done.takeAt(0))
        for one in page.bags:
            if one.second is not None:
                self.done.addWidget(plain(f"✔ {bag_words(one, len(page.bags))}"))

    def _done_line(self, place: int) -> QWidget:
        item = self.done.itemAt(place)
        line = None if item is None else item.widget()
        if line is None:
            raise IndexError(place)
        return line
