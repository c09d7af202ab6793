"""How much a search may still try, so that no answer keeps a window waiting."""


class TriesSpentError(Exception):
    """The search has tried as much as it may; what it was asked is not decided."""


class Tries:
    """A number of tries to be spent; TriesSpentError when more are asked for than are left."""

    __slots__ = ("left",)

    def __init__(self, left: int) -> None:
        self.left = left

    def spend(self, tries: int = 1) -> None:
        """Use up one try, or as many as something costs."""
        self.left -= tries
        if self.left < 0:
            raise TriesSpentError
