"""Lives of a ward at random, many and long: the stateful tests at full length."""

from hypothesis import HealthCheck, seed, settings
from hypothesis.stateful import RuleBasedStateMachine, run_state_machine_as_test

from tests.services.ward_life import WardLife
from tests.soak.watching import Call

ROUNDS = 100
STEPS = 50


def lives(runs: int, machine: type[RuleBasedStateMachine] = WardLife) -> Call:
    """Live a hundredth of so many lives, of fifty acts each; at least one."""
    wanted = settings(
        max_examples=max(runs // ROUNDS, 1),
        stateful_step_count=STEPS,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )

    def call(turn: int) -> None:
        try:
            run_state_machine_as_test(seed(turn)(machine), settings=wanted)
        except AssertionError as error:  # its notes are the acts that led there
            raise AssertionError("\n".join((str(error), *error.__notes__))) from error

    return call
