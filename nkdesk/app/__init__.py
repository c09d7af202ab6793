"""``nkdesk``: the window. Reads the arguments, paints the frame, then opens a ward."""

import sys
from collections.abc import Sequence

from nkdesk.app.arguments import read_arguments
from nkdesk.app.display import has_display


def main(arguments: Sequence[str] | None = None) -> int:
    """Open nkdesk and return its exit code.

    Without a display the sample ward's list for its today is written as a PDF instead.
    """
    asked = read_arguments(sys.argv[1:] if arguments is None else arguments)
    if not has_display():
        from nkdesk.app.windowless import write_sample_list  # noqa: PLC0415 -- no window, no Qt

        return write_sample_list()
    from nkdesk.app.window import run_window  # noqa: PLC0415 -- Qt, only with a display

    return run_window(asked)
