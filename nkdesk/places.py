"""Where things lie: what ships with the program, and where wards are kept by default."""

import os
import sys
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
_SYSTEM_WIDE = Path("/var/lib/nkdesk")

VARIABLE = "NKDESK_DATA_DIR"
"""The environment variable that names the ward's folder, as ``--data-dir`` does."""


def resources() -> Path:
    """Return the folder of shipped files: in the installed package, or beside it in a checkout."""
    inside = _PACKAGE / "resources"
    return inside if inside.is_dir() else _PACKAGE.parent / "resources"


def ward_folder() -> Path:
    """Return this computer's ward unless the user names another folder."""
    chosen = os.environ.get(VARIABLE)
    return Path(chosen) if chosen else _machine_folder() / "ward"


def sample_ward_folder() -> Path:
    """Return where the sample ward is kept, apart from every real ward."""
    chosen = os.environ.get(VARIABLE)
    return (Path(chosen) if chosen else _machine_folder()) / "sample-ward"


def _machine_folder() -> Path:
    """Return where wards lie by default: machine-wide if possible, as workstations are shared."""
    import platformdirs  # noqa: PLC0415 -- not before the first paint

    if sys.platform == "win32":
        return Path(platformdirs.site_data_dir("nkdesk", appauthor=False))
    if os.access(_SYSTEM_WIDE, os.W_OK):
        return _SYSTEM_WIDE
    return Path(platformdirs.user_data_dir("nkdesk"))
