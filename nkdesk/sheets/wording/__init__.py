"""The words screen, paper and command line share.

Everything goes through Qt's translation, and nothing here needs a running application. The core
speaks codes; a code without words fails the type checker.
"""

from nkdesk.sheets.wording.calendars import calendar_text, closure_reason_text, closure_text
from nkdesk.sheets.wording.dates import (
    age_months_text,
    age_text,
    born_text,
    clock_text,
    date_text,
    day_text,
    duration_text,
    moment_text,
    planned_time_text,
    weekday_text,
    window_text,
)
from nkdesk.sheets.wording.day import (
    kind_text,
    left_off_reason_text,
    moved_text,
    next_item_text,
    nth_text,
    plan_warning_text,
    progress_text,
    reason_text,
    spoken,
    status_symbol,
    status_text,
)
from nkdesk.sheets.wording.doses import (
    condition_text,
    dose_line_text,
    dose_rule_text,
    dose_text,
    dose_unknown_text,
    dose_weight_text,
    manner_text,
    strength_text,
    unit_text,
)
from nkdesk.sheets.wording.numbers import centimetres_text, kilograms_text, number_text
from nkdesk.sheets.wording.people import (
    allergy_state_text,
    allergy_text,
    height_text,
    look_alike_text,
    sex_text,
    weight_text,
)
from nkdesk.sheets.wording.refusals import broken_rule_text, item_text
from nkdesk.sheets.wording.translation import language, translate

__all__ = [
    "age_months_text",
    "age_text",
    "allergy_state_text",
    "allergy_text",
    "born_text",
    "broken_rule_text",
    "calendar_text",
    "centimetres_text",
    "clock_text",
    "closure_reason_text",
    "closure_text",
    "condition_text",
    "date_text",
    "day_text",
    "dose_line_text",
    "dose_rule_text",
    "dose_text",
    "dose_unknown_text",
    "dose_weight_text",
    "duration_text",
    "height_text",
    "item_text",
    "kilograms_text",
    "kind_text",
    "language",
    "left_off_reason_text",
    "look_alike_text",
    "manner_text",
    "moment_text",
    "moved_text",
    "next_item_text",
    "nth_text",
    "number_text",
    "plan_warning_text",
    "planned_time_text",
    "progress_text",
    "reason_text",
    "sex_text",
    "spoken",
    "status_symbol",
    "status_text",
    "strength_text",
    "translate",
    "unit_text",
    "weekday_text",
    "weight_text",
    "window_text",
]
