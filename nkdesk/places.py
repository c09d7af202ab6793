"""Where things lie: what ships with the program, and where wards are kept by default."""

import os
import sys
from pathlib import Path

import platformdirs

_PACKAGE = Path(__file__).resolve().parent
_SYSTEM_WIDE = Path("/var/lib/nkdesk")


def resources() -> Path:
    """Return the folder of shipped files: in the installed package, or beside it in a checkout."""
    inside = _PACKAGE / "resources"
    return inside if inside.is_dir() else _PACKAGE.parent / "resources"


def wards_folder() -> Path:
    """Return where wards lie by default: machine-wide if possible, as workstations are shared."""
    chosen = os.environ.get("NKDESK_DATA_DIR")
    if chosen:
        return Path(chosen)
    if sys.platform != "win32" and os.access(_SYSTEM_WIDE, os.W_OK):
        return _SYSTEM_WIDE
    if sys.platform == "win32":
        return Path(platformdirs.site_data_dir("nkdesk", appauthor=False))
    return Path(platformdirs.user_data_dir("nkdesk"))


def sample_ward_folder() -> Path:
    """Return where the sample ward is kept, apart from every real ward."""
    return wards_folder() / "sample-ward"


def ward_folder() -> Path:
    """Return where a new ward is kept unless the user says otherwise."""
    return wards_folder() / "ward"
