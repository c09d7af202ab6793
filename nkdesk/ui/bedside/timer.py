"""How long an infusion has been running, in large figures, and what it runs with."""

from datetime import datetime

from PySide6.QtWidgets import QFrame, QVBoxLayout

from nkdesk.model.infusion import Infusion, InfusionAct, InfusionState
from nkdesk.services.infusion_models import BedsidePage
from nkdesk.sheets.wording.dates import duration_text, stated_clock_text
from nkdesk.sheets.wording.infusions import infusion_state_text, infusion_symbol
from nkdesk.ui.bedside.event_words import rate_words
from nkdesk.ui.common.labels import plain

_MINUTE = 60


class Timer(QFrame):
    """Hidden before the start."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("ground", "card")
        self.large = plain()
        self.large.setProperty("rank", "huge")
        self.small = plain(tone="quiet")
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 8, 14, 8)
        column.setSpacing(0)
        column.addWidget(self.large)
        column.addWidget(self.small)

    def show_page(self, page: BedsidePage, now: datetime) -> None:
        """Show state, time and bag at a moment."""
        infusion = page.infusion
        started = None if infusion is None else infusion.started
        self.setVisible(started is not None)
        if infusion is None or started is None:
            return
        state = f"{infusion_symbol(infusion.state)} {infusion_state_text(infusion.state)}"
        self.large.setText(_clock_face(_span(infusion, started, now)))
        more = self._under(page, now)
        self.small.setText(f"{state} · {more}" if more else state)
        self.setAccessibleName(self.small.text())

    def _under(self, page: BedsidePage, now: datetime) -> str:
        infusion = page.infusion
        if infusion is not None and infusion.state is InfusionState.OBSERVING:
            return self._observed(page, now)
        hung = [one for one in page.bags if one.hung is not None]
        parts = []
        if hung:
            words = self.tr("Bag {n} of {of}")
            parts.append(words.format(n=hung[-1].bag.nth, of=len(page.bags)))
        rates = [one.detail for one in page.events if one.act is InfusionAct.RATE]
        if rates:
            parts.append(rate_words(rates[-1]))
        return " · ".join(parts)

    def _observed(self, page: BedsidePage, now: datetime) -> str:
        if page.observe_until is None:
            return ""
        until = stated_clock_text(page.observe_until, now.date())
        left = int((page.observe_until - now).total_seconds()) // _MINUTE
        if left <= 0:
            return self.tr("Observed until {until}: its time is over").format(until=until)
        words = self.tr("Observe until {until}, another {left}")
        return words.format(until=until, left=duration_text(left))


def _span(infusion: Infusion, started: datetime, now: datetime) -> int:
    """Return seconds since the start, since the end while observed, or its whole length."""
    if infusion.state is InfusionState.OBSERVING and infusion.ended is not None:
        return max(0, int((now - infusion.ended).total_seconds()))
    until = infusion.ended or now
    return max(0, int((until - started).total_seconds()))


def _clock_face(seconds: int) -> str:
    minutes = seconds // _MINUTE
    return f"{minutes // _MINUTE:02}:{minutes % _MINUTE:02}"
