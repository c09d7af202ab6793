# ruff: noqa: PLC0415 -- everything here is imported when first asked for, so that the first
# paint does not wait for screens and dialogs nobody has opened.
"""The infusion record at the bed and its forms, made when somebody asks for them."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from nkdesk.model.protocol import ItemKind
from nkdesk.services.desk import Desk
from nkdesk.ui.common.chosen import ChosenItem

if TYPE_CHECKING:
    from nkdesk.model.infusion import InfusionAct, Reaction
    from nkdesk.model.product import HoldKind
    from nkdesk.services.forms import Saved, Unsaved
    from nkdesk.services.product_forms import HoldForm
    from nkdesk.ui.bedside.act_dialog import ActDialog
    from nkdesk.ui.bedside.at_bed import AtBed
    from nkdesk.ui.bedside.dialog import BedsideDialog
    from nkdesk.ui.bedside.late_dialog import LateDialog
    from nkdesk.ui.bedside.reaction_dialog import ReactionDialog


def is_at_bed(desk: Desk, chosen: ChosenItem) -> bool:
    """Whether an item is recorded at the bed: an infusion whose protocol has a product."""
    if chosen.item.kind is not ItemKind.INFUSION:
        return False
    return desk.protocol(chosen.line.patient.protocol_hash).product is not None


def bedside_dialog(
    parent: QWidget, desk: Desk, chosen: ChosenItem, *, sample: bool
) -> "BedsideDialog":
    """Return the record of an infusion."""
    from nkdesk.ui.bedside.dialog import BedsideDialog

    return BedsideDialog(parent, desk, chosen, sample=sample)


def act_dialog(parent: QWidget, bed: "AtBed", act: "InfusionAct") -> "ActDialog":
    """Return the form of one act."""
    from nkdesk.ui.bedside.act_dialog import ActDialog

    return ActDialog(parent, bed, act)


def reaction_dialog(parent: QWidget, bed: "AtBed", corrects: "Reaction | None") -> "ReactionDialog":
    """Return the form of a reaction, or of what takes the place of one."""
    from nkdesk.ui.bedside.reaction_dialog import ReactionDialog

    return ReactionDialog(parent, bed, corrects)


def late_dialog(parent: QWidget, bed: "AtBed") -> "LateDialog":
    """Return the form of an infusion from paper."""
    from nkdesk.ui.bedside.late_dialog import LateDialog

    return LateDialog(parent, bed)


def hold_to_ask(desk: Desk, infusion_id: int) -> "HoldForm | None":
    """Return the hold to ask about because of a reaction that goes on."""
    from nkdesk.services.infusions import hold_to_ask as asked

    return asked(desk, infusion_id)


def kind_of(hold: "HoldForm") -> "HoldKind":
    """Return the kind of hold a form is about."""
    from nkdesk.model.product import HoldKind

    return HoldKind(hold.kind)


def place_hold(desk: Desk, hold: "HoldForm") -> "Saved | Unsaved":
    """Place a hold."""
    from nkdesk.services.product import place_hold as place

    return place(desk, hold)
