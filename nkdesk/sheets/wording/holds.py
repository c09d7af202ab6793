"""What holds infusions back in words: why, since when, by whom, until when."""

from datetime import date
from typing import Literal, assert_never

from nkdesk.model.product import Hold, HoldKind
from nkdesk.sheets.wording.dates import day_clock_text, stated_clock_text
from nkdesk.sheets.wording.translation import translate

_SignHold = Literal[HoldKind.FEVER, HoldKind.OXYGEN, HoldKind.INFECTION, HoldKind.GVHD]
_OtherHold = Literal[
    HoldKind.STEROIDS,
    HoldKind.REACTION,
    HoldKind.PRODUCT,
    HoldKind.CONSENT,
    HoldKind.STERILITY,
    HoldKind.OTHER,
]


def hold_kind_text(kind: HoldKind) -> str:
    """Write why something is held back, as it stands within a sentence."""
    match kind:
        case HoldKind.FEVER | HoldKind.OXYGEN | HoldKind.INFECTION | HoldKind.GVHD:
            text = _sign_hold_text(kind)
        case (
            HoldKind.STEROIDS
            | HoldKind.REACTION
            | HoldKind.PRODUCT
            | HoldKind.CONSENT
            | HoldKind.STERILITY
            | HoldKind.OTHER
        ):
            text = _other_hold_text(kind)
        case _:
            assert_never(kind)
    return text


def _sign_hold_text(kind: _SignHold) -> str:
    match kind:
        case HoldKind.FEVER:
            text = translate("wording", "fever")
        case HoldKind.OXYGEN:
            text = translate("wording", "oxygen")
        case HoldKind.INFECTION:
            text = translate("wording", "infection")
        case HoldKind.GVHD:
            text = translate("wording", "graft-versus-host disease")
        case _:
            assert_never(kind)
    return text


def _other_hold_text(kind: _OtherHold) -> str:
    match kind:
        case HoldKind.STEROIDS:
            text = translate("wording", "steroids")
        case HoldKind.REACTION:
            text = translate("wording", "reaction not resolved")
        case HoldKind.PRODUCT:
            text = translate("wording", "product")
        case HoldKind.CONSENT:
            text = translate("wording", "consent")
        case HoldKind.STERILITY:
            text = translate("wording", "sterility")
        case HoldKind.OTHER:
            text = translate("wording", "other reason")
        case _:
            assert_never(kind)
    return text


def hold_text(hold: Hold, on: date | None = None) -> str:
    """Say what is held, since when, by whom and until when.

    ``Held since 09:10: fever 38.6 °C, chills (Nurse A), until Fri 13-Mar-2026 09:10``. A time of
    day ``on`` stands without its date.
    """
    cause = " ".join(part for part in (hold_kind_text(hold.kind), hold.value) if part)
    why = ", ".join(part for part in (cause, _why(hold)) if part)
    who = hold.who or translate("wording", "placed by nkdesk")
    held = translate("wording", "Held since {since}: {why} ({who})").format(
        since=stated_clock_text(hold.since, on), why=why, who=who
    )
    if hold.until is None:
        return translate("wording", "{held}, until it is lifted").format(held=held)
    return translate("wording", "{held}, until {until}").format(
        held=held, until=stated_clock_text(hold.until, on)
    )


def _why(hold: Hold) -> str:
    """Return why: words a person wrote, or of a hold the program placed the test that failed."""
    return hold.why if hold.who else hold.why.replace("_", " ")


def lifted_text(hold: Hold) -> str:
    """Say who lifted a hold, when and why; "" while nobody has."""
    if hold.lifted is None:
        return ""
    sentence = translate("wording", "Lifted {when} by {who}: {why}")
    when = day_clock_text(hold.lifted)
    return sentence.format(when=when, who=hold.lifted_by, why=hold.lifted_why)
