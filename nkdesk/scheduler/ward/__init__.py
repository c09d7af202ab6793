"""The open infusions of all patients placed together, when a day is lost or patients slip.

Pure: no clock, no files, whole numbers only. Source: the protocol format, "Ward re-placement".
"""

from nkdesk.scheduler.ward.placement import Progress, WardMove, WardPatient, WardPlacement
from nkdesk.scheduler.ward.replacing import replace_ward

__all__ = ["Progress", "WardMove", "WardPatient", "WardPlacement", "replace_ward"]
