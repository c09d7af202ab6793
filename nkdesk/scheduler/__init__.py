"""Dates: placing a cycle, what happens to it afterwards, and why an item stands where it does.

Pure: no Qt, no SQL, no clock, no files. Source of every rule: the protocol format.
"""

from nkdesk.model.scope import Scope
from nkdesk.scheduler.correcting import correct
from nkdesk.scheduler.course import Course, plan
from nkdesk.scheduler.days import day_number, offset
from nkdesk.scheduler.ending import cease, off_study
from nkdesk.scheduler.explaining import Why, why
from nkdesk.scheduler.giving import give, leave_rest, omit
from nkdesk.scheduler.moved import Moved
from nkdesk.scheduler.moving import Move, move
from nkdesk.scheduler.opening import forecast, open_cycle
from nkdesk.scheduler.placing import place_cycle
from nkdesk.scheduler.recording import Given
from nkdesk.scheduler.request import PlacementRequest
from nkdesk.scheduler.settling import settle
from nkdesk.scheduler.starting import start_that_fits

__all__ = [
    "Course",
    "Given",
    "Move",
    "Moved",
    "PlacementRequest",
    "Scope",
    "Why",
    "cease",
    "correct",
    "day_number",
    "forecast",
    "give",
    "leave_rest",
    "move",
    "off_study",
    "offset",
    "omit",
    "open_cycle",
    "place_cycle",
    "plan",
    "settle",
    "start_that_fits",
    "why",
]
