import pytest

from nkdesk.services.forms import FieldCode, FieldProblem
from nkdesk.ui.common.field_words import problem_words
from nkdesk.ui.common.fields import DateField, chips


@pytest.fixture
def born(qtbot, text_size):
    field = DateField("born", "Born")
    qtbot.addWidget(field)
    field.show()
    return field


@pytest.mark.parametrize("typed", ["12.03.2026", "12-Mar-2026", "2026-03-12", " 12.3.2026 "])
def test_a_typed_date_is_echoed_in_full_with_its_weekday(born, typed):
    born.put(typed)
    assert born.note.text() == "Thu 12-Mar-2026"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("12.03.26", "four digits"),
        ("03/04/2026", "two ways"),
        ("31.04.2026", "does not exist"),
        ("29.02.2027", "does not exist"),
        ("May", "not a date"),
    ],
)
def test_a_date_that_is_not_certain_is_refused_beside_the_field(born, typed, said):
    born.put(typed)
    born.line.editingFinished.emit()
    assert said in born.note.text()
    assert born.value() == typed


def test_no_problem_is_shown_while_a_date_is_still_being_typed(born):
    born.put("12.03.2")
    assert born.note.isHidden()


@pytest.mark.parametrize("code", FieldCode)
def test_every_problem_of_a_field_has_words(code):
    words = problem_words(FieldProblem("born", code, "2026-03-01"))
    assert words.endswith(".")
    assert "{" not in words


@pytest.mark.parametrize(
    ("state", "said"), [("checking", "being checked"), ("observing", "over and being observed")]
)
def test_an_act_that_comes_at_the_wrong_time_is_told_how_far_the_infusion_is(state, said):
    problem = FieldProblem("act", FieldCode.NOT_AT_THIS_STAGE, state)
    assert problem_words(problem).startswith(f"The infusion is {said} now;")


@pytest.mark.parametrize("field", ["time", "onset_at", "resolved_at", "start", "end"])
def test_a_time_of_today_that_has_not_come_is_not_called_a_day(field):
    problem = FieldProblem(field, FieldCode.IN_FUTURE)
    assert problem_words(problem) == "This time has not come yet."


def test_nothing_is_chosen_until_a_person_chooses(qtbot, text_size):
    field = chips("sex", "Sex", [("f", "Female"), ("m", "Male")], 2)
    qtbot.addWidget(field)
    assert field.value() == ""
    field.buttons["m"].click()
    assert field.value() == "m"
    field.buttons["f"].click()
    assert field.value() == "f"
