"""Laying blocks on pages: a block is never split unless it is taller than a page by itself.

QTextDocument repeats table headers but splits rows, leaving a name on one page and the dose on
the next; hence our own.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from nkdesk.sheets.marks import Mark, lowered


@dataclass(frozen=True, slots=True)
class Block:
    """Marks that stay together, from the block's own top.

    ``head`` is what stands above the first such block of every page. ``split`` cuts a block that
    is taller than a page at a height: it returns the part that fits and the rest. A block that
    may not stand ``alone`` shares its page with the end of the block before it.
    """

    height: float
    marks: tuple[Mark, ...]
    head: "Block | None" = None
    row: str = ""
    split: "Callable[[float], tuple[Block, Block]] | None" = None
    alone: bool = True


@dataclass(frozen=True, slots=True)
class LaidPage:
    """The body of one page: its marks from the page's top, and the rows that stand on it."""

    marks: tuple[Mark, ...]
    rows: tuple[str, ...]


@dataclass(slots=True)
class _Sheet:
    top: float
    bottom: float
    at: float = 0.0
    head: Block | None = None
    marks: list[Mark] = field(default_factory=list)
    rows: list[str] = field(default_factory=list)
    done: list[LaidPage] = field(default_factory=list)

    def put(self, block: Block) -> None:
        self.marks.extend(lowered(mark, self.at) for mark in block.marks)
        self.at += block.height
        if block.row and block.row not in self.rows:
            self.rows.append(block.row)

    def turn(self) -> None:
        self.done.append(LaidPage(tuple(self.marks), tuple(self.rows)))
        self.marks, self.rows, self.head, self.at = [], [], None, self.top

    def needed_head(self, block: Block) -> Block | None:
        return None if block.head is self.head else block.head

    def room(self, block: Block) -> float:
        head = self.needed_head(block)
        return self.bottom - self.at - (head.height if head else 0.0)

    def place(self, block: Block) -> None:
        head = self.needed_head(block)
        if head is not None:
            self.put(head)
        self.head = block.head
        self.put(block)


def paginate(blocks: Iterable[Block], top: float, bottom: float) -> tuple[LaidPage, ...]:
    """Lay blocks from ``top`` to ``bottom`` of as many pages as they need; at least one."""
    sheet = _Sheet(top, bottom, at=top)
    waiting: Block | None = None
    for block in blocks:
        if waiting is not None:
            _lay(sheet, waiting, 0.0 if block.alone else block.height)
        waiting = block
    if waiting is not None:
        _lay(sheet, waiting, 0.0)
    sheet.turn()
    return tuple(sheet.done)


def _lay(sheet: _Sheet, block: Block, following: float) -> None:
    """Lay a block so that ``following`` is still free below the end of it."""
    if block.height + following > sheet.room(block) and sheet.at > sheet.top:
        sheet.turn()
    while block.height + following > sheet.room(block) and block.split is not None:
        fitting, block = block.split(sheet.room(block) - following)
        sheet.place(fitting)
        sheet.turn()
    sheet.place(block)
