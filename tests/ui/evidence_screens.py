"""The page and the forms of evidence, each brought up for the walk through every window."""

from nkdesk.services.evidence import assessments
from nkdesk.ui.assessments.words import newest
from tests.ui.changing import page_of
from tests.ui.evidence import donor, fill

LONG = "Ё" * 190


def acts(view):
    return view.acts.evidence


def series(view, line, what):
    found = assessments(view.desk, line.patient.id)
    return next(one for one in found.series if one.kind.code == what)


def whose(view, line):
    page = acts(view).assessments(line.patient.id)
    page.refresh()
    return page.about


def assessments_of_patient(view):
    view.open_assessments(fill(view.desk))
    view.screen.choose("alt")
    return view.window


def assessments_of_donor(view):
    line = fill(view.desk)
    donor(view.desk, line)
    view.open_assessments(line)
    view.screen.chooser.who.choose("donor")
    return view.window


def assessments_without_donor(view):
    view.open_assessments(page_of(view.desk, "NK-012").line)
    view.screen.chooser.who.choose("donor")
    return view.window


def assessments_of_nothing(view):
    view.open_assessments(page_of(view.desk, "NK-012").line)
    return view.window


def enter_result(view):
    acts(view).enter_result(fill(view.desk))
    view.acts.dialog.what.choose("performance")
    return view.acts.dialog


def enter_result_refused(view):
    acts(view).enter_result(fill(view.desk), "alt")
    view.acts.dialog.source.put(LONG)
    view.acts.dialog.on.put("31.02.2026")
    view.acts.dialog.confirm()
    return view.acts.dialog


def enter_result_asked_again(view):
    acts(view).enter_result(fill(view.desk), "alt")
    dialog = view.acts.dialog
    dialog.values.put_answer("4200")
    dialog.values.unit.choose("U/L")
    dialog.confirm()
    return dialog


def correct_result(view):
    line = fill(view.desk)
    found = series(view, line, "alt")
    acts(view).correct(whose(view, line), found, newest(found).observation)
    return view.acts.dialog


def judge_infection(view):
    acts(view).judge_infection(fill(view.desk))
    view.acts.dialog.confirm()
    return view.acts.dialog


def correct_infection(view):
    line = fill(view.desk)
    found = series(view, line, "uncontrolled_infection")
    acts(view).correct(whose(view, line), found, newest(found).observation)
    return view.acts.dialog


def enter_consent(view):
    acts(view).enter_consent(fill(view.desk))
    return view.acts.dialog


def strike_result(view):
    line = fill(view.desk)
    one = newest(series(view, line, "alt")).observation
    acts(view).strike(whose(view, line), one, "ALT")
    return view.acts.dialog


def withdraw_consent(view):
    line = fill(view.desk)
    consent = assessments(view.desk, line.patient.id).consents[-1]
    acts(view).withdraw(whose(view, line), consent)
    return view.acts.dialog


def all_results(view):
    line = fill(view.desk)
    acts(view).history(whose(view, line), series(view, line, "alt"))
    view.acts.dialog.table.selectRow(0)
    return view.acts.dialog


def enter_donor(view):
    acts(view).enter_donor(fill(view.desk))
    return view.acts.dialog


def change_donor(view):
    line = fill(view.desk)
    donor(view.desk, line)
    acts(view).enter_donor(line)
    return view.acts.dialog


def limits(view):
    acts(view).limits()
    return view.acts.dialog


def limits_refused(view):
    acts(view).limits()
    view.acts.dialog.valid_from.put("31.02.2026")
    view.acts.dialog.consents.save.click()
    return view.acts.dialog


EVIDENCE_SCREENS = [
    *(assessments_of_patient, assessments_of_donor, assessments_without_donor),
    *(assessments_of_nothing, enter_result, enter_result_refused, enter_result_asked_again),
    *(correct_result, judge_infection, correct_infection, enter_consent, strike_result),
    *(withdraw_consent, all_results, enter_donor, change_donor, limits, limits_refused),
]
