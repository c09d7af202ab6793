"""The screens of the rail: each made when first asked for, what it asks for tied to the acts."""

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject, Signal

from nkdesk.services.desk import Desk
from nkdesk.ui.common.screen import Screen
from nkdesk.ui.main_window import later, later_checks, later_products, later_ward
from nkdesk.ui.main_window.acts import Acts
from nkdesk.ui.rail_order import Place
from nkdesk.ui.today.board import TodayBoard

if TYPE_CHECKING:
    from collections.abc import Callable

    from nkdesk.ui.audit.screen import AuditScreen
    from nkdesk.ui.calendar.screen import CalendarScreen
    from nkdesk.ui.month.screen import MonthScreen
    from nkdesk.ui.patients.screen import PatientsScreen
    from nkdesk.ui.products.screen import ProductsScreen


class RailScreens(QObject):
    """Keeps every screen once made: date, filter and place in it stay while one is elsewhere.

    ``patient_asked`` asks for a patient's page, ``patients_asked`` for the list of them,
    ``search_dropped`` to empty the search, ``step_asked`` for a step in the audit, and ``titled``
    to bring a changed title to the top line.
    """

    patient_asked = Signal(int)
    patients_asked = Signal()
    search_dropped = Signal()
    titled = Signal()
    step_asked = Signal(int)

    def __init__(self, desk: Desk, acts: Acts) -> None:
        super().__init__(acts)
        self._desk = desk
        self._acts = acts
        self.board = self._make_board()
        self._made: dict[Place, Screen] = {Place.TODAY: self.board}
        self._makers: dict[Place, Callable[[], Screen]] = {
            Place.CALENDAR: self._make_calendar,
            Place.MONTH: self._make_month,
            Place.PATIENTS: self._make_patients,
            Place.CHECKS: self._make_checks,
            Place.PRODUCTS: self._make_products,
            Place.CHANGES: self._make_handover,
            Place.PROTOCOLS: self._make_protocols,
            Place.AUDIT: self._make_audit,
        }

    def at(self, place: Place) -> Screen:
        """Return the screen of a place, made if need be."""
        if place not in self._made:
            self._made[place] = self._makers[place]()
        return self._made[place]

    def place_of(self, screen: Screen) -> Place | None:
        """Return where a screen stands in the rail, None for one that is not in it."""
        return next((place for place, one in self._made.items() if one is screen), None)

    @property
    def patients(self) -> "PatientsScreen":
        """The list of patients."""
        return cast("PatientsScreen", self.at(Place.PATIENTS))

    @property
    def products(self) -> "ProductsScreen":
        """Donors, lots and doses of all patients."""
        return cast("ProductsScreen", self.at(Place.PRODUCTS))

    @property
    def audit(self) -> "AuditScreen":
        """Every step of the journal."""
        return cast("AuditScreen", self.at(Place.AUDIT))

    def _make_board(self) -> TodayBoard:
        board = TodayBoard(self._desk)
        board.record_asked.connect(self._acts.record)
        board.not_given_asked.connect(self._acts.not_given)
        board.defer_asked.connect(self._acts.plans.defer)
        board.patient_asked.connect(self.patient_asked)
        return board

    def _make_patients(self) -> Screen:
        patients = later.patients_screen(self._desk)
        patients.patient_asked.connect(self.patient_asked)
        patients.add_asked.connect(self._acts.enrol)
        patients.filter_dropped.connect(self.search_dropped)
        return patients

    def _make_calendar(self) -> Screen:
        calendar = later_ward.calendar_screen(self._desk)
        self._connect_days(calendar)
        return calendar

    def _make_month(self) -> Screen:
        month = later_ward.month_screen(self._desk)
        self._connect_days(month)
        return month

    def _connect_days(self, screen: "CalendarScreen | MonthScreen") -> None:
        """Tie what the two calendars ask for to the acts."""
        screen.record_asked.connect(self._acts.record)
        screen.not_given_asked.connect(self._acts.not_given)
        screen.defer_asked.connect(self._acts.plans.defer)
        screen.patient_asked.connect(self.patient_asked)
        screen.add_asked.connect(self._acts.enrol)
        screen.replace_asked.connect(self._acts.ward.replace)
        screen.titled.connect(self.titled)
        screen.said.connect(self._acts.said)

    def _make_checks(self) -> Screen:
        gaps = later_checks.gaps_screen(self._desk)
        gaps.check_asked.connect(self._acts.checks.check)
        gaps.patients_asked.connect(self.patients_asked)
        return gaps

    def _make_products(self) -> Screen:
        products = later_products.products_screen(self._desk)
        self._acts.products.answer(products.asks)
        products.patient_asked.connect(self.patient_asked)
        products.patients_asked.connect(self.patients_asked)
        return products

    def _make_handover(self) -> Screen:
        handover = later_ward.handover_screen(self._desk)
        handover.patient_asked.connect(self.patient_asked)
        handover.audit_asked.connect(self.step_asked)
        return handover

    def _make_protocols(self) -> Screen:
        protocols = later.protocols_screen(self._desk)
        protocols.add_asked.connect(self._acts.add_protocol)
        protocols.approve_asked.connect(self._acts.approve_protocol)
        protocols.limits_asked.connect(self._acts.evidence.limits)
        return protocols

    def _make_audit(self) -> Screen:
        audit = later_ward.audit_screen(self._desk)
        audit.patient_asked.connect(self.patient_asked)
        audit.export_asked.connect(self._acts.ward.export_journal)
        return audit
