"""Disease groups in words."""

from nkdesk.model.disease import DiseaseGroup
from nkdesk.sheets.wording.translation import translate


def disease_group_text(group: str) -> str:
    """Write a disease group; one we have no words for keeps its code."""
    names = {
        DiseaseGroup.PRIMARY_HIGH_RISK.value: translate("Groups", "Primary high-risk AML"),
        DiseaseGroup.PRIMARY_REFRACTORY.value: translate("Groups", "Primary refractory AML"),
        DiseaseGroup.RELAPSED.value: translate("Groups", "Relapsed AML"),
        DiseaseGroup.INTERMEDIATE_RISK_MOLECULAR_REMISSION.value: translate(
            "Groups", "Intermediate risk, molecular remission"
        ),
        DiseaseGroup.HIGH_RISK_MOLECULAR_REMISSION.value: translate(
            "Groups", "High risk, molecular remission"
        ),
        DiseaseGroup.REMISSION.value: translate("Groups", "Remission"),
    }
    return names.get(group, group)
