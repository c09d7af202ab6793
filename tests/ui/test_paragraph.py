import pytest
from PySide6.QtGui import QFont

from nkdesk.ui.common.paragraph import Paragraph, Run

HOSTILE = 'Иванов <!-- "Ё'
LONG = "Б" * 120


def shown(paragraph):
    layout = paragraph._layout
    return "".join(
        layout.text()[line.textStart() : line.textStart() + line.textLength()]
        for line in (layout.lineAt(place) for place in range(layout.lineCount()))
    )


@pytest.mark.parametrize("name", [HOSTILE, LONG, "a b" * 60, "О'Нил-Ґрэй", "𝔘nusual"])
def test_a_name_comes_out_whole_however_narrow_the_column(text_size, name):
    paragraph = Paragraph([Run(name, bold=True), Run(", Пётр")], QFont(), 90)
    assert shown(paragraph) == f"{name}, Пётр"
    assert paragraph.width <= 90.5


def test_a_date_is_never_broken_over_two_lines(text_size):
    paragraph = Paragraph([Run("window Thu 12-Mar-2026 to Fri 13-Mar-2026")], QFont(), 130)
    lines = [
        paragraph._layout.text()[line.textStart() : line.textStart() + line.textLength()].strip()
        for line in (
            paragraph._layout.lineAt(place) for place in range(paragraph._layout.lineCount())
        )
    ]
    assert [line for line in lines if "2026" in line] == [line for line in lines if "Mar" in line]


def test_a_longer_name_takes_more_height_not_less_text(text_size):
    short = Paragraph([Run("Ким")], QFont(), 120)
    assert Paragraph([Run(LONG)], QFont(), 120).height > 3 * short.height
