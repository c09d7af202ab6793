"""The plan of measurements as the screen shows it: what was measured, what is due, what is late."""

from collections.abc import Iterable
from datetime import date, datetime

from nkdesk.model.infusion import Infusion, VitalSigns
from nkdesk.model.patient import Patient
from nkdesk.model.product_rules import ProductRules, VitalLimit
from nkdesk.services.infusion_models import VitalsDue


def vitals_due(
    rules: ProductRules, record: Infusion | None, measured: Iterable[VitalSigns], now: datetime
) -> tuple[VitalsDue, ...]:
    return ()


def extra_vitals(measured: Iterable[VitalSigns]) -> tuple[VitalSigns, ...]:
    return tuple(one for one in measured if one.due is None)


def usual_limits(rules: ProductRules, patient: Patient, on: date) -> tuple[VitalLimit, ...]:
    return ()
