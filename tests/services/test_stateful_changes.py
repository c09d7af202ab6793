"""Whatever two people do to plans and facts, the journal tells it and undo restores it."""

from hypothesis import settings

from tests.services.ward_life import WardLife

TestWardLife = WardLife.TestCase
TestWardLife.settings = settings(max_examples=15, stateful_step_count=25, deadline=None)
