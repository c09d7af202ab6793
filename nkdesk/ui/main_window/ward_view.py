"""The open ward in the window: which screen is shown, and what leads from one to another."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from nkdesk.model.criterion import Who
from nkdesk.services.desk import Desk
from nkdesk.services.problems import StoreError
from nkdesk.services.steps import revision
from nkdesk.services.ward import changed_elsewhere, reading_only, ward_site
from nkdesk.ui.common.screen import Ageing, Screen, widget_of
from nkdesk.ui.main_window import later
from nkdesk.ui.main_window.acts import Acts
from nkdesk.ui.main_window.alerts import Alerts
from nkdesk.ui.main_window.commands import Commands
from nkdesk.ui.main_window.rail_screens import RailScreens
from nkdesk.ui.main_window.window import MainWindow
from nkdesk.ui.rail_order import Place

if TYPE_CHECKING:
    from datetime import date

    from nkdesk.services.read_models import PatientLine
    from nkdesk.ui.assessments.screen import AssessmentsScreen
    from nkdesk.ui.common.slow_work import SlowWork
    from nkdesk.ui.main_window.acts import ReadProtocol
    from nkdesk.ui.patient.screen import PatientScreen
    from nkdesk.ui.patients.screen import PatientsScreen

POLL_MS = 1000


class WardView(QObject):
    """Screens and commands of one open ward."""

    def __init__(
        self, window: MainWindow, desk: Desk, read_protocol: "ReadProtocol", worker: "SlowWork"
    ) -> None:
        super().__init__(window)
        self.window = window
        self.frame = window.furnish()
        self.desk = desk
        self.acts = Acts(window, desk, read_protocol, worker)
        self.acts.saved.connect(self._saved)
        self.acts.said.connect(self.frame.status.say)
        self.frame.status.undo_asked.connect(self.acts.undo)
        self.frame.status.backups_asked.connect(self.acts.backups.show)
        self.acts.enrolled.connect(self.open_patient)
        self.acts.checks.assessments_asked.connect(self.open_assessments)
        self.acts.products.lot_asked.connect(self.open_products)
        self.acts.products.results_asked.connect(self.open_donor)
        self.alerts = Alerts(self.frame, desk, self.acts)
        self.screens = RailScreens(desk, self.acts)
        self.board = self.screens.board
        self.screen: Screen = self.board
        self._came_from = Place.TODAY
        self._connect_screens()
        self.commands = Commands(self)
        self._start()

    def go(self, place: Place) -> None:
        """Show a screen of the rail."""
        if place is not Place.PATIENTS:
            self.frame.top.search.clear()
        self._show(self.screens.at(place), place)
        self.screen.refresh()
        self.retitle()

    def open_patient(self, patient_id: int) -> None:
        """Show one patient; Esc leads back to where one came from."""
        page = later.patient_screen(self.desk, patient_id)
        page.record_asked.connect(self.acts.record)
        page.not_given_asked.connect(self.acts.not_given)
        self._connect_plans(page)
        page.plan_asked.connect(self.acts.plan)
        page.left.connect(self.go_back)
        self._came_from = self.screens.place_of(self.screen) or self._came_from
        page.refresh()
        self._show(page, Place.PATIENTS)

    def _connect_plans(self, page: "PatientScreen") -> None:
        plans = self.acts.plans
        page.defer_asked.connect(plans.defer)
        page.cease_asked.connect(plans.cease)
        page.correct_asked.connect(plans.correct)
        page.off_study_asked.connect(plans.take_off_study)
        page.settle_asked.connect(plans.settle)
        page.check_asked.connect(self.acts.checks.check)
        page.assessments_asked.connect(self.open_assessments)
        page.audit_asked.connect(self.open_audit)

    def open_assessments(self, line: "PatientLine") -> "AssessmentsScreen":
        """Show everything a patient is judged by; leaving it leads to the patient's page."""
        page = self.acts.evidence.assessments(line.patient.id)
        page.left.connect(lambda: self.open_patient(line.patient.id))
        page.titled.connect(lambda _title: self.retitle())
        self._came_from = self.screens.place_of(self.screen) or self._came_from
        page.refresh()
        self._show(page, Place.PATIENTS)
        return page

    def open_donor(self, line: "PatientLine") -> None:
        """Show everything the patient's donor is judged by."""
        self.open_assessments(line).chooser.who.choose(Who.DONOR.value)

    def open_products(self, patient_id: int) -> None:
        """Show the products of one patient, whatever the filter leaves out."""
        products = self.screens.products
        products.narrowing.clear()
        self.go(Place.PRODUCTS)
        products.choose(patient_id)

    def open_audit(self, patient_id: int) -> None:
        """Show every step of one patient, field by field."""
        self.go(Place.AUDIT)
        self.screens.audit.show_patient(patient_id)

    def open_step(self, seq: int) -> None:
        """Show one step of the journal, field by field."""
        self.go(Place.AUDIT)
        self.screens.audit.show_step(seq)

    def go_back(self) -> None:
        """Leave a patient's page, or end a search."""
        if self.screens.place_of(self.screen) is None:
            self._show(self.screens.at(self._came_from), self._came_from)
            self.screen.reread()
            self.retitle()
            return
        self.frame.top.search.clear()
        if self.screens.place_of(self.screen) is Place.PATIENTS:
            self.screens.patients.search("")
        widget_of(self.screen).setFocus()

    def _show(self, screen: Screen, place: Place) -> None:
        old = self.screen
        self.screen = screen
        self.frame.show_page(widget_of(screen))
        self.frame.rail.mark(place)
        self.retitle()
        widget_of(screen).setFocus()
        if old is not screen and self.screens.place_of(old) is None:
            self.frame.drop_page(widget_of(old), old.tools)

    def _connect_screens(self) -> None:
        self.screens.patient_asked.connect(self.open_patient)
        self.screens.step_asked.connect(self.open_step)
        self.screens.patients_asked.connect(lambda: self.go(Place.PATIENTS))
        self.screens.titled.connect(self.retitle)
        self.screens.search_dropped.connect(self.frame.top.search.clear)
        self.board.print_asked.connect(self.print_day)
        self.board.titled.connect(lambda _title: self.retitle())
        self.board.read.connect(self.frame.status.show_list)

    def _start(self) -> None:
        state = ward_site(self.desk)
        self.acts.sample = state.sample
        self.frame.mark_ward(sample=state.sample)
        why = reading_only(self.desk)
        self.frame.reading_only.say("" if why is None else f"{why.sentence} {why.next_step}")
        self.frame.status.show_ward(state.ward, self.desk.actor)
        self.frame.show_parts(shown=True)
        self.go(Place.TODAY)
        self._today = self.desk.clock.today()
        self._minute = self.desk.clock.now().replace(second=0, microsecond=0)
        self._poll = QTimer(self)
        self._poll.setInterval(POLL_MS)
        self._poll.timeout.connect(self._look_elsewhere)
        self._poll.start()
        self.window.closed.connect(self.stop)

    def _look_elsewhere(self) -> None:
        try:
            today = self.desk.clock.today()
            if changed_elsewhere(self.desk) or today != self._today or self.frame.in_trouble:
                self._tell(today)
                self.screen.reread(elsewhere=True)
                self.retitle()
                self._name_undo()
            self._turn_minute()
        except StoreError as error:
            self.frame.show_trouble(f"{error.sentence} {error.next_step}")
            return
        self.frame.show_trouble("")

    def _turn_minute(self) -> None:
        """Let the screen in use show what the clock alone has changed, once a minute."""
        minute = self.desk.clock.now().replace(second=0, microsecond=0)
        if minute == self._minute:
            return
        self._minute = minute
        self.alerts.sheets.look()
        if isinstance(self.screen, Ageing):
            self.screen.turn_minute()

    def _tell(self, today: "date") -> None:
        """Show what a physician must be told; when the day has turned, see what it closed."""
        if today == self._today:
            self.alerts.look()
            return
        self._today = today
        self.alerts.turn_day()

    def read_again(self) -> None:
        """Read and sort the screen in use anew."""
        self.screen.refresh()
        self.retitle()

    def settle(self) -> None:
        """Show what takes too long to look up before the first rows: the closed days."""
        self.board.settle()
        self._name_undo()
        try:
            if self.alerts.turn_day():
                self._saved()
        except StoreError as error:
            self.frame.show_trouble(f"{error.sentence} {error.next_step}")

    def stop(self) -> None:
        """Look elsewhere no more and end what runs, because the ward is about to be closed."""
        self._poll.stop()
        self.acts.stop()

    def print_day(self) -> None:
        """Preview the list of the day on the board."""
        self.acts.print_day(self.board.day)

    def retitle(self) -> None:
        """Bring title and tools of the screen in use to the top line."""
        screen = self.screen
        self.frame.top.show_screen(screen.title, screen.tools, screen.main_button)

    def patients(self) -> "PatientsScreen":
        """Show the list of patients and return it."""
        if self.screens.place_of(self.screen) is not Place.PATIENTS:
            self.go(Place.PATIENTS)
        return self.screens.patients

    def _saved(self) -> None:
        self.alerts.look()
        self.screen.reread()
        if self.screen is not self.board:
            self.board.reread()  # its counts stand at the foot of every screen
        self.frame.status.show_saved(self.desk.clock.now(), revision(self.desk))
        self._name_undo()

    def _name_undo(self) -> None:
        """Name what undo would take back, in its command and at the foot of the window."""
        words = self.acts.next_undo()
        self.frame.status.show_undo(words)
        self.frame.commands.undo.setText(words or self.tr("Undo your newest step"))
