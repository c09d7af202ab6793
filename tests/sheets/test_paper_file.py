import pytest

from nkdesk.model.patient import PersonName
from nkdesk.sheets.list_text import daily_list_text
from nkdesk.sheets.paper_file import PaperError, write_daily_list
from nkdesk.sheets.pdf_text import letters_of_pages
from tests.sheets import builders

pytestmark = pytest.mark.usefixtures("qapp")


def test_the_list_is_written_whole_and_nothing_else_stays(tmp_path):
    path = tmp_path / "list.pdf"
    write_daily_list(builders.day_list(builders.varied_rows(3)), path, builders.STAMP)
    assert "HR-003" in "".join(letters_of_pages(path.read_bytes()))
    assert list(tmp_path.iterdir()) == [path]


def test_a_list_that_cannot_be_printed_leaves_the_earlier_file_alone(tmp_path):
    path = tmp_path / "list.pdf"
    path.write_bytes(b"earlier")
    who = builders.line(1, name=PersonName("\u4e2d", "Иван"))
    with pytest.raises(PaperError, match="U\\+4E2D"):
        write_daily_list(builders.day_list((builders.row(1, who=who),)), path, builders.STAMP)
    assert path.read_bytes() == b"earlier"
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_that_is_not_there_is_said(tmp_path):
    path = tmp_path / "nowhere" / "list.pdf"
    with pytest.raises(PaperError, match="could not be written"):
        write_daily_list(builders.day_list(), path, builders.STAMP)


def test_the_plain_text_names_every_row_and_everyone_left_off():
    rows = builders.varied_rows(6)
    lines = daily_list_text(
        builders.day_list(rows, [builders.left_off(90)], sample=True)
    ).splitlines()
    assert lines[0].startswith("SAMPLE - not real patients. Haematology ward 3: Thu 12-Mar-2026.")
    for row, line in zip(rows, lines[1:7], strict=True):
        assert row.line.patient.name.full in line
        assert row.line.patient.trial_number in line
    assert lines[7].startswith("Not listed: Нікіціна")
    assert lines[-1] == "END OF LIST 6 of 6. Active patients: 7."
