"""A cycle as it would be planned, seen before it is saved."""

from dataclasses import dataclass
from datetime import date

from nkdesk.model.refusal import Refused
from nkdesk.services.forms import FieldProblem
from nkdesk.services.read_models import CyclePage


@dataclass(frozen=True, slots=True)
class PlanPreview:
    """Every date of the cycle, or why there is none and which later start would do."""

    problems: tuple[FieldProblem, ...] = ()
    cycle: CyclePage | None = None
    refused: Refused | None = None
    start_that_fits: date | None = None
