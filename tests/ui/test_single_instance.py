import pytest

from nkdesk.ui.single_instance import SingleInstance, raise_first


@pytest.fixture
def hold(qapp, tmp_path):
    made = []

    def take():
        made.append(SingleInstance(tmp_path))
        return made[-1]

    yield take
    for one in made:
        one.give_back()


def test_a_second_start_is_refused_and_raises_the_first_window(hold, qtbot, tmp_path):
    first = hold()
    assert first.take()
    assert first.listening
    assert not hold().take()
    with qtbot.waitSignal(first.raised):
        assert raise_first(tmp_path)


def test_the_folder_is_free_again_once_it_is_given_back(hold):
    first = hold()
    first.take()
    first.give_back()
    assert hold().take()


def test_nobody_answers_for_a_folder_that_nobody_holds(qapp, tmp_path):
    assert not raise_first(tmp_path)


def test_another_folder_has_its_own_window(hold, tmp_path):
    assert hold().take()
    other = tmp_path / "other"
    other.mkdir()
    beside = SingleInstance(other)
    assert beside.take()
    beside.give_back()
