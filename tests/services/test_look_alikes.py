"""Names that could be taken for one another: every pair is found, and no other (hazard H01)."""

import random
from datetime import date
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nkdesk.model.patient import AllergyState, Patient, PersonName, Sex
from nkdesk.services.look_alikes import like, look_alikes

CHANCE = random.Random(7)  # noqa: S311 -- invents names, keeps no secret
LETTERS = "абвгдеёжзийклмнопрстуфхцчшщыэюя"
MIXED = str.maketrans("аеорсху", "aeopcxy")


class Ward:
    """Stands in for the desk: the look-alike search asks it for patients only."""

    def __init__(self, names, monkeypatch):
        self.names = names
        self.store = None
        self.alike = None
        self.asked = 0
        monkeypatch.setattr("nkdesk.services.look_alikes.patients.all_patients", self._all)
        monkeypatch.setattr("nkdesk.services.look_alikes.patients.newest_id", self._newest)

    def _all(self, _store):
        self.asked += 1
        return tuple(_patient(number, name) for number, name in enumerate(self.names, 1))

    def _newest(self, _store):
        return len(self.names)


def _patient(number, name):
    return Patient(
        id=number,
        name=name,
        born=date(2015, 3, 1),
        sex=Sex.FEMALE,
        trial_number=f"TR-{number}",
        case_number="",
        disease_group="relapsed",
        arm="flag",
        protocol_hash="",
        allergy_state=AllergyState.NOT_RECORDED,
        allergies="",
    )


def word(length):
    return "".join(CHANCE.choices(LETTERS, k=length)).capitalize()


def swapped(text):
    at = CHANCE.randrange(1, len(text) - 1)
    return text[:at] + text[at + 1] + text[at] + text[at + 2 :]


def two_changed(text):
    first, second = CHANCE.sample(range(1, len(text)), 2)
    letters = list(text)
    letters[first], letters[second] = CHANCE.choices(LETTERS, k=2)
    return "".join(letters)


CHANGES = (
    str.upper,
    lambda family: family.translate(MIXED),
    lambda family: family.replace("е", "ё"),
    lambda family: family + "на",
    lambda family: family[:-2],
    swapped,
    two_changed,
    lambda family: family[:3] + CHANCE.choice(LETTERS) + family[3:],
)


@pytest.mark.parametrize("seed", range(5))
def test_of_500_look_alike_pairs_every_one_is_marked(seed, monkeypatch):
    CHANCE.seed(seed)
    pairs = []
    for number in range(100):
        family, name = word(9), word(6)
        pairs.append((PersonName(family, name), PersonName(CHANGES[number % 8](family), name)))
    assert all(like(first, second) for first, second in pairs)
    ward = Ward([name for pair in pairs for name in pair], monkeypatch)
    assert look_alikes(ward) == set(range(1, 201))


def _slowly(names):
    numbered = list(enumerate(names, 1))
    return {
        number
        for (one, first), (other, second) in combinations(numbered, 2)
        if like(first, second)
        for number in (one, other)
    }


short = st.text("абв", min_size=1, max_size=5)


@given(st.lists(st.builds(PersonName, short, short), max_size=12))
def test_the_fast_search_finds_exactly_what_comparing_all_finds(names):
    with pytest.MonkeyPatch.context() as patched:
        assert look_alikes(Ward(names, patched)) == _slowly(names)


def test_one_family_name_is_a_look_alike_whatever_the_given_name():
    assert like(PersonName("Ким", "Ён"), PersonName("КИМ", "Александра"))
    assert not like(PersonName("Ким", "Ён"), PersonName("Абрамович", "Ён"))


def test_a_shared_form_alone_makes_no_look_alike(monkeypatch):
    """Struck out twice each, these two share a form; they are four letters apart all the same."""
    ward = Ward([PersonName("абвг", "д"), PersonName("жзвг", "и")], monkeypatch)
    assert look_alikes(ward) == _slowly(ward.names) == set()


def test_the_names_are_compared_once_until_a_patient_is_added(monkeypatch):
    ward = Ward([PersonName("Ким", "Ён"), PersonName("Жук", "Ян")], monkeypatch)
    assert look_alikes(ward) == set()
    ward.names[1] = ward.names[0]
    assert look_alikes(ward) == set()
    assert ward.asked == 1
    ward.names.append(PersonName("КИМ", "ЁН"))
    assert look_alikes(ward) == {1, 2, 3}
