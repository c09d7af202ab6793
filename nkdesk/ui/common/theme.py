"""Colours and type of every screen, as tokens; light is in use, dark stands ready.

Source: the ward's display rules. Text holds a contrast of at least 4.5 and parts at least 3 on
the grounds they are used on, in both palettes; a test measures every pair.
"""

from dataclasses import dataclass, fields
from typing import Final

from PySide6.QtGui import QColor, QPalette

TARGET: Final = 44
"""Height of every control that acts, in logical pixels (WCAG 2.5.5)."""
GAP: Final = 8
_NEARLY_BLACK: Final = 0.04045


@dataclass(frozen=True, slots=True)
class Tokens:
    """One palette. Every field is a colour as ``#RRGGBB``, named for its use, not its hue."""

    ground: str
    surface: str
    sunken: str
    line: str
    edge: str
    ink: str
    quiet: str
    accent: str
    accent_deep: str
    on_accent: str
    accent_soft: str
    planned: str
    due: str
    given: str
    overdue: str
    not_given: str
    tag: str
    refused: str
    refused_soft: str
    caution: str
    caution_soft: str
    good_soft: str
    sample: str
    on_sample: str
    alarm: str
    on_alarm: str
    weekend: str


LIGHT: Final = Tokens(
    ground="#F4F6F8",
    surface="#FFFFFF",
    sunken="#E9EEF3",
    line="#D3DAE2",
    edge="#7A8694",
    ink="#1D1D1F",
    quiet="#4B5563",
    accent="#0B5CAD",
    accent_deep="#084A8C",
    on_accent="#FFFFFF",
    accent_soft="#E4EFFA",
    planned="#0B5CAD",
    due="#1D1D1F",
    given="#1B6E3C",
    overdue="#A3170D",
    not_given="#4B4B55",
    tag="#7A4A00",
    refused="#A3170D",
    refused_soft="#FCEDEB",
    caution="#7A4A00",
    caution_soft="#FFF3DC",
    good_soft="#E7F4EC",
    sample="#C2410C",
    on_sample="#FFFFFF",
    alarm="#A3170D",
    on_alarm="#FFFFFF",
    weekend="#EDF0F4",
)

DARK: Final = Tokens(
    ground="#1E1F22",
    surface="#26282C",
    sunken="#2D3035",
    line="#41454C",
    edge="#8D97A5",
    ink="#F3F4F6",
    quiet="#C3C8D0",
    accent="#7FB8FF",
    accent_deep="#A8CFFF",
    on_accent="#0C1C2E",
    accent_soft="#22344A",
    planned="#7FB8FF",
    due="#FFFFFF",
    given="#6FD69A",
    overdue="#FF9A8F",
    not_given="#C3C3CC",
    tag="#FFC36B",
    refused="#FF9A8F",
    refused_soft="#43262A",
    caution="#FFC36B",
    caution_soft="#3D3222",
    good_soft="#20382B",
    sample="#C2410C",
    on_sample="#FFFFFF",
    alarm="#A3170D",
    on_alarm="#FFFFFF",
    weekend="#2A2D31",
)

TOKENS: Final = LIGHT
"""The palette in use."""


def colour(name: str) -> QColor:
    """Return a token of the palette in use; AttributeError for a name no palette has."""
    return QColor(str(getattr(TOKENS, name)))


def luminance(shade: str) -> float:
    """Return the relative luminance of ``#RRGGBB``, 0 to 1. Source: WCAG 2.2."""
    parts = QColor(shade)
    red, green, blue = (
        part / 12.92 if part <= _NEARLY_BLACK else ((part + 0.055) / 1.055) ** 2.4
        for part in (parts.redF(), parts.greenF(), parts.blueF())
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(first: str, second: str) -> float:
    """Return the contrast of two colours, 1 to 21. Source: WCAG 2.2."""
    dark, light = sorted((luminance(first), luminance(second)))
    return (light + 0.05) / (dark + 0.05)


def palette(tokens: Tokens) -> QPalette:
    """Return the Qt palette of a set of tokens."""
    roles = {
        QPalette.ColorRole.Window: tokens.ground,
        QPalette.ColorRole.WindowText: tokens.ink,
        QPalette.ColorRole.Base: tokens.surface,
        QPalette.ColorRole.AlternateBase: tokens.ground,
        QPalette.ColorRole.Text: tokens.ink,
        QPalette.ColorRole.Button: tokens.surface,
        QPalette.ColorRole.ButtonText: tokens.ink,
        QPalette.ColorRole.ToolTipBase: tokens.surface,
        QPalette.ColorRole.ToolTipText: tokens.ink,
        QPalette.ColorRole.PlaceholderText: tokens.quiet,
        QPalette.ColorRole.Highlight: tokens.accent,
        QPalette.ColorRole.HighlightedText: tokens.on_accent,
        QPalette.ColorRole.Mid: tokens.line,
    }
    made = QPalette()
    for role, shade in roles.items():
        made.setColor(role, QColor(shade))
    return made


def as_mapping(tokens: Tokens) -> dict[str, str]:
    """Return every token by its name, for the style sheet."""
    return {field.name: str(getattr(tokens, field.name)) for field in fields(tokens)}
