"""Another start of a cycle that cannot be placed."""

from dataclasses import replace
from datetime import date, timedelta

from nkdesk.model.cycle import Cycle
from nkdesk.scheduler.frame import full_frame
from nkdesk.scheduler.layout import layout_of
from nkdesk.scheduler.placing import place_cycle
from nkdesk.scheduler.request import PlacementRequest
from nkdesk.scheduler.scene import Scene
from nkdesk.scheduler.search import is_possible


def start_that_fits(request: PlacementRequest, days: int) -> date | None:
    """Return the first later start on which the cycle can be placed, None within ``days`` days.

    The calendars of the request must know the days that many days on. Starts that do not fit are
    passed over without asking why.
    """
    layout = layout_of(request.protocol, request.arm, request.cycle)
    frame = full_frame(layout)
    for ahead in range(1, days + 1):
        later = replace(request, start=request.start + timedelta(days=ahead))
        if is_possible(Scene(later, layout), frame) and isinstance(place_cycle(later), Cycle):
            return later.start
    return None
