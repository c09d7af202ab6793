"""The kinds of step a service writes; the journal keeps the code, screens keep the words."""

from enum import StrEnum


class StepKind(StrEnum):
    """What a step did."""

    CREATE_WARD = "create_ward"
    ADD_PROTOCOL = "add_protocol"
    APPROVE_PROTOCOL = "approve_protocol"
    SITE_DAY = "site_day"
    ENROL = "enrol"
    ENROL_AND_PLAN = "enrol_and_plan"
    PLAN = "plan"
    GIVEN = "given"
    NOT_GIVEN = "not_given"
    UNDO = "undo"
