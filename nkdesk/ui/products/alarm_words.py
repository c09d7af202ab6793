"""The alarm about a late result that failed: what failed, who received the lot, what is held."""

from PySide6.QtCore import QCoreApplication

from nkdesk.model.cycle import Address
from nkdesk.model.product import LotState
from nkdesk.services.product_models import ProductAlarm
from nkdesk.sheets.wording.dates import day_clock_text, day_text
from nkdesk.sheets.wording.day import spoken
from nkdesk.sheets.wording.evidence import answer_text
from nkdesk.sheets.wording.products import bag_numbers_text
from nkdesk.ui.common.paragraph import Run
from nkdesk.ui.common.theme import colour
from nkdesk.ui.products.words import infusion_words

translate = QCoreApplication.translate

_UNRELEASED = frozenset(
    {
        *(LotState.NOT_STARTED, LotState.COLLECTED, LotState.EXPANDING),
        *(LotState.HARVESTED, LotState.IN_TEST),
    }
)


def alarm_words(alarm: ProductAlarm) -> str:
    """Return the alarm in one sentence for the bar on every screen: who first."""
    words = translate(
        "ProductAlarms",
        "✖ Lot {lot} of {id} {name} FAILED {when}: {test}: {value}. {received} {held}",
    )
    patient = alarm.line.patient
    return words.format(
        lot=alarm.lot.number,
        id=patient.trial_number,
        name=patient.name.full,
        when=_when(alarm),
        test=spoken(alarm.test),
        value=answer_text(alarm.value),
        received=_received(alarm),
        held=_held(alarm),
    )


def is_unreleased(alarm: ProductAlarm) -> bool:
    """Whether nobody had released the lot; it was given all the same."""
    return alarm.lot.state in _UNRELEASED


def _when(alarm: ProductAlarm) -> str:
    if is_unreleased(alarm):
        return translate("ProductAlarms", "and was given though nobody released it")
    return translate("ProductAlarms", "after release")


def _received(alarm: ProductAlarm) -> str:
    if not alarm.received:
        return translate("ProductAlarms", "Nobody has received it.")
    given = translate("ProductAlarms", "{id} on {day}")
    told = ", ".join(
        given.format(id=line.patient.trial_number, day=day_text(day))
        for line, _, day in alarm.received
    )
    return translate("ProductAlarms", "Received: {told}.").format(told=told)


def _held(alarm: ProductAlarm) -> str:
    if not alarm.held:
        return translate("ProductAlarms", "No dose of it is left.")
    one, many = (
        translate("ProductAlarms", "{n} dose of it is held."),
        translate("ProductAlarms", "{n} doses of it are held."),
    )
    return (one if len(alarm.held) == 1 else many).format(n=len(alarm.held))


def _infusion(named: str) -> str:
    address = Address.parse(named)
    return named if address is None else infusion_words(address, None)


def alarm_lines(alarm: ProductAlarm) -> list[list[Run]]:
    """Return everything of an alarm, line by line."""
    said = translate("ProductAlarms", "{test}: {value}, entered {at}")
    told = said.format(
        test=spoken(alarm.test), value=answer_text(alarm.value), at=day_clock_text(alarm.at)
    )
    lot = translate("ProductAlarms", "Lot {number}, cycle {n}")
    lines = [
        [Run(told, bold=True, shade=colour("refused"), size=1.07)],
        [Run(lot.format(number=alarm.lot.number, n=alarm.lot.cycle))],
        [Run(translate("ProductAlarms", "Received of this lot"), bold=True)],
    ]
    given = translate("ProductAlarms", "• {id} {name}: {infusion}, {day}")
    for line, infusion, day in alarm.received:
        patient = line.patient
        words = given.format(
            id=patient.trial_number,
            name=patient.name.full,
            infusion=_infusion(infusion),
            day=day_text(day),
        )
        lines.append([Run(words, bold=True)])
    if not alarm.received:
        lines.append([Run(translate("ProductAlarms", "• nobody"))])
    lines.append([Run(translate("ProductAlarms", "Held since then"), bold=True)])
    lines += [[Run(f"• {bag_numbers_text(dose.bags)}")] for dose in alarm.held]
    if not alarm.held:
        lines.append([Run(translate("ProductAlarms", "• no dose is left"))])
    words = translate(
        "ProductAlarms",
        "A physician decides about the patients. Doses stay held until a person lifts the hold.",
    )
    return [*lines, [Run(words, shade=colour("quiet"))]]
