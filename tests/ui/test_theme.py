import itertools

import pytest

from nkdesk.ui.common.theme import DARK, LIGHT, contrast

GROUNDS = ("ground", "surface", "sunken", "accent_soft")
TEXTS = ("ink", "quiet", "accent", "planned", "due", "given", "overdue", "not_given", "tag")
ON_THEIR_OWN = [
    ("on_accent", "accent"),
    ("on_accent", "accent_deep"),
    ("on_sample", "sample"),
    ("on_alarm", "alarm"),
    ("refused", "refused_soft"),
    ("ink", "refused_soft"),
    ("caution", "caution_soft"),
    ("ink", "caution_soft"),
    ("caution", "ground"),
    ("caution", "surface"),
    ("refused", "surface"),
    ("refused", "ground"),
    ("given", "good_soft"),
]


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(
    ("text", "ground"), [*itertools.product(TEXTS, GROUNDS), *ON_THEIR_OWN], ids="-on-".join
)
def test_every_text_stands_out_from_every_ground_it_is_used_on(palette, text, ground):
    assert contrast(getattr(palette, text), getattr(palette, ground)) >= 4.5


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("ground", ["ground", "surface"])
@pytest.mark.parametrize("part", ["edge", "accent"])
def test_the_outlines_of_controls_stand_out(palette, part, ground):
    assert contrast(getattr(palette, part), getattr(palette, ground)) >= 3


def test_contrast_is_measured_as_wcag_does():
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


def test_text_size_stays_between_90_and_150_per_cent(text_size):
    for _ in range(9):
        text_size.change(1)
    assert text_size.percent == 150
    for _ in range(9):
        text_size.change(-1)
    assert text_size.percent == 90
    text_size.change(0)
    assert text_size.percent == 100
