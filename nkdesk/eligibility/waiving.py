"""Which criteria an investigator may sign away. Never HIV, consent or the donor's serology."""

import re

from nkdesk.model.criterion import (
    ConsentTest,
    Criterion,
    JudgementTest,
    ObservationTest,
    Test,
    Who,
)

_OF_ANYONE = ("hiv", "consent", "assent")
_OF_DONORS = ("hbv", "hbs", "hbc", "hcv", "htlv", "syphilis", "treponema", "cmv", "serology")
_PARTS = re.compile(r"[_-]")


def waivable(criterion: Criterion) -> bool:
    """Tell whether a criterion may be waived.

    What is reserved is told by what the tests ask, not by a criterion's id: ``hiv``,
    ``hiv_pcr`` and ``anti-hiv`` are all about HIV.
    """
    reserved = _OF_ANYONE + (_OF_DONORS if criterion.who is Who.DONOR else ())
    return not any(_is_about(one.test, reserved) for one in criterion.tests)


def _is_about(test: Test, reserved: tuple[str, ...]) -> bool:
    if isinstance(test, ConsentTest):
        return True
    asked = ""
    if isinstance(test, ObservationTest):
        asked = test.observation
    elif isinstance(test, JudgementTest):
        asked = test.judgement
    return any(part.startswith(reserved) for part in _PARTS.split(asked))
