"""Whether there is a screen to show a window on."""

import os
import sys
from collections.abc import Mapping


def has_display(environment: Mapping[str, str] = os.environ, platform: str = sys.platform) -> bool:
    """Whether a window can be shown; on Linux that needs X11, Wayland or a chosen platform."""
    if platform in ("win32", "darwin"):
        return True
    return any(environment.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))
