"""What the rows of the store go by in the ward's words."""

from PySide6.QtCore import QCoreApplication

translate = QCoreApplication.translate


def table_words(table: str) -> str:
    """Return what a row of a table is; a table of a newer program goes by its own name."""
    words = {**_plan(), **_evidence(), **_products()}
    return words.get(table, table.replace("_", " "))


def _plan() -> dict[str, str]:
    return {
        "site": translate("AuditTables", "Ward"),
        "site_day": translate("AuditTables", "Day of the site"),
        "site_capacity": translate("AuditTables", "Infusions a day takes"),
        "protocol": translate("AuditTables", "Protocol"),
        "protocol_approval": translate("AuditTables", "Approval of a protocol"),
        "patient": translate("AuditTables", "Patient"),
        "weight": translate("AuditTables", "Weight"),
        "height": translate("AuditTables", "Height"),
        "cycle": translate("AuditTables", "Cycle"),
        "item": translate("AuditTables", "Item of the plan"),
        "item_part": translate("AuditTables", "Part of an item"),
        "plan_change": translate("AuditTables", "Change of the plan"),
        "deviation": translate("AuditTables", "Deviation"),
        "off_study": translate("AuditTables", "End of the study"),
        "printed_sheet": translate("AuditTables", "Printed sheet"),
    }


def _evidence() -> dict[str, str]:
    return {
        "donor": translate("AuditTables", "Donor"),
        "donor_facts": translate("AuditTables", "Donor's typing and collection"),
        "observation": translate("AuditTables", "Result"),
        "infection": translate("AuditTables", "Infection"),
        "consent": translate("AuditTables", "Consent"),
        "consent_version": translate("AuditTables", "Consent version"),
        "uln_table": translate("AuditTables", "Table of limits"),
        "uln_choice": translate("AuditTables", "Choice of limits"),
        "waiver": translate("AuditTables", "Waiver"),
        "evaluation": translate("AuditTables", "Check as it stood"),
        "gate": translate("AuditTables", "Signed check"),
        "gate_alert": translate("AuditTables", "Alert"),
    }


def _products() -> dict[str, str]:
    return {
        "lot": translate("AuditTables", "Lot"),
        "lot_move": translate("AuditTables", "Move of a lot"),
        "lot_test": translate("AuditTables", "Test of a lot"),
        "product_dose": translate("AuditTables", "Dose"),
        "bag": translate("AuditTables", "Bag"),
        "dose_move": translate("AuditTables", "Move of a dose"),
        "cell_order": translate("AuditTables", "Order of cells"),
        "infusion": translate("AuditTables", "Infusion"),
        "bag_check": translate("AuditTables", "Check of a bag"),
        "infusion_event": translate("AuditTables", "Act at the bed"),
        "vital_row": translate("AuditTables", "Vital signs"),
        "reaction": translate("AuditTables", "Reaction"),
        "hold": translate("AuditTables", "Hold"),
        "product_alarm": translate("AuditTables", "Product alarm"),
    }
