"""How far a move of an item reaches."""

from enum import StrEnum


class Scope(StrEnum):
    """How far a move reaches. Source: the protocol format, "Changing a cycle"."""

    ONLY = "only"
    NEEDED = "needed"
    REST_OF_CYCLE = "rest_of_cycle"
    EVERYTHING_AFTER = "everything_after"
