"""What the frame knows of a screen; no screen derives from anything but a widget."""

from typing import Protocol, cast, runtime_checkable

from PySide6.QtWidgets import QWidget

from nkdesk.ui.common.chosen import ChosenItem


class Screen(Protocol):
    """A page of the window: its title, its controls for the top line, its two ways to re-read."""

    @property
    def tools(self) -> QWidget | None:
        """The screen's own controls in the top line."""
        ...

    @property
    def main_button(self) -> QWidget | None:
        """The screen's main act, at the right end of the top line."""
        ...

    @property
    def title(self) -> str:
        """What the top line says."""
        ...

    @property
    def chosen_item(self) -> ChosenItem | None:
        """The open item that F2 and F4 act on."""
        ...

    def refresh(self) -> None:
        """Read everything anew and sort it."""
        ...

    def reread(self, *, elsewhere: bool = False) -> None:
        """Read again without moving anything under the hand."""
        ...


@runtime_checkable
class Turning(Protocol):
    """A screen that shows a stretch of days and turns to the one before or after it."""

    def step(self, by: int) -> None:
        """Turn by so many of the screen's own stretches: days, weeks or months."""
        ...

    def go_to_today(self) -> None:
        """Turn to the stretch that holds the ward's today."""
        ...


@runtime_checkable
class Ageing(Protocol):
    """A screen of what may become untrue by the clock alone: a bag expires, a hold ends."""

    def turn_minute(self) -> None:
        """Show what this minute has changed; nothing moves under the hand."""
        ...


def widget_of(screen: Screen) -> QWidget:
    """Return the screen as the widget it is."""
    return cast("QWidget", screen)
