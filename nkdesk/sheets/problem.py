"""What every reason not to hand out a sheet has in common, so that callers catch one thing."""


class SheetError(RuntimeError):
    """The sheet must not be used and has not left the program.

    The message is a sentence for the person at the screen and never holds a name.
    """
