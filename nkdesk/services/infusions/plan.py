"""The plan of measurements as the screen shows it: what was measured, what is due, what is late."""

from collections.abc import Iterable
from datetime import date, datetime

from nkdesk.bedside.vitals import out_of_usual, plan, usual
from nkdesk.model.age import age_on
from nkdesk.model.infusion import Infusion, VitalSigns
from nkdesk.model.patient import Patient
from nkdesk.model.product_rules import ProductRules, VitalLimit
from nkdesk.services.infusion_models import VitalsDue


def usual_limits(rules: ProductRules, patient: Patient, on: date) -> tuple[VitalLimit, ...]:
    """Return what is usual at the age a patient has on a day."""
    return usual(rules.limits, age_on(max(on, patient.born), patient.born).in_months)


def vitals_due(
    rules: ProductRules,
    record: Infusion,
    measured: Iterable[VitalSigns],
    limits: tuple[VitalLimit, ...],
    now: datetime,
) -> tuple[VitalsDue, ...]:
    """Return every minute of the plan of an infusion, each with what was measured."""
    return tuple(
        VitalsDue(
            row.due,
            row.after_end,
            row.at,
            row.signs,
            row.late_by,
            () if row.signs is None else out_of_usual(row.signs, limits),
        )
        for row in plan(rules, record.started, record.ended, now, measured)
    )


def nothing_measured(rules: ProductRules, now: datetime) -> tuple[VitalsDue, ...]:
    """Return the plan of an infusion that nobody has begun."""
    rows = plan(rules, None, None, now, ())
    return tuple(VitalsDue(row.due, row.after_end, None, None) for row in rows)
