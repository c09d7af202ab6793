"""The project inside its own environment: importable, and its commands beside python.

Nothing here holds an absolute path, so the folder may be moved or renamed, and a Cyrillic
path meets no code page. pip's editable install writes absolute paths and would need the
build tools at run time.
"""

import os
import tomllib
from pathlib import Path

from bootstrap_environment import WINDOWS, Place

POSIX_START = """#!/bin/sh
'''exec' "$(dirname "$(readlink -f "$0")")/python" -P "$0" "$@"
' '''
"""

PYTHON_START = """import sys

from {module} import {function}

sys.exit({function}())
"""

WINDOWS_CONSOLE = '@"%~dp0python.exe" -P "%~dp0{name}-start.py" %*\r\n'
WINDOWS_WINDOW = '@start "" "%~dp0pythonw.exe" -P "%~dp0{name}-start.py" %*\r\n'


def link_project(place: Place) -> None:
    """Make ``import nkdesk`` and the project's commands work; writes only what differs."""
    up = Path(os.path.relpath(place.root, place.site_packages)).as_posix()
    write_if_new(place.site_packages / "nkdesk.pth", up + "\n")
    project = tomllib.loads((place.root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    for name, target in project.get("scripts", {}).items():
        write_command(place, name, target, WINDOWS_CONSOLE)
    for name, target in project.get("gui-scripts", {}).items():
        write_command(place, name, target, WINDOWS_WINDOW)


def write_command(place: Place, name: str, target: str, windows: str) -> None:
    """Write one command from its entry point, ``module:function``."""
    module, function = target.split(":")
    start = PYTHON_START.format(module=module, function=function)
    if WINDOWS:
        write_if_new(place.scripts / f"{name}-start.py", start)
        write_if_new(place.scripts / f"{name}.cmd", windows.format(name=name))
        return
    write_if_new(place.scripts / name, POSIX_START + start, mode=0o755)


def write_if_new(path: Path, text: str, mode: int = 0o644) -> None:
    """Write a small file whole, and only when its content would change."""
    content = text.encode("ascii")
    if path.exists() and path.read_bytes() == content:
        return
    half = path.with_name(f"{path.name}.{os.getpid()}.half")
    half.write_bytes(content)
    half.chmod(mode)
    half.replace(path)
