"""The index of an exported journal: its newest step, who and what is in it, how to check it."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from nkdesk.services.audit.exporting import VERIFIER_FILE, JournalCopy
from nkdesk.sheets.cells import PAD, cell
from nkdesk.sheets.fonts import Typecase
from nkdesk.sheets.glyphs import require_glyphs
from nkdesk.sheets.list_columns import FAMILY, NAME, STRONG
from nkdesk.sheets.list_words import page_text
from nkdesk.sheets.paginator import Block
from nkdesk.sheets.paper import pdf_of
from nkdesk.sheets.read_back import Fields
from nkdesk.sheets.sheet_pages import A4, Paper, pages_of, text_blocks, verify_sheet
from nkdesk.sheets.wording.dates import moment_text
from nkdesk.sheets.wording.translation import translate
from nkdesk.sheets.wrap import Span


@dataclass(frozen=True)
class IndexWords:
    """Everything the index says; it names no patient."""

    copied: JournalCopy

    @property
    def title(self) -> str:
        """What this is, and of which ward."""
        words = translate("JournalIndex", "Journal of {ward}")
        return words.format(ward=self.copied.ward)

    @property
    def stamp(self) -> str:
        """When and by whom it was made."""
        words = translate("JournalIndex", "Exported {moment} by {person}")
        return words.format(moment=moment_text(self.copied.made_at), person=self.copied.made_by)

    @property
    def discard(self) -> str:
        """What the paper is good for."""
        return translate(
            "JournalIndex", "Keep it apart from the files: it is what they are checked by."
        )

    @property
    def alarms(self) -> tuple[str, ...]:
        """That the people in it are invented."""
        return (self.watermark,) if self.copied.sample else ()

    @property
    def watermark(self) -> str:
        """The mark across a sample ward's paper."""
        return translate("JournalIndex", "SAMPLE WARD") if self.copied.sample else ""

    @cached_property
    def rows(self) -> dict[str, Fields]:
        """Every paragraph by its number."""
        return {str(n): {kind: text} for n, (kind, text) in enumerate(self._paragraphs(), 1)}

    def _paragraphs(self) -> Iterator[tuple[str, str]]:
        copied, head = self.copied, self.copied.head
        steps = translate("JournalIndex", "{steps} steps, {fields} lines in the table.")
        yield "line", steps.format(steps=head.seq, fields=copied.fields)
        words = translate("JournalIndex", "From {first} to {last}.")
        first, last = moment_text(copied.first_at), moment_text(copied.last_at)
        yield "line", words.format(first=first, last=last)
        yield "title", translate("JournalIndex", "Newest step")
        yield "line", f"{head.seq}:{head.hash}"
        yield "title", translate("JournalIndex", "How to check the copy")
        words = translate(
            "JournalIndex",
            "Python alone is enough, on any computer: python {file} {head}. It computes every"
            " step's hash anew and names the first step that is not as it was written.",
        )
        yield "line", words.format(file=VERIFIER_FILE, head=f"{head.seq}:{head.hash[:8]}")
        yield "title", translate("JournalIndex", "SHA-256 of the files")
        for name, seal in copied.seals.items():
            yield "line", f"{name}: {seal}"
        yield "title", translate("JournalIndex", "Steps by person")
        for person, count in copied.people:
            yield "line", f"{person}: {count}"
        yield "title", translate("JournalIndex", "Steps by kind")
        for kind, count in copied.kinds:
            yield "line", f"{kind.replace('_', ' ')}: {count}"


def journal_index_pdf(copied: JournalCopy) -> bytes:
    """Return the index as a PDF that has been read back; SheetError when it cannot be made."""
    typecase, words = Typecase(), IndexWords(copied)
    for row, fields in words.rows.items():
        require_glyphs(fields.items(), row, "", typecase)
    paper = Paper(A4, typecase)
    pages = pages_of(_blocks(words, paper), _header(words, paper), words, paper)
    pdf = pdf_of(pages, translate("JournalIndex", "Journal"), typecase)
    verify_sheet(pdf, pages, words.rows, lambda n, of: _frame(words, n, of), typecase)
    return pdf


def _header(words: IndexWords, paper: Paper) -> Block:
    line = ((Span(words.title, FAMILY, "title"),),)
    one = cell(paper.left - PAD, paper.inner, line, paper.typecase)
    return Block(one.height + 2 * PAD, tuple(one.inks(0, "header")))


def _blocks(words: IndexWords, paper: Paper) -> Iterator[Block]:
    for number, fields in words.rows.items():
        ((kind, text),) = fields.items()
        face = STRONG if kind == "title" else NAME
        yield from text_blocks(number, [(Span(text, face, kind),)], paper)


def _frame(words: IndexWords, number: int, of: int) -> Fields:
    return {
        "watermark": words.watermark,
        "title": words.title,
        "alarm": "".join(words.alarms),
        "stamp": words.stamp,
        "discard": words.discard,
        "page": page_text(number, of),
    }
