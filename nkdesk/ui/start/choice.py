"""What a person chose before a ward is open, and the names remembered for the next time."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from PySide6.QtCore import QSettings

KEPT = 8
_KEY = "names"


class StartKind(StrEnum):
    """Which ward to open."""

    SAMPLE = "sample"
    NEW = "new"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class StartChoice:
    """``folder`` is None for the sample ward; ``ward`` names a new ward, else ""."""

    kind: StartKind
    actor: str
    folder: Path | None = None
    ward: str = ""


@dataclass(frozen=True, slots=True)
class CannotOpen:
    """Why a ward could not be opened: one plain sentence and one safe next step."""

    sentence: str
    next_step: str = ""


class RememberedNames:
    """Names of people who worked here, the newest first; offered, never filled in by itself."""

    def __init__(self, settings: QSettings) -> None:
        self._settings = settings

    def all(self) -> list[str]:
        """Return the remembered names."""
        kept = self._settings.value(_KEY, [])
        return [str(name) for name in kept] if isinstance(kept, list) else [str(kept)]

    def remember(self, name: str) -> None:
        """Put a name first; the oldest are forgotten."""
        names = [name, *(one for one in self.all() if one != name)]
        self._settings.setValue(_KEY, names[:KEPT])
