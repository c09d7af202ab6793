"""Protocol days and calendar days: how far a day lies from its anchor, and back.

Source: the protocol format, "Where a day falls". Only whole days are added, never hours.
"""

from nkdesk.model.protocol import Anchor


def offset(anchor: Anchor, day: int) -> int:
    """Return how many calendar days protocol day ``day`` lies after the anchor's date.

    Where there is no day 0 the days run …, -2, -1, 1, 2, …; ValueError for day 0 there.
    """
    return _steps(anchor, day) - _steps(anchor, anchor.number)


def day_number(anchor: Anchor, days_after: int) -> int:
    """Return the protocol day that lies ``days_after`` calendar days after the anchor's date."""
    steps = _steps(anchor, anchor.number) + days_after
    return steps if anchor.day_zero or steps > 0 else steps - 1


def _steps(anchor: Anchor, day: int) -> int:
    if anchor.day_zero:
        return day
    if day == 0:
        msg = f"anchor {anchor.id} has no day 0"
        raise ValueError(msg)
    return day if day > 0 else day + 1
