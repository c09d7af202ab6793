"""The gate before a cycle: the check, its signature, waivers, closing, and planning behind it."""

from nkdesk.services.gate.alerts import see_alert, unseen_alerts
from nkdesk.services.gate.checking import check
from nkdesk.services.gate.closing import close_expired, close_gates_in
from nkdesk.services.gate.second import plan_second_cycle, preview_second_cycle
from nkdesk.services.gate.signed import signed_evaluation
from nkdesk.services.gate.signing import ROLES, sign_gate, waive
from nkdesk.services.gate.standing import gate_status

__all__ = [
    "ROLES",
    "check",
    "close_expired",
    "close_gates_in",
    "gate_status",
    "plan_second_cycle",
    "preview_second_cycle",
    "see_alert",
    "sign_gate",
    "signed_evaluation",
    "unseen_alerts",
    "waive",
]
