"""The disease groups a protocol may sort patients by; an arm names those that lead into it."""

from enum import StrEnum


class DiseaseGroup(StrEnum):
    """Groups of acute myeloid leukaemia at enrolment.

    Sources: registry records NCT05272293 (first three) and NCT05334693 (the two molecular
    remissions); NCT00187096, stratum 1 (remission).
    """

    PRIMARY_HIGH_RISK = "primary_high_risk"
    PRIMARY_REFRACTORY = "primary_refractory"
    RELAPSED = "relapsed"
    INTERMEDIATE_RISK_MOLECULAR_REMISSION = "intermediate_risk_molecular_remission"
    HIGH_RISK_MOLECULAR_REMISSION = "high_risk_molecular_remission"
    REMISSION = "remission"
