"""The terms of reactions a form offers: resources/reactions/terms.toml."""

import tomllib
from functools import cache

from nkdesk.model.words import Words
from nkdesk.places import resources
from nkdesk.services.infusion_models import ReactionTerm

OTHER = "other"
"""The term that says nothing by itself: a note does."""


@cache
def reaction_terms() -> tuple[ReactionTerm, ...]:
    """Return the terms in the order offered, the commonest first."""
    source = (resources() / "reactions" / "terms.toml").read_text(encoding="utf-8")
    return tuple(
        ReactionTerm(one["code"], Words(**one["title"])) for one in tomllib.loads(source)["term"]
    )
