"""The screens and dialogs about the whole ward, each brought up for the walk through them all."""

from concurrent.futures import Future

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from nkdesk.services.ward_replacing import Progress
from nkdesk.ui.rail_order import Place


class AtOnce:
    """Work done on the spot, its answer brought at once."""

    def run(self, work, then):
        done = Future()
        done.set_result(work())
        then(done)


class Never:
    """Work that is still running whenever one looks."""

    def run(self, work, then):
        pass


def calendar(view):
    view.go(Place.CALENDAR)
    return view.window


def calendar_day(view):
    view.go(Place.CALENDAR)
    view.screen.beside.open_day(1)
    return view.window


def calendar_item(view):
    view.go(Place.CALENDAR)
    QTest.keyClick(view.screen.grid, Qt.Key.Key_Right)
    QTest.keyClick(view.screen.grid, Qt.Key.Key_Space)
    return view.window


def calendar_long(view):
    view.go(Place.CALENDAR)
    view.screen.show_days(180)
    return view.window


def month(view):
    view.go(Place.MONTH)
    return view.window


def month_day(view):
    view.go(Place.MONTH)
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Space):
        QTest.keyClick(view.screen.grid, key)
    return view.window


def changes(view):
    view.go(Place.CHANGES)
    return view.window


def changes_chosen(view):
    view.go(Place.CHANGES)
    view.screen.since.choose("week")
    view.screen.read_older()
    rows = view.screen.model.rows
    place = next(place for place, line in enumerate(rows) if line.deviations)
    view.screen.table.selectRow(place)
    return view.window


def changes_narrowed(view):
    changes_chosen(view)
    view.screen.foot.only_patient.click()
    return view.window


def changes_since_typed(view):
    view.go(Place.CHANGES)
    view.screen.since.choose("typed")
    view.screen.since.day.put("31.02.2026")
    view.screen.since.time.put("25:00")
    view.screen.since.take_typed()
    return view.window


def changes_none(view):
    view.go(Place.CHANGES)
    view.screen.since.choose("typed")
    view.screen.since.time.put("09:29")
    view.screen.since.take_typed()
    return view.window


def audit(view):
    view.go(Place.AUDIT)
    return view.window


def audit_of_patient(view):
    view.open_patient(3)
    view.screen.audit.click()
    view.screen.filters.day.setText("31.02.2026")
    view.screen.filters.day.editingFinished.emit()
    return view.window


def audit_long(view):
    view.open_audit(3)
    steps = view.screen.steps.rows
    longest = max(steps, key=lambda step: sum(len(row.fields) for row in step.rows))
    view.screen.table.selectRow(steps.index(longest))
    return view.window


def lab_days(view):
    view.acts.ward.lab_days()
    return view.acts.dialog


def lab_days_refused(view):
    dialog = lab_days(view)
    dialog.form.calendar.choose("nk_lab")
    dialog.form.kind.choose("capacity")
    dialog.form.day.put("17.03.2026")
    dialog.form.capacity.put("two")
    dialog.confirm()
    dialog._tell_hits()
    return dialog


def replacing(view, worker):
    view.acts.ward._worker = worker
    view.acts.ward.replace()
    return view.acts.dialog


def replace_asked(view):
    dialog = replacing(view, Never())
    form = dialog.question.form
    form.calendar.choose("nk_lab")
    form.kind.choose("closed")
    form.day.put("30.03.2026")
    dialog.question.add.click()
    form.kind.choose("capacity")
    form.day.put("31.03.2026")
    return dialog


def replace_searching(view):
    dialog = replacing(view, Never())
    dialog.compute()
    dialog.search._keep_going(Progress(4, 9, 3, 7, found=True))
    dialog.progress.show_progress()
    return dialog


def replace_found(view):
    dialog = replacing(view, AtOnce())
    dialog.compute()
    return dialog


def replace_refused(view):
    dialog = replace_found(view)
    dialog.proposal.patients[0].box.click()
    dialog.accept_moves()
    return dialog


WARD_SCREENS = [
    *(calendar, calendar_day, calendar_item, calendar_long, month, month_day),
    *(changes, changes_chosen, changes_narrowed, changes_since_typed, changes_none),
    *(audit, audit_of_patient, audit_long),
    *(lab_days, lab_days_refused),
    *(replace_asked, replace_searching, replace_found, replace_refused),
]
