"""Whatever two people do around cycle 2, none stands without its gate: a search in short (H10)."""

from hypothesis import settings

from tests.services.gate.life import CheckedLife

TestCheckedLife = CheckedLife.TestCase
TestCheckedLife.settings = settings(max_examples=6, stateful_step_count=30, deadline=None)
