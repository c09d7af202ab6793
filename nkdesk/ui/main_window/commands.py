"""Which command does what in an open ward; a key that cannot act says why."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from nkdesk.ui.common.chosen import ChosenItem
from nkdesk.ui.common.screen import Turning
from nkdesk.ui.rail_order import Place

if TYPE_CHECKING:
    from PySide6.QtGui import QAction

    from nkdesk.ui.main_window.ward_view import WardView


class Commands(QObject):
    """Connects keys, rail and search to the screens of a ward."""

    def __init__(self, view: "WardView") -> None:
        super().__init__(view)
        self._view = view
        self._connect_keys()
        self._connect_rail()
        self._connect_search()

    def _connect_keys(self) -> None:
        view, act, acts = self._view, self._view.frame.commands, self._view.acts
        self._writes(act.record, lambda: self._on_due(acts.record))
        self._writes(act.second_check, lambda: self._on_due(acts.bedside.second_check))
        self._writes(act.defer, lambda: self._on_chosen(self._unless_under_way(acts.plans.defer)))
        self._writes(act.not_given, lambda: self._on_due(self._unless_under_way(acts.not_given)))
        self._writes(act.replace, acts.ward.replace)
        self._writes(act.lab_days, acts.ward.lab_days)
        self._writes(act.new_patient, acts.enrol)
        self._writes(act.undo, acts.undo)
        act.again.triggered.connect(view.read_again)
        act.print.triggered.connect(view.print_day)
        act.today.triggered.connect(self._go_to_today)
        act.earlier.triggered.connect(lambda: self._step(-1))
        act.later.triggered.connect(lambda: self._step(1))
        act.leave.triggered.connect(view.go_back)
        act.help.triggered.connect(acts.help)
        act.backups.triggered.connect(acts.backups.show)
        act.find.triggered.connect(self._find)
        for place, action in act.screens.items():
            action.triggered.connect(lambda _=False, place=place: view.go(place))

    def _writes(self, action: "QAction", act: Callable[[], object]) -> None:
        """Connect a command that saves; where nothing can be saved it says why at once."""

        def begin() -> None:
            why = self._view.frame.reading_only.words.text()
            if why:
                self._view.frame.status.say(why)
            else:
                act()

        action.triggered.connect(begin)

    def _connect_rail(self) -> None:
        self._view.frame.rail.asked.connect(self._view.go)
        self._view.frame.rail.help_asked.connect(self._view.acts.help)

    def _connect_search(self) -> None:
        search = self._view.frame.top.search
        search.textEdited.connect(self._search)
        search.returnPressed.connect(lambda: self._view.patients().open_only_one())
        search.left_downwards.connect(lambda: self._view.patients().enter())
        search.given_up.connect(self._view.go_back)

    def _on_chosen(self, act: Callable[[ChosenItem], None]) -> None:
        chosen = self._view.screen.chosen_item
        if chosen is None:
            words = self.tr("Choose an open item first, with the arrow keys or a click.")
            self._view.frame.status.say(words)
            return
        act(chosen)

    def _unless_under_way(self, act: Callable[[ChosenItem], None]) -> Callable[[ChosenItem], None]:
        """Return an act that says why it cannot be for an infusion under way."""

        def guarded(chosen: ChosenItem) -> None:
            if chosen.under_way:
                words = self.tr("This infusion is under way. F2 opens its record.")
                self._view.frame.status.say(words)
                return
            act(chosen)

        return guarded

    def _on_due(self, act: Callable[[ChosenItem], None]) -> None:
        """Record on the day's board only what has come: nobody charts ahead there."""
        chosen = self._view.screen.chosen_item
        ahead = chosen is not None and chosen.item.planned > self._view.desk.clock.today()
        if ahead and self._view.screen is self._view.board:
            self._view.frame.status.say(self.tr("Its day has not come yet. F3 moves it."))
            return
        self._on_chosen(act)

    def _go_to_today(self) -> None:
        """Turn the days in sight to today; from a screen without days go to the board."""
        screen = self._view.screen
        if isinstance(screen, Turning):
            screen.go_to_today()
            return
        self._view.go(Place.TODAY)
        self._view.board.go_to_today()

    def _step(self, days: int) -> None:
        screen = self._view.screen
        if isinstance(screen, Turning):
            screen.step(days)
        else:
            self._view.frame.status.say(self.tr("Days are turned on Today, Calendar and Month."))

    def _find(self) -> None:
        search = self._view.frame.top.search
        search.setFocus()
        search.selectAll()

    def _search(self, text: str) -> None:
        patients = self._view.patients()
        self._view.frame.top.search.setFocus()
        patients.search(text)
