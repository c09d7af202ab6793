"""The four big steps of an infusion: which are done, which one is due, and how to look at each."""

from enum import StrEnum

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from nkdesk.model.infusion import InfusionState
from nkdesk.services.infusion_models import BedsidePage
from nkdesk.sheets.wording.dates import clock_text
from nkdesk.ui.common.labels import button
from nkdesk.ui.common.theme import GAP

_OVER = (InfusionState.OBSERVING, InfusionState.COMPLETE)


class Step(StrEnum):
    """The four steps, in their order."""

    CHECK = "check"
    START = "start"
    END = "end"
    OBSERVE = "observe"


_DUE = {
    InfusionState.CHECKING: Step.CHECK,
    InfusionState.CHECKED: Step.START,
    InfusionState.RUNNING: Step.START,
    InfusionState.PAUSED: Step.START,
    InfusionState.OBSERVING: Step.OBSERVE,
    InfusionState.COMPLETE: Step.OBSERVE,
    InfusionState.ABANDONED: Step.CHECK,
}


def due_step(page: BedsidePage) -> Step:
    """Return the step an infusion stands at; while it runs that is still the second."""
    return Step.CHECK if page.infusion is None else _DUE[page.infusion.state]


def reached(page: BedsidePage) -> frozenset[Step]:
    """Return the steps that can be looked at now."""
    found = {Step.CHECK}
    if page.infusion is None:
        return frozenset(found)
    if page.infusion.state is not InfusionState.CHECKING:
        found.add(Step.START)
    if page.infusion.started is not None:
        found.add(Step.END)
    if page.infusion.state in _OVER:
        found.add(Step.OBSERVE)
    return frozenset(found)


class StepBar(QWidget):
    """A button for each step; ``asked`` carries the one to look at."""

    asked = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 6, 16, 2)
        row.setSpacing(GAP)
        self.buttons: dict[Step, QPushButton] = {}
        for step in Step:
            one = button("", "step")
            one.setCheckable(True)
            one.clicked.connect(lambda _on=False, step=step: self._ask(step))
            self.buttons[step] = one
            row.addWidget(one, 1)

    def show_page(self, page: BedsidePage, shown: Step) -> None:
        """Mark what is done, and which step stands below."""
        open_now = reached(page)
        for place, (step, one) in enumerate(self.buttons.items(), 1):
            words = f"{place}  {self._word(step)}{self._mark(step, page)}"
            one.setText(words)
            one.setAccessibleName(words)
            one.setEnabled(step in open_now)
            one.setChecked(step is shown)

    def _ask(self, step: Step) -> None:
        self.asked.emit(step)

    def _word(self, step: Step) -> str:
        return {
            Step.CHECK: self.tr("Check"),
            Step.START: self.tr("Start"),
            Step.END: self.tr("End"),
            Step.OBSERVE: self.tr("Observe"),
        }[step]

    def _mark(self, step: Step, page: BedsidePage) -> str:
        infusion = page.infusion
        if infusion is None:
            return ""
        if step is Step.CHECK:
            return "  ✔" if step is not due_step(page) else ""
        if step is Step.START and infusion.started is not None:
            return f"  ✔ {clock_text(infusion.started)}"
        if step is Step.END and infusion.ended is not None:
            return f"  ✔ {clock_text(infusion.ended)}"
        done = step is Step.OBSERVE and infusion.state is InfusionState.COMPLETE
        return "  ✔" if done else ""
