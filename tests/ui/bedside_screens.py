"""The record at the bed and its forms, each brought up for the walk through every window."""

from nkdesk.model.infusion import InfusionAct, Outcome
from nkdesk.services import infusions
from nkdesk.services.infusion_models import ActForm, EndForm, ReactionForm, VitalsForm
from nkdesk.services.product import place_hold
from nkdesk.services.product_forms import HoldForm
from nkdesk.ui.bedside.step_bar import Step
from tests.services.infusions.bed_story import checked, opened, saved, started
from tests.ui.bedside_wards import chosen, scan_in_russian

LONG = "Ё" * 190


def record(view, ready):
    """Open the record and return its window."""
    return view.acts.bedside.record(chosen(view.desk, ready))


def first_check(view, ready):
    dialog = record(view, ready)
    own = dialog.pages.check.own
    own.person.put("Anna")
    own.patient.setFocus()
    scan_in_russian(dialog, ready.patient.trial_number)
    return dialog


def first_match(view, ready):
    dialog = first_check(view, ready)
    dialog.pages.check.own.bag.put(ready.bags[0])
    dialog.pages.check.own.looks["clear"].click()
    return dialog


def second_check(view, ready):
    dialog = first_match(view, ready)
    dialog.second_check()
    return dialog


def stopped(view, ready):
    dialog = second_check(view, ready)
    own = dialog.pages.check.own
    own.person.put("Olga")
    own.patient.put(ready.patient.trial_number)
    own.bag.put("L-NK-999-NK1-1")
    own.looks["leak"].click()
    return dialog


def check_refused(view, ready):
    dialog = record(view, ready)
    own = dialog.pages.check.own
    own.person.put(LONG)
    own.patient.put(ready.patient.trial_number)
    own.bag.put(ready.bags[0])
    own.looks["clear"].click()
    return dialog


def on_hold(view, ready):
    why = HoldForm(ready.patient.id, "fever", "fever since the night", "Dr Orlova", "38.6 °C")
    saved(place_hold(view.desk, why))
    return record(view, ready)


def before_the_start(view, ready):
    checked(view.desk, ready)
    return record(view, ready)


def start_refused(view, ready):
    dialog = before_the_start(view, ready)
    dialog.person.put("")
    dialog.confirm()
    return dialog


def just_started(view, ready):
    started(view.desk, ready)
    return record(view, ready)


def running(view, ready):
    number = started(view.desk, ready)
    desk, clock = view.desk, view.desk.clock
    clock.turn(minutes=20)
    values = (("temperature", "38,6"), ("heart_rate", "150"), ("systolic", "70"), ("spo2", "91"))
    saved(infusions.record_vitals(desk, VitalsForm(number, "Anna", values, due=15)))
    saved(infusions.act(desk, ActForm(number, "rate", "Anna", detail="60")))
    chills = ReactionForm(number, "chills", "Anna", temperature="38,6", systolic="70")
    saved(infusions.react(desk, chills))
    clock.turn(minutes=25)
    return record(view, ready)


def vitals_refused(view, ready):
    dialog = running(view, ready)
    dialog.pages.record.vitals.numbers.fields["temperature"].put("376")
    dialog.pages.record.vitals.save.click()
    return dialog


def vitals_corrected(view, ready):
    dialog = running(view, ready)
    dialog.pages.record.vitals.choose(1)
    return dialog


def the_end(view, ready):
    dialog = just_started(view, ready)
    dialog.confirm()
    return dialog


def end_in_part(view, ready):
    dialog = the_end(view, ready)
    dialog.pages.ends.cards[Outcome.PART].click()
    dialog.confirm()
    return dialog


def observed(view, ready):
    number = started(view.desk, ready)
    view.desk.clock.turn(minutes=30)
    saved(infusions.end(view.desk, EndForm(number, "whole", "Anna")))
    view.desk.clock.turn(minutes=70)
    return record(view, ready)


def complete(view, ready):
    dialog = observed(view, ready)
    view.desk.clock.turn(hours=5)
    dialog.refresh()
    dialog.confirm()
    return dialog


def looked_back_at_the_check(view, ready):
    dialog = observed(view, ready)
    dialog.go(Step.CHECK)
    return dialog


def form(view, ready, act):
    dialog = record(view, ready)
    dialog.act_asked.emit(act)
    return view.acts.dialog


def premedication(view, ready):
    checked(view.desk, ready)
    return form(view, ready, InfusionAct.PREMEDICATE)


def pause(view, ready):
    started(view.desk, ready)
    dialog = form(view, ready, InfusionAct.PAUSE)
    dialog.time.put("25:00")
    dialog.confirm()
    return dialog


def give_up(view, ready):
    opened(view.desk, ready)
    return form(view, ready, InfusionAct.ABANDON)


def complete_early(view, ready):
    dialog = observed(view, ready)
    dialog.confirm()
    return view.acts.dialog


def reaction(view, ready):
    dialog = running(view, ready)
    dialog.reaction_asked.emit(None)
    found = view.acts.dialog
    found.term.choose("fever")
    found.signs.temperature.put("38,6")
    found.signs.systolic.put("70")
    found.signs.oxygen.choose("low_flow")
    found.compute()
    return found


def reaction_put_right(view, ready):
    dialog = running(view, ready)
    dialog.reaction_asked.emit(dialog.page.reactions[0])
    view.acts.dialog.onset_on.put("31.02.2026")
    view.acts.dialog.confirm()
    return view.acts.dialog


def hold_asked(view, ready):
    found = reaction(view, ready)
    found.signs.oxygen.choose("high_flow")
    found.signs.confirmed.choose("3")
    found.confirm()
    return view.acts.dialog


def from_paper(view, ready):
    record(view, ready).late.click()
    return view.acts.dialog


def from_paper_refused(view, ready):
    dialog = from_paper(view, ready)
    dialog.less.click()
    dialog.outcome.choose("stopped")
    dialog.bags[0].put("L-NK-999-NK1-1")
    dialog.confirm()
    return dialog


BEDSIDE_SCREENS = [
    *(first_check, first_match, second_check, stopped, check_refused, on_hold),
    *(before_the_start, start_refused, running, vitals_refused, vitals_corrected),
    *(the_end, end_in_part, observed, complete, looked_back_at_the_check),
    *(premedication, pause, give_up, complete_early, reaction),
    *(reaction_put_right, hold_asked, from_paper, from_paper_refused),
]
