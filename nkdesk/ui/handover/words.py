"""One step as a handover tells it: what was done to which item, and from which day to which."""

from PySide6.QtCore import QCoreApplication

from nkdesk.model.change import SiteCapacity
from nkdesk.model.cycle import ItemState
from nkdesk.model.product import DoseState, HoldKind, LotState
from nkdesk.model.site import SiteDay
from nkdesk.services.calendar_models import ChangeLine, ItemChange
from nkdesk.services.steps import StepKind
from nkdesk.sheets.wording.dates import day_text
from nkdesk.sheets.wording.day import spoken
from nkdesk.sheets.wording.holds import hold_kind_text
from nkdesk.sheets.wording.products import dose_state_text, lot_state_text
from nkdesk.sheets.wording.refusals import broken_rule_text
from nkdesk.ui.common.day_words import shift_words
from nkdesk.ui.common.site_day_words import site_day_words
from nkdesk.ui.common.step_words import step_words

translate = QCoreApplication.translate

_LISTED = 6
"""So many items beyond moved ones are named; more are counted, the patient's page has them all."""


def what_words(line: ChangeLine) -> str:
    """Return what a step did, as something that has happened."""
    told: dict[str, str] = {
        StepKind.SITE_DAY: translate("Handover", "A day closed or opened"),
        StepKind.SITE_CAPACITY: translate("Handover", "Another number of infusions on a day"),
        StepKind.ADD_PROTOCOL: translate("Handover", "Protocol added"),
        StepKind.APPROVE_PROTOCOL: translate("Handover", "Protocol approved"),
        StepKind.ENROL: translate("Handover", "Enrolled"),
        StepKind.ENROL_AND_PLAN: translate("Handover", "Enrolled, cycle 1 planned"),
        StepKind.PLAN: translate("Handover", "Cycle 1 planned"),
        StepKind.GIVEN: translate("Handover", "Recorded as given"),
        StepKind.NOT_GIVEN: translate("Handover", "Recorded as not given"),
        StepKind.CORRECT_GIVEN: translate("Handover", "Record corrected"),
        StepKind.MOVE: translate("Handover", "Moved"),
        StepKind.CEASE: translate("Handover", "Treatment stopped"),
        StepKind.OFF_STUDY: translate("Handover", "Taken off study"),
        StepKind.SETTLE: translate("Handover", "Open infusions placed anew"),
        StepKind.REPLACE: translate("Handover", "Moved as the ward was placed anew"),
        StepKind.UNDO: translate("Handover", "Taken back"),
    }
    words = told.get(line.what, step_words(line.what))
    about = [part for part in (line.product.numbers, _became_words(line)) if part]
    return f"{words}: {', '.join(about)}" if about else words


def _became_words(line: ChangeLine) -> str:
    """Return what became of a lot or a dose, or why something is held; "" for nothing."""
    words = {
        StepKind.MOVE_LOT: lambda code: lot_state_text(LotState(code)),
        StepKind.MOVE_DOSE: lambda code: dose_state_text(DoseState(code)),
        StepKind.HOLD: lambda code: hold_kind_text(HoldKind(code)),
        StepKind.LIFT_HOLD: lambda code: hold_kind_text(HoldKind(code)),
    }
    told = words.get(StepKind(line.what)) if line.what in tuple(StepKind) else None
    became = line.product.became
    return told(became) if told is not None and became else ""


def why_words(line: ChangeLine) -> str:
    """Return the reason given, in words where the site has words for its code, and the note."""
    reason = line.why if line.reason is None else spoken(line.reason)
    if line.change is None:
        return reason
    cause = line.change.cause
    grade = translate("Handover", "grade {n}").format(n=cause.grade) if cause.grade else ""
    return "; ".join(part for part in (reason, grade, cause.note) if part)


def deviation_words(line: ChangeLine) -> list[str]:
    """Return the rules a step broke, and who accepted that; nothing where it broke none."""
    if not line.deviations:
        return []
    titles = {str(one.address): item_name(one) for one in line.items}
    physician = "" if line.change is None else line.change.physician
    said = (
        translate("Handover", "Deviation accepted by {name}").format(name=physician)
        if physician
        else translate("Handover", "Deviation, no physician has looked at it yet")
    )
    return [said, *dict.fromkeys(broken_rule_text(rule, titles) for rule in line.deviations)]


def item_lines(line: ChangeLine) -> list[str]:
    """Return what became of the items: every moved date, then the others, a long list counted."""
    if line.site_day is not None:
        return [_site_words(line.site_day, cleared=line.cleared)]
    moved = [one for one in line.items if _moved(one)]
    new = [one for one in line.items if one.state_before is None]
    other = [one for one in line.items if one not in moved and one not in new]
    words = [_item_words(one) for one in (*moved, *other[:_LISTED])]
    if len(other) > _LISTED:
        more = translate("Handover", "and {n} more items: open the patient to see them")
        words.append(more.format(n=len(other) - _LISTED))
    return [*words, *_new_words(new)]


def _moved(one: ItemChange) -> bool:
    return one.was is not None and one.becomes is not None and one.was != one.becomes


def _new_words(new: list[ItemChange]) -> list[str]:
    days = sorted(one.becomes for one in new if one.becomes is not None)
    if not days:
        return []
    words = translate("Handover", "{n} items planned, {first} to {last}")
    return [words.format(n=len(new), first=day_text(days[0]), last=day_text(days[-1]))]


def item_name(one: ItemChange) -> str:
    """Return what an item is, with its cycle and the protocol's day where it has several."""
    address = one.address
    day = "" if address.day is None else f" D{address.day}"
    return f"{spoken(one.title)} (C{address.cycle}{day})"


def _site_words(told: SiteDay | SiteCapacity, *, cleared: bool) -> str:
    words = site_day_words(told)
    if cleared:
        return translate("Handover", "No longer: {day}").format(day=words)
    return words


def _item_words(one: ItemChange) -> str:
    name = item_name(one)
    if _moved(one) and one.was is not None and one.becomes is not None:
        words = translate("Handover", "{item}: from {was} to {becomes}, {shift}")
        return words.format(
            item=name,
            was=day_text(one.was),
            becomes=day_text(one.becomes),
            shift=shift_words((one.becomes - one.was).days),
        )
    return f"{name}: {_state_words(one)}"


def _state_words(one: ItemChange) -> str:
    if one.state_after is None:
        return translate("Handover", "taken out of the plan")
    if one.given_on is not None and one.state_after == ItemState.GIVEN:
        return translate("Handover", "given on {day}").format(day=day_text(one.given_on))
    words = _states().get(one.state_after, one.state_after)
    if one.state_before in (one.state_after, ItemState.PLANNED):
        return words
    before = _states().get(one.state_before or "", one.state_before or "")
    return translate("Handover", "was {before}, is {after}").format(before=before, after=words)


def _states() -> dict[str, str]:
    return {
        ItemState.PLANNED: translate("Handover", "open"),
        ItemState.GIVEN: translate("Handover", "given"),
        ItemState.PARTLY_GIVEN: translate("Handover", "partly given"),
        ItemState.OMITTED: translate("Handover", "not given"),
        ItemState.CEASED: translate("Handover", "ceased"),
        ItemState.CANCELLED: translate("Handover", "cancelled"),
    }
