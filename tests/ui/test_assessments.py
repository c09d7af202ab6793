"""Everything a patient or donor is judged by: shown, entered, corrected, struck, asked again."""

from datetime import date

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QComboBox, QLabel, QPushButton, QSpinBox

from nkdesk.services.eligibility_models import ConsentForm, ObservationForm
from nkdesk.services.evidence import add_consent, add_observation, assessments
from nkdesk.services.forms import Saved
from nkdesk.services.steps import revision
from nkdesk.ui.assessments.columns import COUNTS, TREND
from nkdesk.ui.assessments.consent_dialog import ConsentDialog
from nkdesk.ui.assessments.donor_dialog import DonorDialog
from nkdesk.ui.assessments.form import About
from nkdesk.ui.assessments.history_dialog import AllResultsDialog
from nkdesk.ui.assessments.infection_dialog import JudgeInfectionDialog
from nkdesk.ui.assessments.plot import SeriesPlot, paint_series, plotted
from nkdesk.ui.assessments.result_dialog import EnterResultDialog
from nkdesk.ui.assessments.screen import AssessmentsScreen
from nkdesk.ui.assessments.why_dialogs import StrikeDialog, WithdrawDialog
from nkdesk.ui.assessments.words import newest, trend_words
from nkdesk.ui.common.dialog import Question
from nkdesk.ui.common.table_model import DISPLAY, SPOKEN
from tests.ui.changing import page_of
from tests.ui.evidence import donor, fill, saved

EMPTY = "NK-012"
"""A patient of the sample ward of whom nothing is known."""


@pytest.fixture
def line(desk):
    return fill(desk)


@pytest.fixture
def about(desk, line):
    return About(desk, line, sample=True)


@pytest.fixture
def screen(qtbot, text_size, desk, line):
    made = AssessmentsScreen(desk, line.patient.id, sample=True)
    qtbot.addWidget(made)
    made.refresh()
    made.resize(981, 480)
    made.show()
    return made


@pytest.fixture
def opened(qtbot, text_size):
    def open_it(dialog):
        qtbot.addWidget(dialog)
        dialog.show()
        return dialog

    return open_it


def series_of(desk, line, what, *, of_donor=False):
    found = assessments(desk, line.patient.id, donor=of_donor)
    return next(one for one in found.series if one.kind.code == what)


def said(widget):
    return "\n".join(one.text() for one in widget.findChildren(QLabel))


def cell(screen, what, column, role=DISPLAY):
    codes = [row.kind.code for row in screen.page.series]
    model = screen.table.model()
    return model.data(model.index(codes.index(what), column), role)


def enter(dialog, value, *, unit=""):
    dialog.values.put_answer(value)
    if unit:
        dialog.values.unit.choose(unit)


def test_each_kind_says_its_newest_value_with_unit_day_age_source_and_who_entered_it(screen):
    assert cell(screen, "alt", 0) == "ALT, 42 U/L, 0.8 × ULN (51)"
    assert cell(screen, "alt", 1) == "Tue 10-Mar-2026, 2d old, Лаборатория №2, entered by Anna"


def test_it_is_said_until_when_a_result_counts_and_who_asks_for_it(screen):
    words = cell(screen, "alt", COUNTS)
    assert words.startswith("Counts until Tue 24-Mar-2026, 12d left")
    assert "asked by P-E2" in words


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (5, "▲ Counts until Tue 24-Mar-2026, 7d left"),
        (12, "▲ Counts until today, Tue 24-Mar-2026"),
        (13, "✕ Expired: counted until Tue 24-Mar-2026"),
    ],
)
def test_a_result_about_to_expire_is_marked_by_shape_and_word(screen, turned_clock, days, words):
    turned_clock.turn(days=days)
    screen.reread()
    assert cell(screen, "alt", COUNTS).startswith(words)


def test_a_kind_without_a_result_says_so_and_offers_nothing_to_correct(screen):
    screen.choose("platelets")
    assert cell(screen, "platelets", 1) == "No result yet"
    assert not screen.foot.history.isEnabled()
    assert not screen.foot.correct.isEnabled()


def test_the_trend_is_spoken_with_every_value_and_the_limit(screen):
    words = cell(screen, "alt", TREND, SPOKEN)
    assert "02-Mar-2026 148 U/L" in words
    assert words.endswith("limit 255 U/L")


def painted(points):
    image = QImage(200, 60, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    paint_series(painter, points, QRectF(image.rect()))
    painter.end()
    return image


def colours(image):
    across, down = range(image.width()), range(image.height())
    return {image.pixel(x, y) for x in across for y in down}


def test_the_picture_shows_points_and_limit_and_nothing_of_no_numbers(desk, line, text_size):
    points = plotted(series_of(desk, line, "alt"))
    assert len(points) == 4
    assert len(colours(painted(points))) > 2
    assert len(colours(painted(points[:1]))) > 2
    assert len(colours(painted(()))) == 1


def test_a_picture_of_answers_is_none_but_words(desk, line, qtbot, text_size):
    plot = SeriesPlot(series_of(desk, line, "hiv"))
    qtbot.addWidget(plot)
    assert plot.isHidden()
    assert "negative" in plot.accessibleName()


def test_a_newer_consent_form_in_force_is_warned_of_and_who_signed_is_told(screen):
    words = said(screen)
    assert "A newer version of the consent form is in force from Tue 10-Mar-2026" in words
    assert "Version 2.1, Russian, signed Thu 05-Feb-2026" in words
    assert "First parent, Second parent, Child agrees" in words


def test_without_a_donor_the_donors_side_leads_to_entering_one(screen, qtbot):
    screen.chooser.who.choose("donor")
    assert screen.page is None
    assert screen.foot.isHidden()
    [way] = [one for one in screen.findChildren(QPushButton) if one.text() == "Enter the donor…"]
    with qtbot.waitSignal(screen.donor_asked) as asked:
        way.click()
    assert asked.args[0].donor is None


def test_the_donors_results_stand_a_touch_away_with_the_donors_two_identifiers(screen, desk, line):
    donor(desk, line)
    screen.chooser.who.choose("donor")
    assert "Donor: Ёлкина, Мария, born 03-Apr-1985 (40y), mother" in said(screen)
    assert "pregnancy" in [one.kind.code for one in screen.page.series]
    assert screen.foot.judge.isHidden()
    assert screen.about.donor.family == "Ёлкина"
    screen.chooser.who.choose("patient")
    assert screen.about.donor is None


def test_the_page_leads_to_every_form_with_whom_it_is_about(screen, qtbot):
    screen.choose("alt")
    for button, signal in (
        (screen.foot.enter, screen.enter_asked),
        (screen.foot.judge, screen.judge_asked),
        (screen.foot.consent, screen.consent_asked),
        (screen.foot.history, screen.history_asked),
        (screen.foot.correct, screen.correct_asked),
        (screen.foot.strike, screen.strike_asked),
    ):
        with qtbot.waitSignal(signal) as asked:
            button.click()
        assert asked.args[0] == screen.about


def test_entering_starts_with_the_kind_chosen_but_infection_has_a_form_of_its_own(screen, qtbot):
    for chosen, what in (("alt", "alt"), ("uncontrolled_infection", "")):
        screen.choose(chosen)
        with qtbot.waitSignal(screen.enter_asked) as asked:
            screen.foot.enter.click()
        assert asked.args[1] == what


def test_a_consent_on_the_page_can_be_withdrawn_or_struck(screen, qtbot):
    buttons = {one.accessibleName().split(":")[0]: one for one in screen.findChildren(QPushButton)}
    with qtbot.waitSignal(screen.withdraw_asked) as withdrawn:
        buttons["Withdrawn"].click()
    assert withdrawn.args[1].version == "2.1"


def test_choice_and_donor_stay_when_the_page_is_read_again(screen, desk, line):
    screen.choose("alt")
    saved(add_observation(desk, ObservationForm(line.patient.id, "spo2", "97", on="12.03.2026")))
    screen.reread(elsewhere=True)
    assert screen.chosen_series.kind.code == "alt"
    assert cell(screen, "spo2", 0) == "Oxygen saturation (SpO2), 97 %"


def test_the_keyboard_stays_on_the_page_when_it_is_read_again(screen):
    screen.table.setFocus()
    screen.reread()
    assert screen.focusWidget() is screen.table
    screen.chooser.who.choose("donor")
    assert screen.table is None
    screen.chooser.who.choose("patient")
    assert screen.table is not None


def test_a_result_is_typed_with_day_and_unit_and_saved(opened, about, desk, line):
    dialog = opened(EnterResultDialog(None, about, what="ast"))
    enter(dialog, "38", unit="U/L")
    dialog.source.put("Клиническая лаборатория")
    dialog.confirm()
    assert isinstance(dialog.saved, Saved)
    one = newest(series_of(desk, line, "ast")).observation
    assert (str(one.value), one.unit, one.on) == ("38", "U/L", date(2026, 3, 12))
    assert (one.source, one.entered_by) == ("Клиническая лаборатория", "Anna")


def test_an_implausible_value_shows_both_asks_and_loses_nothing(opened, about, desk, line):
    dialog = opened(EnterResultDialog(None, about, what="alt"))
    enter(dialog, "4200", unit="U/L")
    dialog.note.put("гемолиз?")
    before = revision(desk)
    dialog.confirm()
    assert revision(desk) == before
    assert "You typed 4200 U/L. Beside it stands 42 U/L." in dialog.asked.text()
    assert dialog.sure.text() == "Yes, 4200 U/L is right: save it"
    assert dialog.value().note == "гемолиз?"
    dialog.sure.click()
    assert str(newest(series_of(desk, line, "alt")).observation.value) == "4200"


def test_the_question_goes_away_when_the_value_is_typed_anew(opened, about):
    dialog = opened(EnterResultDialog(None, about, what="alt"))
    enter(dialog, "4200", unit="U/L")
    dialog.confirm()
    assert dialog.sure.isVisible()
    enter(dialog, "42.00")
    assert not dialog.sure.isVisible()


def test_a_second_look_is_not_offered_while_something_else_is_wrong(opened, about):
    dialog = opened(EnterResultDialog(None, about, what="alt"))
    enter(dialog, "4200", unit="U/L")
    dialog.on.put("31.02.2026")
    dialog.confirm()
    assert not dialog.sure.isVisible()
    assert "This day does not exist." in dialog.on.note.text()


@pytest.mark.parametrize(
    ("typed", "field", "words"),
    [
        ({"value": "12,34,5"}, "value", "Type a number"),
        ({"value": ""}, "value", "Needed."),
        ({"value": "9999999"}, "value", "Outside what is possible"),
        ({"unit": ""}, "unit", "Needed."),
        ({"on": "13.03.2026"}, "on", "This day has not come yet."),
        ({"on": "01.01.2001"}, "on", "before the birth"),
        ({"source": "Ж" * 201}, "source", "Too long"),
        ({"source": "A\u202eB"}, "source", "invisible character"),
    ],
)
def test_what_cannot_be_right_is_said_beside_its_field(opened, about, typed, field, words):
    dialog = opened(EnterResultDialog(None, about, what="alt"))
    enter(dialog, typed.get("value", "40"), unit=typed.get("unit", "U/L"))
    for name in ("on", "source"):
        if name in typed:
            getattr(dialog, name).put(typed[name])
    before = revision(about.desk)
    dialog.confirm()
    assert words in dialog.fields[field].note.text()
    assert revision(about.desk) == before


def test_only_what_a_kind_asks_for_is_shown(opened, about):
    dialog = opened(EnterResultDialog(None, about))
    assert not dialog.values.value_field.isVisible()
    dialog.what.choose("hiv")
    assert list(dialog.values.value_field.choice.buttons) == [
        "negative",
        "positive",
        "indeterminate",
    ]
    assert not dialog.values.unit.isVisible()
    dialog.what.choose("alt")
    assert dialog.values.value_field.text.isVisible()
    assert list(dialog.values.unit.buttons) == ["U/L", "µkat/L"]
    dialog.what.choose("platelets")
    assert dialog.values.value_field.label.text() == "Value, 10^9/L"


def test_the_scale_of_the_age_stands_ready_and_the_rater_is_asked(opened, desk):
    line = page_of(desk, EMPTY).line
    dialog = opened(EnterResultDialog(None, About(desk, line, sample=True), what="performance"))
    right = "karnofsky" if line.age.years >= 16 else "lansky"
    assert dialog.value().scale == right
    enter(dialog, "80")
    dialog.confirm()
    assert "Needed." in dialog.values.rater.note.text()
    dialog.values.rater.choose("parent")
    dialog.confirm()
    assert dialog.saved


def test_below_the_scales_a_second_look_saves_what_was_chosen(opened, about, line, desk):
    assert line.age.years == 0
    dialog = opened(EnterResultDialog(None, about, what="performance"))
    assert dialog.value().scale == ""
    enter(dialog, "90")
    dialog.values.scale.choose("lansky")
    dialog.values.rater.choose("parent")
    dialog.confirm()
    assert "No scale is published for this age" in dialog.asked.text()
    dialog.sure.click()
    assert dialog.saved


def test_a_scale_chosen_by_hand_stays_when_the_day_changes(opened, about):
    dialog = opened(EnterResultDialog(None, about, what="performance"))
    dialog.values.scale.choose("karnofsky")
    dialog.on.put("11.03.2026")
    assert dialog.value().scale == "karnofsky"


def test_a_correction_keeps_the_old_result_readable_with_why(opened, about, desk, line):
    series = series_of(desk, line, "alt")
    old = newest(series).observation
    dialog = opened(EnterResultDialog(None, about, corrects=old))
    assert dialog.windowTitle() == "Correct a result: ALT"
    assert (dialog.value().value, dialog.value().unit) == ("42", "U/L")
    enter(dialog, "24")
    dialog.confirm()
    assert "Say in words." in dialog.why.note.text()
    dialog.why.put("Цифры переставлены")
    dialog.confirm()
    series = series_of(desk, line, "alt")
    assert str(newest(series).observation.value) == "24"
    history = opened(AllResultsDialog(None, about, series))
    words = [history.model.data(history.model.index(row, 3)) for row in range(5)]
    assert "↷ Corrected: Цифры переставлены" in words


def test_what_was_entered_by_mistake_is_struck_with_a_reason_and_stays_readable(
    opened, about, desk, line
):
    old = newest(series_of(desk, line, "alt")).observation
    dialog = opened(StrikeDialog(None, about, old, "ALT"))
    dialog.confirm()
    assert "Say in words." in dialog.why.note.text()
    dialog.why.put("другой пациент")
    dialog.confirm()
    series = series_of(desk, line, "alt")
    assert str(newest(series).observation.value) == "148"
    history = opened(AllResultsDialog(None, about, series))
    assert history.model.data(history.model.index(0, 3)) == "✕ Entered by mistake: другой пациент"
    history.table.selectRow(0)
    assert not history.correct.isEnabled()


def test_all_results_lead_to_correcting_and_striking_the_chosen_one(opened, about, desk, line):
    series = series_of(desk, line, "alt")
    for button, signal in (("correct", "correct_asked"), ("strike", "strike_asked")):
        history = opened(AllResultsDialog(None, about, series))
        heard = []
        getattr(history, signal).connect(heard.append)
        history.table.selectRow(1)
        getattr(history, button).click()
        assert str(heard[0].value) == "148"
        assert not history.isVisible()


def test_all_results_of_nothing_say_so(opened, about, desk, line):
    history = opened(AllResultsDialog(None, about, series_of(desk, line, "platelets")))
    assert "No result yet." in said(history)


def test_a_judgement_needs_verdict_and_physician_and_a_site_where_there_is_an_infection(
    opened, about, desk, line
):
    dialog = opened(JudgeInfectionDialog(None, about))
    assert dialog.value().verdict == ""
    dialog.fields["verdict"].choose("yes")
    dialog.confirm()
    for name in ("site", "fever", "trend", "physician"):
        assert dialog.fields[name].note.text() == "Needed."
    dialog.fields["site"].put("лёгкие")
    dialog.fields["treatment_day"].put("5")
    dialog.fields["fever"].choose("yes")
    dialog.fields["trend"].choose("worse")
    dialog.fields["physician"].put("Dr Orlova")
    dialog.confirm()
    series = series_of(desk, line, "uncontrolled_infection")
    assert newest(series).observation.value == "yes"
    assert (series.infection.site, series.infection.treatment_day) == ("лёгкие", 5)


def test_a_judgement_is_corrected_with_its_structure_prefilled(opened, about, desk, line):
    series = series_of(desk, line, "uncontrolled_infection")
    old = newest(series).observation
    dialog = opened(JudgeInfectionDialog(None, about, corrects=(old, series.infection)))
    form = dialog.value()
    assert (form.verdict, form.fever, form.trend, form.physician) == (
        "no",
        "no",
        "none",
        "Dr Orlova",
    )
    dialog.fields["note"].put("CRP 3")
    dialog.fields["why"].put("note was of another day")
    dialog.confirm()
    assert newest(series_of(desk, line, "uncontrolled_infection")).observation.note == "CRP 3"


def test_the_answer_of_a_key_stands_ready_and_can_still_be_changed(opened, about):
    assert opened(JudgeInfectionDialog(None, about, answer="no")).value().verdict == "no"
    made = opened(EnterResultDialog(None, about, what="hiv", answer="negative"))
    assert made.value().value == "negative"
    assert not made.typed


def test_a_consent_tells_version_language_signers_and_assent(opened, about, desk, line):
    dialog = opened(ConsentDialog(None, about))
    dialog.confirm()
    for name in ("version", "language", "signers"):
        assert dialog.fields[name].note.text() == "Needed."
    dialog.fields["version"].choose("3.0")
    dialog.fields["language"].choose("be")
    for code in ("parent_1", "guardian"):
        dialog.signers.buttons[code].click()
    dialog.fields["assent"].choose("not_asked")
    dialog.confirm()
    one = assessments(desk, line.patient.id).consents[-1]
    assert (one.version, one.language, one.signers) == ("3.0", "be", ("parent_1", "guardian"))


def test_a_donor_signs_as_a_donor(opened, desk, line):
    donor(desk, line)
    whose = About(desk, line, True, assessments(desk, line.patient.id, donor=True).donor)  # noqa: FBT003
    dialog = opened(ConsentDialog(None, whose))
    assert dialog.windowTitle() == "Enter the donor's consent"
    assert next(iter(dialog.signers.buttons)) == "donor"


def test_a_consent_is_withdrawn_on_a_day_after_its_signature(opened, about, screen, desk, line):
    consent = assessments(desk, line.patient.id).consents[-1]
    dialog = opened(WithdrawDialog(None, about, consent))
    dialog.on.put("04.02.2026")
    dialog.why.put("мать")
    dialog.confirm()
    assert "It was signed on Thu 05-Feb-2026" in dialog.on.note.text()
    dialog.on.put("12.03.2026")
    dialog.confirm()
    screen.reread()
    assert "✕ Withdrawn on Thu 12-Mar-2026: counts no more" in said(screen)


def test_a_consent_entered_by_mistake_is_struck(opened, about, desk, line):
    consent = assessments(desk, line.patient.id).consents[-1]
    dialog = opened(StrikeDialog(None, about, consent, "Consent"))
    assert "Version 2.1, Russian" in said(dialog)
    dialog.why.put("wrong child")
    dialog.confirm()
    assert consent.id not in [one.id for one in assessments(desk, line.patient.id).consents]


def test_a_donor_is_entered_and_put_right(opened, about, desk, line):
    dialog = opened(DonorDialog(None, about))
    dialog.fields["family"].put("Ж" * 201)
    dialog.confirm()
    assert "Too long" in dialog.fields["family"].note.text()
    for name, text in (("family", "Ёлкина"), ("given", "Мария"), ("born", "03.04.1985")):
        dialog.fields[name].put(text)
    dialog.fields["sex"].choose("f")
    dialog.fields["relation"].choose("mother")
    dialog.confirm()
    known = assessments(desk, line.patient.id, donor=True).donor
    again = opened(DonorDialog(None, About(desk, line, True, known)))  # noqa: FBT003
    again.confirm()
    assert "Nothing would change." in again.fields["family"].note.text()
    again.fields["relation"].choose("sister")
    again.confirm()
    assert assessments(desk, line.patient.id, donor=True).donor.relation == "sister"


def test_a_form_is_filled_and_saved_by_keyboard_alone(opened, about, qtbot):
    dialog = opened(EnterResultDialog(None, about, what="platelets"))
    qtbot.keyClicks(dialog.values.value_field.text.line, "120")
    qtbot.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert dialog.saved


def test_leaving_with_something_typed_asks_first_and_else_does_not(opened, about):
    dialog = opened(EnterResultDialog(None, about, what="alt"))
    enter(dialog, "40")
    dialog.reject()
    assert dialog.isVisible()
    assert dialog.findChild(Question, "question") is not None
    untouched = opened(EnterResultDialog(None, about, what="alt"))
    untouched.reject()
    assert not untouched.isVisible()


def test_nothing_in_the_forms_turns_with_the_wheel(opened, about):
    for dialog in (
        opened(EnterResultDialog(None, about)),
        opened(JudgeInfectionDialog(None, about)),
        opened(ConsentDialog(None, about)),
    ):
        assert dialog.findChildren(QComboBox) + dialog.findChildren(QSpinBox) == []


def test_a_patient_gone_meanwhile_ends_the_page(screen, qtbot):
    screen._patient_id = 99_999
    with qtbot.waitSignal(screen.left):
        screen.refresh()


def test_the_longest_name_of_a_source_is_shown_whole(screen, desk, line):
    long = "Ё" * 120
    form = ObservationForm(line.patient.id, "spo2", "98", on="12.03.2026", source=long)
    saved(add_observation(desk, form))
    screen.reread()
    assert long in cell(screen, "spo2", 1)


def test_who_signed_for_nobody_without_a_version_is_told_where_it_is_entered(screen, desk, line):
    form = ConsentForm(line.patient.id, "9", "ru", "05.02.2026", ("patient",))
    assert not isinstance(add_consent(desk, form), Saved)
    assert "Limits of normal in force: CALIPER" in said(screen)
    assert trend_words(series_of(desk, line, "platelets")) == "No result yet"
