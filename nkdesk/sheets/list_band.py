"""What stands across the table below the row of an infusion: GO, HOLD or NO-GO, and its product.

Its reasons are sentences, and no column of a table is wide enough for one.
"""

from collections.abc import Iterator

from nkdesk.model.readiness import Go
from nkdesk.sheets.cells import PAD, Cell, cell
from nkdesk.sheets.fonts import UNITS_A_POINT, Face
from nkdesk.sheets.list_columns import STRONG, SYMBOL, TEXT
from nkdesk.sheets.list_rows import ListRow, printed_fields
from nkdesk.sheets.list_table import THIN, Table
from nkdesk.sheets.marks import CLOSED, ZEBRA, Fill, Mark, Rule
from nkdesk.sheets.paginator import Block
from nkdesk.sheets.wording.readiness import go_symbol
from nkdesk.sheets.wrap import DOT, Span

_GO = Face(9.5, bold=True)
_BELOW = 2 * UNITS_A_POINT
_MOST_LINES = 12
_PARTS = ("go symbol", "go", "running symbol", "running", "product", "expiry", "go reasons")
_FACES = {
    "go symbol": SYMBOL,
    "go": _GO,
    "running symbol": SYMBOL,
    "running": _GO,
    "product": STRONG,
    "expiry": STRONG,
}
_STOPPING = frozenset(go_symbol(go) for go in (Go.HOLD, Go.NO_GO))
_BARE = frozenset({"go symbol", "go", "running symbol"})
"""No dot stands behind these."""


def has_band(row: ListRow) -> bool:
    """Whether a row says anything of a product."""
    words = row.product
    return any((words.go, words.numbers, words.running))


def band_blocks(row: ListRow, table: Table, head: Block) -> Iterator[Block]:
    """Yield what stands below a row; it never stands on a page without the end of the row.

    Reasons that fill more than a few lines come in several blocks, so that a page holds each.
    """
    left, width = table.lefts[0], table.right - table.lefts[0]
    whole = cell(left, width, [_spans(row, table)], table.typecase)
    while whole.lines:
        fitting = Cell(whole.x, whole.lines[:_MOST_LINES])
        whole = Cell(whole.x, whole.lines[_MOST_LINES:])
        yield _block(fitting, row, table, head)


def _spans(row: ListRow, table: Table) -> tuple[Span, ...]:
    fields = printed_fields(row, table.names)
    spans: list[Span] = []
    for name in _PARTS:
        text = fields.get(name, "")
        if text and spans and spans[-1].field not in _BARE:
            spans.append(Span("·", TEXT, DOT))
        if text:
            spans.append(Span(text, _FACES.get(name, TEXT), name, whole=name == "expiry"))
    return tuple(spans)


def _block(part: Cell, row: ListRow, table: Table, head: Block) -> Block:
    left, right = table.lefts[0], table.right
    height = part.height + _BELOW + PAD / 2
    marks: list[Mark] = []
    if row.product.symbol in _STOPPING:
        marks.append(Fill(left, 0, right - left, height, CLOSED))
    elif row.number % 2 == 0:
        marks.append(Fill(left, 0, right - left, height, ZEBRA))
    marks += part.inks(PAD / 2, str(row.number))
    marks += [Rule(x, 0, x, height, THIN) for x in (left, right)]
    marks += [Rule(left, height, right, height, THIN)]
    return Block(height, tuple(marks), head, str(row.number), alone=False)
