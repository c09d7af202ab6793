"""Every reason of GO, HOLD or NO-GO as a sentence to be filled in; what helps: ``go_helps``."""

from typing import Literal, assert_never

from nkdesk.model.readiness import Go, GoCode, GoReason
from nkdesk.sheets.wording.translation import translate

CareCode = Literal[
    GoCode.CYCLE_NOT_OPEN,
    GoCode.OFF_STUDY,
    GoCode.NOT_THIS_DAY,
    GoCode.EARLIER_OPEN,
    GoCode.RULE_BROKEN,
    GoCode.ON_HOLD,
]
DonorCode = Literal[
    GoCode.NO_DONOR, GoCode.DONOR_NOT_ELIGIBLE, GoCode.DONOR_INCOMPLETE, GoCode.OTHER_DONOR
]
LotCode = Literal[
    GoCode.NOT_RELEASED, GoCode.CONDITIONAL, GoCode.REJECTED, GoCode.TEST_FAILED, GoCode.TEST_OPEN
]
MinuteCode = Literal[GoCode.EXPIRED, GoCode.EXPIRES_BEFORE, GoCode.NOT_THAWED_YET]
DoseCode = Literal[
    GoCode.NO_PRODUCT, GoCode.RETURNED, GoCode.DISCARDED, GoCode.NOT_ISSUED, GoCode.ALREADY_INFUSED
]
AmountCode = Literal[
    GoCode.NO_ORDER,
    GoCode.NO_WEIGHT,
    GoCode.WEIGHT_OLD,
    GoCode.WEIGHT_CHANGED,
    GoCode.DOSE_OUT_OF_RANGE,
    GoCode.LABEL_UNLIKE_ORDER,
]


def go_sentence(reason: GoReason) -> str:
    """Return the sentence of a reason, with places for its detail, day and minute.

    One that names no detail or moment says what it can without.
    """
    code = reason.code
    match code:
        case (
            GoCode.CYCLE_NOT_OPEN
            | GoCode.OFF_STUDY
            | GoCode.NOT_THIS_DAY
            | GoCode.EARLIER_OPEN
            | GoCode.RULE_BROKEN
            | GoCode.ON_HOLD
        ):
            text = _care_sentence(code, reason)
        case (
            GoCode.NO_DONOR
            | GoCode.DONOR_NOT_ELIGIBLE
            | GoCode.DONOR_INCOMPLETE
            | GoCode.OTHER_DONOR
        ):
            text = _donor_sentence(code, reason)
        case (
            GoCode.NOT_RELEASED
            | GoCode.CONDITIONAL
            | GoCode.REJECTED
            | GoCode.TEST_FAILED
            | GoCode.TEST_OPEN
        ):
            text = _lot_sentence(code, reason)
        case GoCode.EXPIRED | GoCode.EXPIRES_BEFORE | GoCode.NOT_THAWED_YET:
            text = _minute_sentence(code, reason)
        case (
            GoCode.NO_PRODUCT
            | GoCode.RETURNED
            | GoCode.DISCARDED
            | GoCode.NOT_ISSUED
            | GoCode.ALREADY_INFUSED
        ):
            text = _dose_sentence(code, reason)
        case (
            GoCode.NO_ORDER
            | GoCode.NO_WEIGHT
            | GoCode.WEIGHT_OLD
            | GoCode.WEIGHT_CHANGED
            | GoCode.DOSE_OUT_OF_RANGE
            | GoCode.LABEL_UNLIKE_ORDER
        ):
            text = _amount_sentence(code, reason)
        case _:
            assert_never(code)
    return text


def _care_sentence(code: CareCode, reason: GoReason) -> str:
    match code:
        case GoCode.CYCLE_NOT_OPEN:
            text = translate("wording", "Cycle not open")
        case GoCode.OFF_STUDY:
            text = translate("wording", "Patient off study")
        case GoCode.NOT_THIS_DAY:
            full = translate("wording", "Planned for another day: {day}")
            text = full if reason.at else translate("wording", "Planned for another day")
        case GoCode.EARLIER_OPEN:
            full = translate("wording", "Earlier infusion still open: {detail}")
            text = full if reason.detail else translate("wording", "Earlier infusion still open")
        case GoCode.RULE_BROKEN:
            full = translate("wording", "The date breaks a rule: {detail}")
            text = full if reason.detail else translate("wording", "The date breaks a rule")
        case GoCode.ON_HOLD:
            full = translate("wording", "Held: {detail}, until {at}")
            text = full if reason.at else translate("wording", "Held: {detail}")
        case _:
            assert_never(code)
    return text


def _donor_sentence(code: DonorCode, reason: GoReason) -> str:
    match code:
        case GoCode.NO_DONOR:
            text = translate("wording", "No donor entered")
        case GoCode.DONOR_NOT_ELIGIBLE:
            text = translate("wording", "Donor not eligible")
        case GoCode.DONOR_INCOMPLETE:
            text = translate("wording", "Donor check incomplete")
        case GoCode.OTHER_DONOR:
            full = translate("wording", "Product of another donor: {detail}")
            text = full if reason.detail else translate("wording", "Product of another donor")
        case _:
            assert_never(code)
    return text


def _lot_sentence(code: LotCode, reason: GoReason) -> str:
    match code:
        case GoCode.NOT_RELEASED:
            full = translate("wording", "Lot not released: {detail}")
            text = full if reason.detail else translate("wording", "Lot not released")
        case GoCode.CONDITIONAL:
            full = translate("wording", "Conditionally released: {detail}")
            text = full if reason.detail else translate("wording", "Conditionally released")
        case GoCode.REJECTED:
            full = translate("wording", "Lot rejected: {detail}")
            text = full if reason.detail else translate("wording", "Lot rejected")
        case GoCode.TEST_FAILED:
            text = translate("wording", "Test failed: {detail}")
        case GoCode.TEST_OPEN:
            text = translate("wording", "Test without a result: {detail}")
        case _:
            assert_never(code)
    return text


def _minute_sentence(code: MinuteCode, reason: GoReason) -> str:
    match code:
        case GoCode.EXPIRED:
            full = translate("wording", "Expired {at}") + _bag(reason)
            text = full if reason.at else translate("wording", "Expired")
        case GoCode.EXPIRES_BEFORE:
            full = _expires(reason) + _bag(reason)
            text = full if reason.at else translate("wording", "Expires before the infusion")
        case GoCode.NOT_THAWED_YET:
            full = translate("wording", "Not to be thawed before {at}") + _bag(reason)
            text = full if reason.at else translate("wording", "Not to be thawed yet")
        case _:
            assert_never(code)
    return text


def _expires(reason: GoReason) -> str:
    if reason.level is Go.NO_GO:
        return translate("wording", "Expires {at}, before the day planned")
    return translate("wording", "Expires {at}")


def _bag(reason: GoReason) -> str:
    """Name the bag behind a minute; nothing where its number is not to be read."""
    return translate("wording", ", bag {detail}") if reason.detail else ""


def _dose_sentence(code: DoseCode, reason: GoReason) -> str:
    del reason
    match code:
        case GoCode.NO_PRODUCT:
            text = translate("wording", "No product reserved")
        case GoCode.RETURNED:
            text = translate("wording", "Product returned to the laboratory")
        case GoCode.DISCARDED:
            text = translate("wording", "Product discarded")
        case GoCode.NOT_ISSUED:
            text = translate("wording", "Product not issued by the laboratory yet")
        case GoCode.ALREADY_INFUSED:
            text = translate("wording", "This product was infused already")
        case _:
            assert_never(code)
    return text


def _amount_sentence(code: AmountCode, reason: GoReason) -> str:
    match code:
        case GoCode.NO_ORDER:
            text = translate("wording", "No cell dose ordered")
        case GoCode.NO_WEIGHT:
            text = translate("wording", "No weight recorded")
        case GoCode.WEIGHT_OLD:
            full = translate("wording", "Weight too old: {day}")
            text = full if reason.at else translate("wording", "Weight too old")
        case GoCode.WEIGHT_CHANGED:
            full = translate("wording", "Weight changed since the order: {day}")
            text = full if reason.at else translate("wording", "Weight changed since the order")
        case GoCode.DOSE_OUT_OF_RANGE:
            full = translate("wording", "Cell dose outside the protocol's range: {detail}")
            text = (
                full
                if reason.detail
                else translate("wording", "Cell dose outside the protocol's range")
            )
        case GoCode.LABEL_UNLIKE_ORDER:
            full = translate("wording", "Label differs from the order: {detail}")
            text = full if reason.detail else translate("wording", "Label differs from the order")
        case _:
            assert_never(code)
    return text
