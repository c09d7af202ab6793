"""What a result of a test says while it is typed, and whom a late failure concerns."""

from PySide6.QtCore import QCoreApplication

from nkdesk.bedside.lots import RELEASES
from nkdesk.bedside.release import TestVerdict
from nkdesk.model.product import DoseState
from nkdesk.services.product_models import DoseView, LotView
from nkdesk.sheets.wording.amounts import per_kg_text
from nkdesk.sheets.wording.dates import day_text
from nkdesk.sheets.wording.people import weight_text
from nkdesk.sheets.wording.products import bag_numbers_text
from nkdesk.sheets.wording.release_tests import limit_text, passed_symbol, passed_text
from nkdesk.ui.common.paragraph import Run
from nkdesk.ui.common.theme import colour
from nkdesk.ui.products.test_grid import TONES
from nkdesk.ui.products.words import infusion_words

translate = QCoreApplication.translate
_LEFT = (DoseState.PREPARED, DoseState.ISSUED, DoseState.RETURNED)


def is_late(view: LotView) -> bool:
    """Whether a lot has ever been released, so that a failure concerns what was given of it."""
    return any(move.becomes in RELEASES for move in view.moves)


def verdict_lines(found: TestVerdict) -> list[list[Run]]:
    """Say how a result would come out, beside its limit and the weight it is judged by."""
    tone = TONES[found.passed]
    words = passed_text(passed=found.passed)
    limit = translate("Products", "passes: {limit}").format(limit=limit_text(found.test))
    head = f"{passed_symbol(passed=found.passed)} {words}"
    lines = [[Run(head, bold=True, shade=colour(tone)), Run(f"   {limit}")]]
    if found.unweighed:
        said = translate("Products", "No weight is known: a limit per kg cannot be judged.")
        lines.append([Run(said)])
    elif found.per_kg is not None and found.result is not None:
        words = translate("Products", "{per_kg} by {weight}")
        weight = weight_text(found.result.weight)
        lines.append([Run(words.format(per_kg=per_kg_text(found.per_kg), weight=weight))])
    return lines


def failure_lines(view: LotView) -> list[list[Run]]:
    """Say what saving a failed result does: before release only that the lot can be rejected."""
    if not is_late(view):
        words = translate("Products", "A lot with a failed test can only be rejected.")
        return [[Run(words)]]
    held = [one for one in view.doses if one.dose.state in _LEFT]
    given = [one for one in view.doses if one.dose.state is DoseState.INFUSED]
    lines = [[Run(translate("Products", "Saving this result at once:"), bold=True)]]
    lines += [[Run(_held_words(one))] for one in held]
    lines += [[Run(_given_words(view, one), bold=True)] for one in given]
    if not given:
        lines.append([Run(translate("Products", "• nobody has received this lot yet"))])
    words = translate("Products", "• raises an alarm on every screen until somebody has seen it")
    return [*lines, [Run(words)]]


def _held_words(view: DoseView) -> str:
    words = translate("Products", "• holds dose {numbers}, {reserved}")
    reserved = translate("Products", "reserved for no infusion")
    if view.dose.address is not None:
        reserved = infusion_words(view.dose.address, view.nth)
    return words.format(numbers=bag_numbers_text(view.dose.bags), reserved=reserved)


def _given_words(view: LotView, dose: DoseView) -> str:
    patient = view.line.patient
    words = translate("Products", "• {id} {name} received {numbers}, {infusion}, {day}")
    address = dose.dose.address
    return words.format(
        id=patient.trial_number,
        name=patient.name.full,
        numbers=bag_numbers_text(dose.dose.bags),
        infusion="" if address is None else infusion_words(address, dose.nth),
        day="" if dose.planned is None else day_text(dose.planned),
    )
