"""Writing evidence: a gate that it closes is closed in the same step."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from nkdesk.services.desk import Desk
from nkdesk.services.steps import StepKind, step_on
from nkdesk.store import gates
from nkdesk.store.store import Step


@contextmanager
def evidence_step(
    desk: Desk,
    read_at: int,
    what: StepKind,
    patient_ids: Iterable[int] | None = None,
    why: str = "",
) -> Iterator[Step]:
    """Open a step that writes evidence, and close every gate that it speaks against.

    ``patient_ids`` are the patients it is about, None for everybody with a signed gate.
    StoreConflictError when anything was saved since ``read_at``.
    """
    with step_on(desk, read_at, what, why) as step:
        yield step
        for one in _all_signed(desk) if patient_ids is None else patient_ids:
            _close_gates(step, desk, one)


def _all_signed(desk: Desk) -> list[int]:
    return sorted({one.patient_id for one in gates.open_gates(desk.store)})


def _close_gates(step: Step, desk: Desk, patient_id: int) -> None:
    # The gate reads the dossiers of this package: it is imported when both are there.
    from nkdesk.services.gate.closing import close_gates_in  # noqa: PLC0415

    close_gates_in(step, desk, patient_id)
