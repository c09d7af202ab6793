"""The terms of reactions a form offers."""

from nkdesk.services.infusion_models import ReactionTerm


def reaction_terms() -> tuple[ReactionTerm, ...]:
    """Return the terms in the order offered."""
    raise NotImplementedError
