"""Eligibility: every criterion held against its evidence, three-valued and exact.

Pure: no Qt, no SQL, no clock, no files. Source of every rule: the eligibility format.
"""

from nkdesk.eligibility.dossier import Dossier, Person, version_in_force
from nkdesk.eligibility.evaluating import evaluate
from nkdesk.eligibility.freezing import frozen, frozen_hash, thawed
from nkdesk.eligibility.limits import Limit, limit_on, shown_multiple, table_in_force
from nkdesk.eligibility.results import UNDECIDED
from nkdesk.eligibility.units import in_basic_unit
from nkdesk.eligibility.waiving import waivable

__all__ = [
    "UNDECIDED",
    "Dossier",
    "Limit",
    "Person",
    "evaluate",
    "frozen",
    "frozen_hash",
    "in_basic_unit",
    "limit_on",
    "shown_multiple",
    "table_in_force",
    "thawed",
    "version_in_force",
    "waivable",
]
