"""An investigator says in words why a criterion does not count: blanks are no words."""

import pytest

from tests.services.gate import story
from tests.services.gate.conftest import PATIENT


@pytest.mark.parametrize("blank", ["\t", "\n", "\u2003"])
def test_a_deviation_is_not_signed_for_a_reason_of_blanks(complete, blank):
    story.alt(complete, PATIENT, "500", story.CHECKED)
    answer = story.waive(complete, PATIENT, "P-E2", reason=blank)
    assert [(one.field, str(one.code)) for one in answer.problems] == [("reason", "needs_text")]
