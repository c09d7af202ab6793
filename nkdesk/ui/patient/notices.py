"""What stands above a patient's cycles: off study, rules broken, doses that must be placed anew."""

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from nkdesk.model.change import Deviation, OffStudy
from nkdesk.model.words import Words
from nkdesk.sheets.wording.dates import day_text
from nkdesk.sheets.wording.day import spoken
from nkdesk.sheets.wording.refusals import broken_rule_text
from nkdesk.ui.common.labels import button, heading, plain

translate = QCoreApplication.translate


def off_study_notice(left: OffStudy, reasons: Mapping[str, Words]) -> QFrame:
    """Say since when a patient is off study and why; nothing more is planned."""
    title = translate("Patient", "Off study since {day}").format(day=day_text(left.day))
    reason = reasons.get(left.reason)
    why = " · ".join(
        part for part in (spoken(reason) if reason else left.reason, left.note) if part
    )
    return _box("refused", heading(title), plain(why))


def deviations_notice(found: Sequence[Deviation], titles: Mapping[str, str]) -> QFrame:
    """List the rules that were broken, and who accepted it, or that nobody has looked yet."""
    lines = [plain(f"▲ {_deviation_words(one, titles)}") for one in found]
    title = translate("Patient", "Deviations recorded: {n}").format(n=len(found))
    return _box("caution", heading(title, "strong"), *lines)


def unsettled_notice(words: str, look: Callable[[], None]) -> QFrame:
    """Say which open doses no longer keep their rules, with the way to place them anew."""
    way = button(translate("Patient", "Place them anew…"))
    way.clicked.connect(look)
    row = QWidget()
    line = QHBoxLayout(row)
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(12)
    line.addWidget(plain(words), 1)
    line.addWidget(way)
    title = translate("Patient", "Open doses no longer keep their rules")
    return _box("caution", heading(title, "strong"), row)


def _deviation_words(one: Deviation, titles: Mapping[str, str]) -> str:
    rule = broken_rule_text(one.rule, titles)
    if one.accepted_by:
        who = translate("Patient", "Accepted by {name}.").format(name=one.accepted_by)
    else:
        who = translate("Patient", "No physician has looked at it yet.")
    return " ".join(part for part in (rule, who, one.note) if part)


def _box(ground: str, *parts: QWidget) -> QFrame:
    box = QFrame()
    box.setProperty("ground", ground)
    column = QVBoxLayout(box)
    column.setContentsMargins(14, 8, 14, 8)
    column.setSpacing(4)
    for part in parts:
        column.addWidget(part)
    return box
