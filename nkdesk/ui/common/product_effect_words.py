"""What a change of dates does to the product of an infusion, in one line."""

from PySide6.QtCore import QCoreApplication

from nkdesk.model.readiness import Go, GoReason, Readiness
from nkdesk.services.product_models import ProductEffect
from nkdesk.sheets.wording.dates import day_clock_text
from nkdesk.sheets.wording.readiness import go_reason_text
from nkdesk.ui.common.go_look import go_words

translate = QCoreApplication.translate


def effect_words(effect: ProductEffect) -> tuple[str, bool]:
    """Return what becomes of a dose, and whether that stands in the way of the infusion."""
    if effect.after is None:
        words = translate("Changes", "its product is left over, {until}")
        return words.format(until=_until(effect)), True
    new = _new_reasons(effect.before, effect.after)
    go = go_words(effect.after.go)
    if effect.after.go is Go.GO:
        words = translate("Changes", "product: {go} that day, {until}")
        return words.format(go=go, until=_until(effect)), False
    if new:
        words = translate("Changes", "product: {go} that day. {why}")
        return words.format(go=go, why="; ".join(go_reason_text(one) for one in new)), True
    words = translate("Changes", "product: {go}, as before")
    return words.format(go=go), True


def _until(effect: ProductEffect) -> str:
    if effect.expires is None:
        return translate("Changes", "without an expiry")
    return translate("Changes", "expires {at}").format(at=day_clock_text(effect.expires))


def _new_reasons(before: Readiness | None, after: Readiness) -> list[GoReason]:
    """Return what stands in the way on the new day and did not on the old one."""
    known = () if before is None else before.reasons
    return [one for one in after.reasons if one.level is not Go.GO and one not in known]
