"""Tables of upper limits of normal: the shipped ones, and how a site's own is read.

No table is the trial's: the registry asks for the limit of normal for age, and which one holds is
said by the site's laboratory. Source: the eligibility format.
"""

from functools import cache

from nkdesk.model.evidence import UlnTable
from nkdesk.model.uln import sorted_table, uln_hash
from nkdesk.places import resources
from nkdesk.services.uln_checks import faults_of, table_of
from nkdesk.services.uln_file import MAX_BYTES, UlnFault, UlnFileError, UlnText, read_text

__all__ = [
    "MAX_BYTES",
    "ShippedTableError",
    "UlnFileError",
    "read_uln_table",
    "shipped_uln_tables",
    "uln_hash",
]

_SHIPPED = ("caliper.toml", "germany.toml", "adult-ifcc.toml")


class ShippedTableError(Exception):
    """A table that ships with the program is damaged: the program must be installed again."""

    def __init__(self, name: str, fault: UlnFileError) -> None:
        super().__init__(f"{name}, line {fault.line}: {fault.problem}")


def read_uln_table(raw: bytes) -> UlnTable | tuple[UlnFileError, ...]:
    """Read a table of limits, or say everything that is wrong with it, in the order of its lines.

    ``raw`` is the file as it lies on disk: UTF-8 TOML of at most 64 KiB. The limits come in U/L
    and the rows sorted, so that the same rows in any order give the same table and hash. Never
    raises for anything a file may hold.
    """
    text = read_text(raw)
    if not isinstance(text, UlnText):
        return (text,)
    faults = [text.located(UlnFault(*fault)) for fault in faults_of(text.tables)]
    return tuple(sorted(set(faults))) or sorted_table(table_of(text.tables))


@cache
def shipped_uln_tables() -> tuple[UlnTable, ...]:
    """Return the tables that ship with the program, in the order they are offered.

    Raises ShippedTableError when a shipped file is not what was shipped.
    """
    return tuple(_shipped(name) for name in _SHIPPED)


def _shipped(name: str) -> UlnTable:
    read = read_uln_table((resources() / "uln" / name).read_bytes())
    if isinstance(read, UlnTable):
        return read
    raise ShippedTableError(name, read[0])
