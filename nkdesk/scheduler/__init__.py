"""Dates: placing a cycle, what happens to it afterwards, and why an item stands where it does.

Pure: no Qt, no SQL, no clock, no files. Source of every rule: the protocol format.
"""

from nkdesk.scheduler.course import Course, plan
from nkdesk.scheduler.days import day_number, offset
from nkdesk.scheduler.explaining import Why, why
from nkdesk.scheduler.giving import Given, give, leave_rest, omit
from nkdesk.scheduler.placing import place_cycle
from nkdesk.scheduler.request import PlacementRequest
from nkdesk.scheduler.starting import start_that_fits

__all__ = [
    "Course",
    "Given",
    "PlacementRequest",
    "Why",
    "day_number",
    "give",
    "leave_rest",
    "offset",
    "omit",
    "place_cycle",
    "plan",
    "start_that_fits",
    "why",
]
