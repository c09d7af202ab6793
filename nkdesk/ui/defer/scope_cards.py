"""How far a move reaches, as four cards in plain words: always in view, never remembered."""

from PySide6.QtCore import QCoreApplication

from nkdesk.model.change import Scope
from nkdesk.model.protocol import ItemKind
from nkdesk.ui.common.fields import ChoiceField, cards

translate = QCoreApplication.translate

STANDS_READY = Scope.NEEDED
"""The scope a dialog opens with: the least that keeps every rule."""


def scope_field(kind: ItemKind) -> ChoiceField:
    """Return the choice of a scope for an item of a kind, with the one that stands ready."""
    field = ChoiceField("scope", translate("Scope", "What moves with it"), 2)
    field.offer(cards(_cards(kind)))
    field.choose(STANDS_READY)
    return field


def scope_words(scope: str, kind: ItemKind) -> str:
    """Return a scope as the button repeats it, "" for a code there are no words for."""
    block = kind is ItemKind.CHEMO
    return (
        {
            Scope.ONLY: translate("Scope", "nothing else moves"),
            Scope.NEEDED: translate("Scope", "doses only as far as needed")
            if block
            else translate("Scope", "later doses as far as needed"),
            Scope.REST_OF_CYCLE: translate("Scope", "all doses by the same days")
            if block
            else translate("Scope", "all later doses by the same days"),
            Scope.EVERYTHING_AFTER: translate(
                "Scope", "the rest of the cycle, and cycle 2's forecast"
            ),
        }.get(Scope(scope), "")
        if scope
        else ""
    )


def _cards(kind: ItemKind) -> list[tuple[str, str, str]]:
    first = {
        ItemKind.CHEMO: translate("Scope", "Only the block"),
        ItemKind.INFUSION: translate("Scope", "Only this dose"),
    }.get(kind, translate("Scope", "Only this item"))
    needed = (
        translate("Scope", "Doses as needed")
        if kind is ItemKind.CHEMO
        else translate("Scope", "Later doses as needed")
    )
    return [
        (Scope.ONLY, first, translate("Scope", "nothing else moves")),
        (Scope.NEEDED, needed, translate("Scope", "if a rule demands it")),
        (
            Scope.REST_OF_CYCLE,
            translate("Scope", "Rest of the cycle"),
            translate("Scope", "by the same days"),
        ),
        (
            Scope.EVERYTHING_AFTER,
            translate("Scope", "Rest, and cycle 2"),
            translate("Scope", "its forecast follows too"),
        ),
    ]
