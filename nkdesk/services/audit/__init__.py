"""Audit: every step field by field, page by page, and a copy of the journal to take away."""

from nkdesk.services.audit.fields import AuditField, AuditRow, RowChange
from nkdesk.services.audit.reading import (
    AuditChoices,
    AuditFilter,
    AuditPage,
    AuditStep,
    audit_choices,
    audit_page,
)

__all__ = [
    "AuditChoices",
    "AuditField",
    "AuditFilter",
    "AuditPage",
    "AuditRow",
    "AuditStep",
    "RowChange",
    "audit_choices",
    "audit_page",
]
