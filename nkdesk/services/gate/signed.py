"""What was signed, exactly as it stood then."""

from nkdesk.eligibility import thawed
from nkdesk.model.eligibility import Evaluation
from nkdesk.services.desk import Desk
from nkdesk.store import gates


def signed_evaluation(desk: Desk, gate_id: int) -> Evaluation | None:
    """Return the evaluation a gate was signed on, None when there is no such gate."""
    content = gates.evaluation_of_gate(desk.store, gate_id)
    return None if content is None else thawed(content)
