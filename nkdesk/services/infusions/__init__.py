"""An infusion from the check of its bags to the end of observation, each step stored at once.

Every function that writes reads what it judges inside the step it writes, so that two people at
two computers never decide on different states of one infusion.
"""

from nkdesk.services.infusions.acting import act, complete
from nkdesk.services.infusions.checks import check_bag
from nkdesk.services.infusions.ending import end
from nkdesk.services.infusions.late import late_entry
from nkdesk.services.infusions.opening import open_check
from nkdesk.services.infusions.page import bedside_page
from nkdesk.services.infusions.reactions import crs, hold_to_ask, react
from nkdesk.services.infusions.reasons import end_reasons, pause_reasons
from nkdesk.services.infusions.starting import start
from nkdesk.services.infusions.terms import reaction_terms
from nkdesk.services.infusions.vitals import record_vitals
from nkdesk.services.under_way import running_lines

__all__ = [
    "act",
    "bedside_page",
    "check_bag",
    "complete",
    "crs",
    "end",
    "end_reasons",
    "hold_to_ask",
    "late_entry",
    "open_check",
    "pause_reasons",
    "react",
    "reaction_terms",
    "record_vitals",
    "running_lines",
    "start",
]
