"""Disease groups in words."""

from PySide6.QtCore import QCoreApplication

from nkdesk.model.disease import DiseaseGroup

translate = QCoreApplication.translate


def group_words(group: str) -> str:
    """Return a disease group in words; one we have no words for keeps its code."""
    try:
        known = DiseaseGroup(group)
    except ValueError:
        return group
    return {
        DiseaseGroup.PRIMARY_HIGH_RISK: translate("Groups", "Primary high-risk AML"),
        DiseaseGroup.PRIMARY_REFRACTORY: translate("Groups", "Primary refractory AML"),
        DiseaseGroup.RELAPSED: translate("Groups", "Relapsed AML"),
        DiseaseGroup.INTERMEDIATE_RISK_MOLECULAR_REMISSION: translate(
            "Groups", "Intermediate risk, molecular remission"
        ),
        DiseaseGroup.HIGH_RISK_MOLECULAR_REMISSION: translate(
            "Groups", "High risk, molecular remission"
        ),
        DiseaseGroup.REMISSION: translate("Groups", "Remission"),
    }[known]
