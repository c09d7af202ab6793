"""What would make an infusion possible, for every reason of GO, HOLD or NO-GO."""

from typing import assert_never

from nkdesk.model.readiness import GoCode
from nkdesk.sheets.wording.go_sentences import (
    AmountCode,
    CareCode,
    DonorCode,
    DoseCode,
    LotCode,
    MinuteCode,
)
from nkdesk.sheets.wording.translation import translate


def go_help(code: GoCode) -> str:
    """Return what would make it possible, or what to keep in mind where it is."""
    match code:
        case (
            GoCode.CYCLE_NOT_OPEN
            | GoCode.OFF_STUDY
            | GoCode.NOT_THIS_DAY
            | GoCode.EARLIER_OPEN
            | GoCode.RULE_BROKEN
            | GoCode.ON_HOLD
        ):
            text = _care_help(code)
        case (
            GoCode.NO_DONOR
            | GoCode.DONOR_NOT_ELIGIBLE
            | GoCode.DONOR_INCOMPLETE
            | GoCode.OTHER_DONOR
        ):
            text = _donor_help(code)
        case (
            GoCode.NOT_RELEASED
            | GoCode.CONDITIONAL
            | GoCode.REJECTED
            | GoCode.TEST_FAILED
            | GoCode.TEST_OPEN
        ):
            text = _lot_help(code)
        case GoCode.EXPIRED | GoCode.EXPIRES_BEFORE | GoCode.NOT_THAWED_YET:
            text = _minute_help(code)
        case (
            GoCode.NO_PRODUCT
            | GoCode.RETURNED
            | GoCode.DISCARDED
            | GoCode.NOT_ISSUED
            | GoCode.ALREADY_INFUSED
        ):
            text = _dose_help(code)
        case (
            GoCode.NO_ORDER
            | GoCode.NO_WEIGHT
            | GoCode.WEIGHT_OLD
            | GoCode.WEIGHT_CHANGED
            | GoCode.DOSE_OUT_OF_RANGE
            | GoCode.LABEL_UNLIKE_ORDER
        ):
            text = _amount_help(code)
        case _:
            assert_never(code)
    return text


def _care_help(code: CareCode) -> str:
    match code:
        case GoCode.CYCLE_NOT_OPEN:
            text = translate("wording", "A physician signs its check and opens it.")
        case GoCode.OFF_STUDY:
            text = translate("wording", "Nothing more is infused in this trial.")
        case GoCode.NOT_THIS_DAY:
            text = translate("wording", "Move the infusion to the day it is to be given.")
        case GoCode.EARLIER_OPEN:
            text = translate("wording", "Record the earlier one first, as given or not given.")
        case GoCode.RULE_BROKEN:
            text = translate("wording", "Move it, or have a physician accept what it breaks.")
        case GoCode.ON_HOLD:
            text = translate("wording", "Whoever is responsible lifts the hold, with a reason.")
        case _:
            assert_never(code)
    return text


def _donor_help(code: DonorCode) -> str:
    match code:
        case GoCode.NO_DONOR:
            text = translate("wording", "Enter the donor.")
        case GoCode.DONOR_NOT_ELIGIBLE:
            text = translate("wording", "Choose another donor; no reason overrides it.")
        case GoCode.DONOR_INCOMPLETE:
            text = translate("wording", "Enter what is missing of the donor.")
        case GoCode.OTHER_DONOR:
            text = translate("wording", "Reserve a product of this patient's donor.")
        case _:
            assert_never(code)
    return text


def _lot_help(code: LotCode) -> str:
    match code:
        case GoCode.NOT_RELEASED:
            text = translate("wording", "The laboratory releases it once its tests allow.")
        case GoCode.CONDITIONAL:
            text = translate("wording", "Look at the open tests before it is given.")
        case GoCode.REJECTED:
            text = translate("wording", "Reserve a dose of another lot.")
        case GoCode.TEST_FAILED:
            text = translate("wording", "Reserve a dose of another lot, or correct a wrong entry.")
        case GoCode.TEST_OPEN:
            text = translate("wording", "Enter its result as soon as the laboratory has one.")
        case _:
            assert_never(code)
    return text


def _minute_help(code: MinuteCode) -> str:
    match code:
        case GoCode.EXPIRED:
            text = translate("wording", "Reserve a dose that is still in date.")
        case GoCode.EXPIRES_BEFORE:
            text = translate(
                "wording", "Infuse before that minute, or reserve a dose that lasts longer."
            )
        case GoCode.NOT_THAWED_YET:
            text = translate("wording", "Wait until that minute.")
        case _:
            assert_never(code)
    return text


def _dose_help(code: DoseCode) -> str:
    match code:
        case GoCode.NO_PRODUCT:
            text = translate("wording", "Reserve a released dose for this infusion.")
        case GoCode.RETURNED:
            text = translate(
                "wording", "Have the laboratory issue it again, or reserve another dose."
            )
        case GoCode.DISCARDED:
            text = translate("wording", "Reserve another dose.")
        case GoCode.NOT_ISSUED:
            text = translate("wording", "Ask the laboratory to issue it.")
        case GoCode.ALREADY_INFUSED:
            text = translate("wording", "Reserve another dose.")
        case _:
            assert_never(code)
    return text


def _amount_help(code: AmountCode) -> str:
    match code:
        case GoCode.NO_ORDER:
            text = translate("wording", "A physician orders the cells per kg and in all.")
        case GoCode.NO_WEIGHT:
            text = translate("wording", "Weigh the patient and record it.")
        case GoCode.WEIGHT_OLD:
            text = translate("wording", "Weigh the patient and record it.")
        case GoCode.WEIGHT_CHANGED:
            text = translate("wording", "Have the physician confirm the order or order anew.")
        case GoCode.DOSE_OUT_OF_RANGE:
            text = translate("wording", "Have the physician confirm the order or order anew.")
        case GoCode.LABEL_UNLIKE_ORDER:
            text = translate("wording", "Compare label and order with the physician.")
        case _:
            assert_never(code)
    return text
