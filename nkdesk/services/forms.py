"""What people type, as typed, and what is wrong with it: nothing is lost by an error."""

from dataclasses import dataclass, replace
from enum import StrEnum

from nkdesk.model.refusal import BrokenRule, Refused


class FieldCode(StrEnum):
    """What is wrong with one field; each has a wording that says what would be right."""

    MISSING = "missing"
    NOT_A_DATE = "not_a_date"
    SHORT_YEAR = "short_year"
    AMBIGUOUS_DATE = "ambiguous_date"
    NO_SUCH_DAY = "no_such_day"
    IN_FUTURE = "in_future"
    BEFORE_BIRTH = "before_birth"
    OUT_OF_RANGE = "out_of_range"
    NOT_A_NUMBER = "not_a_number"
    THOUSANDS = "thousands"
    NOT_A_TIME = "not_a_time"
    TOO_LONG = "too_long"
    INVISIBLE_CHARACTER = "invisible_character"
    UNPRINTABLE_CHARACTER = "unprintable_character"
    ALREADY_USED = "already_used"
    NOT_A_CHOICE = "not_a_choice"
    LOOK_ALIKE_UNSEEN = "look_alike_unseen"
    NEEDS_TEXT = "needs_text"
    SAME_PERSON = "same_person"
    EXAMPLE = "example"
    UNCHANGED = "unchanged"
    NOT_PLAUSIBLE = "not_plausible"
    WRONG_SCALE = "wrong_scale"
    NO_SCALE = "no_scale"
    NO_DONOR = "no_donor"
    NO_LONGER_COUNTS = "no_longer_counts"
    NOT_A_TABLE = "not_a_table"
    BEFORE_SIGNATURE = "before_signature"
    NOT_ELIGIBLE = "not_eligible"
    INCOMPLETE = "incomplete"
    NOT_SIGNED = "not_signed"
    ALREADY_SIGNED = "already_signed"
    AFTER_VALID_UNTIL = "after_valid_until"
    BEFORE_CHECK = "before_check"
    CANNOT_BE_WAIVED = "cannot_be_waived"
    NOTHING_TO_WAIVE = "nothing_to_waive"
    NO_PRODUCT_RULES = "no_product_rules"
    NOT_FROM_HERE = "not_from_here"
    BEFORE_EARLIER = "before_earlier"
    NOT_LATER = "not_later"
    TESTS_OPEN = "tests_open"
    TEST_FAILED = "test_failed"
    DONOR_NOT_ELIGIBLE = "donor_not_eligible"
    NOT_RELEASED = "not_released"
    LOT_REJECTED = "lot_rejected"
    ON_HOLD = "on_hold"
    EXPIRED = "expired"
    UNDER_WAY = "under_way"
    DOSE_GIVEN = "dose_given"
    OTHER_PATIENT = "other_patient"
    OTHER_DONOR = "other_donor"
    UNLIKE_NUMBER = "unlike_number"
    INFUSION_TAKEN = "infusion_taken"
    NO_WEIGHT = "no_weight"
    WEIGHT_OLD = "weight_old"
    WEIGHT_CHANGED = "weight_changed"
    DOSE_OUT_OF_RANGE = "dose_out_of_range"
    AMOUNTS_DISAGREE = "amounts_disagree"
    UNLIKE_LABEL = "unlike_label"
    UNLIKE_PREVIOUS = "unlike_previous"
    ALREADY_LIFTED = "already_lifted"
    NO_DOSE = "no_dose"
    NOT_AT_THIS_STAGE = "not_at_this_stage"
    NOT_CHECKED = "not_checked"
    CHECKED_EARLIER = "checked_earlier"
    NOT_READY = "not_ready"
    NEEDS_ANSWER = "needs_answer"
    NOT_HUNG = "not_hung"
    NOT_BEFORE = "not_before"
    GIVEN_ON_OTHER_DAY = "given_on_other_day"


@dataclass(frozen=True, slots=True)
class FieldProblem:
    """One field's problem; ``detail`` is the character, number, limit or choice concerned."""

    field: str
    code: FieldCode
    detail: str = ""


@dataclass(frozen=True, slots=True)
class EnrolmentForm:
    """The enrolment form exactly as typed; an empty ``start`` enrols without a plan."""

    family: str = ""
    given: str = ""
    patronymic: str = ""
    latin_family: str = ""
    latin_given: str = ""
    born: str = ""
    sex: str = ""
    trial_number: str = ""
    case_number: str = ""
    disease_group: str = ""
    allergy_state: str = ""
    allergies: str = ""
    weight: str = ""
    weight_on: str = ""
    height: str = ""
    height_on: str = ""
    protocol_hash: str = ""
    start: str = ""
    look_alike_seen: bool = False

    def without_plan(self) -> "EnrolmentForm":
        """Return the same form without a start date."""
        return replace(self, start="")


@dataclass(frozen=True, slots=True)
class GivenForm:
    """An item recorded as given; ``part`` None means all its times of the day."""

    item_id: int
    on: str
    time: str = ""
    part: int | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class NotGivenForm:
    """An item recorded as not given, with a reason code."""

    item_id: int
    reason: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Saved:
    """A change that was saved: the step's number, and what it deviates from."""

    seq: int
    deviations: tuple[BrokenRule, ...] = ()


@dataclass(frozen=True, slots=True)
class Unsaved:
    """A change that was not saved, with every reason; nothing stored has changed."""

    problems: tuple[FieldProblem, ...] = ()
    refused: Refused | None = None


@dataclass(frozen=True, slots=True)
class Enrolled:
    """A new patient."""

    patient_id: int
    trial_number: str
    seq: int
