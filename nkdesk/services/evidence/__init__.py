"""What eligibility is judged by: entered, corrected, struck, shown over time, and what is missing.

Every write looks at the signed gates in the same step.
"""

from nkdesk.services.evidence.assessing import assessments
from nkdesk.services.evidence.consent_rules import ConsentRules, consent_rules
from nkdesk.services.evidence.consents import (
    ASSENTS,
    DONOR_SIGNERS,
    LANGUAGES,
    SIGNERS,
    add_consent,
    consent_versions,
    set_consent_version,
    strike_consent,
    withdraw_consent,
)
from nkdesk.services.evidence.donors import RELATIONS, save_donor
from nkdesk.services.evidence.dossiers import dossier
from nkdesk.services.evidence.gaps import gap_board
from nkdesk.services.evidence.infections import FEVER, INFECTION, TRENDS, VERDICTS, add_infection
from nkdesk.services.evidence.kinds import observation_kinds
from nkdesk.services.evidence.limits import add_uln_table, choose_uln, uln_tables
from nkdesk.services.evidence.people import Subject, current_donor, subject_of
from nkdesk.services.evidence.results import (
    add_observation,
    strike_observation,
    suggested_scale,
)

__all__ = [
    "ASSENTS",
    "DONOR_SIGNERS",
    "FEVER",
    "INFECTION",
    "LANGUAGES",
    "RELATIONS",
    "SIGNERS",
    "TRENDS",
    "VERDICTS",
    "ConsentRules",
    "Subject",
    "add_consent",
    "add_infection",
    "add_observation",
    "add_uln_table",
    "assessments",
    "choose_uln",
    "consent_rules",
    "consent_versions",
    "current_donor",
    "dossier",
    "gap_board",
    "observation_kinds",
    "save_donor",
    "set_consent_version",
    "strike_consent",
    "strike_observation",
    "subject_of",
    "suggested_scale",
    "uln_tables",
    "withdraw_consent",
]
