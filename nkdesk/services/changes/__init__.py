"""Changes to a plan: everything a person sees before one is saved, and saving it as one step."""

from nkdesk.services.changes.ceasing import cease_item, preview_cease
from nkdesk.services.changes.correcting import correct_fact, preview_correction
from nkdesk.services.changes.leaving import preview_off_study, take_off_study
from nkdesk.services.changes.moving import move_item, preview_move
from nkdesk.services.changes.settling import preview_settle, settle_cycle
from nkdesk.services.reasons import change_reasons, clinical_factors

__all__ = [
    "cease_item",
    "change_reasons",
    "clinical_factors",
    "correct_fact",
    "move_item",
    "preview_cease",
    "preview_correction",
    "preview_move",
    "preview_off_study",
    "preview_settle",
    "settle_cycle",
    "take_off_study",
]
