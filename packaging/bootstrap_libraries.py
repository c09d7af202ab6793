"""The system libraries Qt needs on Linux: found by loading them, installed where we may."""

import ctypes
import importlib
import importlib.util
import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence

from bootstrap_environment import BootstrapError, say

# What Qt loads, and the Debian package it comes from. Newer Ubuntus answer to the same names.
ALWAYS = {
    "libglib-2.0.so.0": "libglib2.0-0",
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libfontconfig.so.1": "libfontconfig1",
    "libdbus-1.so.3": "libdbus-1-3",
}
WITH_X11 = {
    "libX11-xcb.so.1": "libx11-xcb1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}


def loads(library: str) -> bool:
    """Say whether the system can load a shared library by its name."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def needed(variables: Mapping[str, str]) -> dict[str, str]:
    """Return the libraries Qt will load for this display, with their packages."""
    platform = variables.get("QT_QPA_PLATFORM", "")
    on_x11 = platform.startswith("xcb") or (not platform and bool(variables.get("DISPLAY")))
    return {**ALWAYS, **WITH_X11} if on_x11 else dict(ALWAYS)


def missing_packages(
    variables: Mapping[str, str], can_load: Callable[[str], bool] = loads
) -> list[str]:
    """Return the Debian packages whose libraries cannot be loaded, and venv's where it is apart."""
    packages = [package for name, package in needed(variables).items() if not can_load(name)]
    importlib.invalidate_caches()
    if importlib.util.find_spec("ensurepip") is None:
        packages.append(f"python{sys.version_info.major}.{sys.version_info.minor}-venv")
    return packages


def apt_command(packages: Sequence[str]) -> list[str]:
    """Return the one command that installs the packages on Debian and Ubuntu."""
    return ["apt-get", "install", "-y", "--no-install-recommends", *packages]


def is_root() -> bool:
    """Say whether we may install system packages."""
    return sys.platform != "win32" and os.geteuid() == 0


def ensure_libraries(variables: Mapping[str, str]) -> None:
    """Leave Qt's system libraries in place.

    Raises BootstrapError with the exact command when they are missing and only somebody else
    can install them.
    """
    if sys.platform != "linux":
        return
    packages = missing_packages(variables)
    if packages and is_root() and shutil.which("apt-get"):
        install_packages(packages)
        packages = missing_packages(variables)
    if packages:
        raise BootstrapError(how_to_install(packages))


def install_packages(packages: Sequence[str]) -> None:
    """Install with apt-get; what went wrong shows in its own words and in the check after."""
    say(f"Installing system libraries: {' '.join(packages)}")
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    wait = ["-o", "DPkg::Lock::Timeout=300"]
    # A fresh machine has no package lists; an old one may still do without new ones.
    subprocess.run(["apt-get", *wait, "-qq", "update"], env=quiet, stdout=sys.stderr, check=False)
    command = [*apt_command(packages), "-qq", *wait]
    subprocess.run(command, env=quiet, stdout=sys.stderr, check=False)


def how_to_install(packages: Sequence[str]) -> str:
    """Return the sentence with the one command to type."""
    if not shutil.which("apt-get"):
        return (
            "nkdesk needs system libraries that are missing here. Their names on Debian are: "
            f"{' '.join(packages)}. Install them, then start the same command again."
        )
    command = shlex.join(apt_command(packages))
    sudo = "" if is_root() else "sudo "
    return (
        "nkdesk needs system libraries that are missing here. Type this, then start the same "
        f"command again:\n  {sudo}{command}"
    )
