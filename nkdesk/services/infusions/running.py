"""Infusions under way as lists show them."""

from collections.abc import Iterable, Mapping

from nkdesk.services.desk import Desk
from nkdesk.services.row_products import RunningLine


def running_lines(desk: Desk, item_ids: Iterable[int]) -> Mapping[int, RunningLine]:
    """Return what lists say of those infusions that are under way, by item."""
    raise NotImplementedError
