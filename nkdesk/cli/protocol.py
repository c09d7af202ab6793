"""Commands about protocol files: check them, list those that ship with the program."""

import sys
from pathlib import Path

import click

from nkdesk.exchange.protocol_file import ProtocolError, read_protocol, shipped_protocols
from nkdesk.exchange.toml_source import MAX_BYTES
from nkdesk.model.canonical import protocol_hash
from nkdesk.model.protocol import Protocol

ERROR = 1


@click.group()
def protocol() -> None:
    """Check protocol files and list the shipped ones."""


@protocol.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
def check(files: tuple[Path, ...]) -> None:
    """Check protocol FILES and name every error: file, line, key, what is wrong, what is right."""
    failed = False
    for file in files:
        outcome = read_protocol_file(file)
        for line in outcome_lines(file, outcome):
            click.echo(line)
        failed = failed or not isinstance(outcome, Protocol)
    sys.exit(ERROR if failed else 0)


@protocol.command(name="list")
def list_protocols() -> None:
    """List the protocols that ship with the program: id, version, status, arms, hash."""
    for _path, shipped, _source in shipped_protocols():
        arms = ", ".join(arm.id for arm in shipped.arms)
        pinned = protocol_hash(shipped)
        click.echo(f"{shipped.id}  {shipped.version}  {shipped.status}  {arms}  {pinned}")


def read_protocol_file(file: Path) -> Protocol | tuple[ProtocolError, ...] | str:
    """Return the protocol, what is wrong with it, or why the file cannot be read."""
    try:
        with file.open("rb") as stream:
            return read_protocol(stream.read(MAX_BYTES + 1))
    except IsADirectoryError:
        return "this is a folder; name a protocol file."
    except FileNotFoundError:
        return "there is no such file."
    except (OSError, ValueError) as fault:
        reason = getattr(fault, "strerror", None) or "its name is not valid"
        return f"the file cannot be read: {reason}."


def outcome_lines(file: Path, outcome: Protocol | tuple[ProtocolError, ...] | str) -> list[str]:
    """Return one line for each error of a file, or what the good file holds."""
    if isinstance(outcome, str):
        return [f"{file}: {outcome}"]
    if isinstance(outcome, Protocol):
        return [f"{file}: {_summary(outcome)}"]
    return [
        f"{file}:{fault.line}: {fault.key}: {_part(fault.problem)}; {_part(fault.remedy)}"
        for fault in outcome
    ]


def _part(sentence: str) -> str:
    return " ".join(sentence.split()).removesuffix(".")


def _summary(good: Protocol) -> str:
    counts = (
        f"arms {len(good.arms)}, items {len(good.items)}, "
        f"gaps {len(good.gaps)}, criteria {len(good.criteria)}"
    )
    return f"{good.id} version {good.version}, {good.status}: {counts}; {protocol_hash(good)}"
