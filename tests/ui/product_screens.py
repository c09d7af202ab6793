"""The products screen and its forms, each brought up for the walk through every window."""

from datetime import date

from nkdesk.model.product import DoseState
from nkdesk.services.product import products_board
from nkdesk.ui.main_window import later_products
from nkdesk.ui.rail_order import Place
from tests.ui import product_models
from tests.ui import products_story as story
from tests.ui.changing import chosen

LONG = "Ё" * 190


def acts(view):
    return view.acts.products


def products(view):
    view.go(Place.PRODUCTS)
    return view.window


def products_nobody(view):
    view.go(Place.PRODUCTS)
    view.screen.narrowing.name.setText("nobody of that name")
    return view.window


def products_of_one(view):
    story.held(view.desk)
    view.open_products(story.line(view.desk).patient.id)
    return view.window


def products_unfolded(view):
    products_of_one(view)
    view.screen.page.lots[0].unfold.click()
    return view.window


def products_without_donor(view):
    rows = products_board(view.desk).recipients
    view.open_products(next(row.line.patient.id for row in rows if row.donor is None))
    return view.window


def donor_facts(view):
    story.with_donor(view.desk)
    acts(view).facts(story.found(view.desk))
    return view.acts.dialog


def new_lot(view):
    story.with_donor(view.desk)
    acts(view).new_lot(story.found(view.desk))
    view.acts.dialog.confirm()
    return view.acts.dialog


def move_lot(view):
    acts(view).move_lot(story.opened(view.desk))
    return view.acts.dialog


def release_lot(view):
    acts(view).move_lot(story.in_test(view.desk))
    view.acts.dialog.to.choose("released")
    view.acts.dialog.confirm()
    return view.acts.dialog


def release_conditionally(view):
    acts(view).move_lot(story.in_test(view.desk))
    view.acts.dialog.to.choose("conditional")
    return view.acts.dialog


def enter_test(view):
    acts(view).enter_test(story.in_test(view.desk))
    dialog = view.acts.dialog
    dialog.test.choose("cd3")
    dialog.measured.put("8")
    return dialog


def enter_late_failure(view):
    acts(view).enter_test(story.with_dose(view.desk))
    dialog = view.acts.dialog
    dialog.test.choose("sterility")
    dialog.answer.choose("positive")
    return dialog


def correct_test(view):
    acts(view).enter_test(story.with_dose(view.desk))
    dialog = view.acts.dialog
    dialog.test.choose("viability")
    dialog.measured.put("9 2")
    dialog.confirm()
    return dialog


def order_cells(view):
    acts(view).order(story.found(view.desk))
    dialog = view.acts.dialog
    dialog.per_kg.put("40")
    dialog.total.put("3220")
    return dialog


def order_slipped(view):
    dialog = order_cells(view)
    dialog.item.choose(str(story.item(view.desk)))
    dialog.fields["physician"].put("Dr Orlova")
    dialog.total.put("32200")
    dialog.confirm()
    return dialog


def order_doubted(view):
    dialog = order_cells(view)
    dialog.item.choose(str(story.item(view.desk)))
    dialog.fields["physician"].put("Dr Orlova")
    dialog.per_kg.put("120")
    dialog.total.put("9660")
    dialog.confirm()
    return dialog


def weight(view):
    acts(view).weigh(story.found(view.desk))
    dialog = view.acts.dialog
    dialog.fields["weight"].put("8,05")
    dialog.confirm()
    return dialog


def new_dose(view):
    acts(view).new_dose(story.released(view.desk))
    dialog = view.acts.dialog
    dialog.form.choose("frozen")
    dialog.more.click()
    return dialog


def new_dose_refused(view):
    dialog = new_dose(view)
    dialog.bags[0].parts["number"].put(LONG)
    dialog.bags[1].parts["expires_on"].put("31.02.2026")
    dialog.confirm()
    return dialog


def reserve(view):
    lot = story.with_dose(view.desk)
    acts(view).reserve(lot, lot.doses[0])
    dialog = view.acts.dialog
    dialog.item.choose(str(story.item(view.desk, "C1/NK2")))
    dialog.trial.put("NK-008")
    dialog.bag.put("=W0001 26 000118-1")
    dialog.confirm()
    return dialog


def issue(view):
    lot = story.with_dose(view.desk)
    acts(view).move_dose(lot, lot.doses[0], DoseState.ISSUED)
    return view.acts.dialog


def discard(view):
    lot = story.with_dose(view.desk)
    acts(view).move_dose(lot, lot.doses[0], DoseState.DISCARDED)
    view.acts.dialog.confirm()
    return view.acts.dialog


def hold(view):
    story.with_dose(view.desk)
    acts(view).hold(story.found(view.desk))
    dialog = view.acts.dialog
    dialog.kind.choose("fever")
    return dialog


def hold_refused(view):
    dialog = hold(view)
    dialog.fields["until_on"].put("12.03.2026")
    dialog.fields["until_at"].put("09:00")
    dialog.confirm()
    return dialog


def lift(view):
    story.held(view.desk)
    row = story.found(view.desk)
    acts(view).lift(row.line, row.holds[0])
    return view.acts.dialog


def defer_past_expiry(view):
    story.with_dose(view.desk)
    view.acts.plans.defer(chosen(view.desk, story.NUMBER, "C1/NK1"), date(2026, 3, 25))
    dialog = view.acts.dialog
    dialog.deviation.accepts.click()
    return dialog


def alarm_on_every_screen(view):
    lot = story.with_dose(view.desk)
    story.result(view.desk, lot, "sterility", "positive")
    view.acts.done("")
    return view.window


def alarm_on_products(view):
    alarm_on_every_screen(view)
    view.open_products(story.line(view.desk).patient.id)
    return view.window


def alarm_opened(view):
    alarm = product_models.alarm(view.desk)
    view.acts.show_dialog(
        later_products.alarm_dialog(view.window, alarm, view.desk, sample=view.acts.sample)
    )
    return view.acts.dialog


PRODUCT_SCREENS = [
    *(products, products_nobody, products_of_one, products_unfolded, products_without_donor),
    *(donor_facts, new_lot, move_lot, release_lot, release_conditionally, enter_test),
    *(
        enter_late_failure,
        correct_test,
        order_cells,
        order_slipped,
        order_doubted,
        new_dose,
        weight,
    ),
    *(new_dose_refused, reserve, issue, discard, hold, hold_refused, lift),
    *(defer_past_expiry, alarm_on_every_screen, alarm_on_products, alarm_opened),
]
