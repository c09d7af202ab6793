"""The bootstrap's parts, and a small project to try them on."""

import base64
import hashlib
import importlib
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGING = ROOT / "packaging"

PYPROJECT = """[project]
name = "nkdesk"
[project.scripts]
nkdeskctl = "nkdesk.cli:main"
[project.gui-scripts]
nkdesk = "nkdesk.app:main"
"""

WHEEL = "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"

ECHO = """import json, os, sys
import tiny

def main():
    print(json.dumps({"words": sys.argv[1:], "folder": os.getcwd()}))
    return 7
"""


@pytest.fixture
def part(monkeypatch):
    """How to import one of the bootstrap's files by its name."""
    monkeypatch.syspath_prepend(str(PACKAGING))
    return importlib.import_module


def run_command(words, **options) -> subprocess.CompletedProcess:
    """Run a command to its end and return what it said, failed or not."""
    return subprocess.run(  # noqa: S603  the tests' own words
        words, capture_output=True, text=True, check=False, **options
    )


def start_command(words, **options) -> subprocess.Popen:
    """Start a command and go on beside it."""
    return subprocess.Popen(words, **options)  # noqa: S603  the tests' own words


def run_python(*words, **options) -> subprocess.CompletedProcess:
    """Run this Python to its end and return what it said."""
    return run_command([sys.executable, *words], **options)


def write_tiny_wheel(folder: Path) -> str:
    """Write a package of one line as a wheel; return its requirement with its hash."""
    wheel = folder / "tiny-1.0-py3-none-any.whl"
    inside = {
        "tiny.py": "SIZE = 1\n",
        "tiny-1.0.dist-info/METADATA": "Metadata-Version: 2.1\nName: tiny\nVersion: 1.0\n",
        "tiny-1.0.dist-info/WHEEL": WHEEL,
    }
    record = [f"{name},{record_hash(text)},{len(text)}" for name, text in inside.items()]
    with zipfile.ZipFile(wheel, "w") as archive:
        for name, text in inside.items():
            archive.writestr(name, text)
        archive.writestr("tiny-1.0.dist-info/RECORD", "\n".join(record) + "\n")
    return f"tiny==1.0 --hash=sha256:{hashlib.sha256(wheel.read_bytes()).hexdigest()}\n"


def record_hash(text: str) -> str:
    """Return the hash of a file as a wheel's record writes it."""
    digest = hashlib.sha256(text.encode()).digest()
    return "sha256=" + base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def write_project(root: Path) -> Path:
    """Write a project that the bootstrap can set up without a network, and return its folder."""
    (root / "packaging").mkdir(parents=True)
    for file in PACKAGING.glob("*.py"):
        shutil.copy(file, root / "packaging")
    requirement = write_tiny_wheel(root)
    for name in ("requirements.lock", "requirements-test.lock"):
        (root / "packaging" / name).write_text(requirement, encoding="utf-8")
    (root / "pyproject.toml").write_text(PYPROJECT, encoding="utf-8")
    package = root / "nkdesk"
    package.mkdir()
    for name in ("app", "cli"):
        (package / f"{name}.py").write_text(ECHO, encoding="utf-8")
    (package / "__init__.py").touch()
    start = "import sys\nfrom nkdesk.app import main\nsys.exit(main())\n"
    (package / "__main__.py").write_text(start, encoding="utf-8")
    return root
