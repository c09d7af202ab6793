"""The one style sheet: buttons, fields and tables; everything else is palette and painting."""

from collections.abc import Mapping
from string import Template

_SHEET = Template("""
QPushButton, QToolButton {
  background: $surface; color: $ink; border: 1px solid $edge; border-radius: 6px;
  padding: 0 14px; min-height: 42px;
}
QPushButton:hover, QToolButton:hover { background: $accent_soft; border-color: $accent; }
QPushButton:pressed, QToolButton:pressed { background: $sunken; }
QPushButton:focus, QToolButton:focus {
  border: 2px solid $accent; padding: 0 13px; min-height: 40px;
}
QPushButton:disabled, QToolButton:disabled {
  color: $quiet; background: $sunken; border-color: $line;
}
QPushButton[weight="main"] {
  background: $accent; color: $on_accent; border-color: $accent; font-weight: 600;
}
QPushButton[weight="main"]:hover { background: $accent_deep; }
QPushButton[weight="main"]:focus { border: 2px solid $ink; }
QPushButton[weight="main"]:disabled { background: $sunken; color: $quiet; border-color: $line; }
QPushButton[weight="flat"] { background: transparent; border-color: transparent; color: $accent; }
QPushButton[weight="flat"]:disabled { color: $quiet; }
QPushButton[weight="flat"]:hover { background: $accent_soft; }
QPushButton[weight="flat"]:focus { border: 2px solid $accent; }
QPushButton[weight="chip"] { border-radius: 21px; padding: 0 9px; }
QPushButton[weight="chip"]:focus { border: 2px dashed $accent; padding: 0 8px; }
QPushButton[weight="chip"]:checked {
  background: $accent_soft; border: 2px solid $accent; font-weight: 600; padding: 0 8px;
  min-height: 40px;
}
QPushButton[weight="step"] { font-weight: 600; text-align: left; }
QPushButton[weight="step"]:checked {
  background: $accent_soft; border: 2px solid $accent; padding: 0 13px; min-height: 40px;
}
QPushButton[weight="sign"] { padding: 0; }
QPushButton[weight="card"] { text-align: left; border-radius: 8px; padding: 0 14px; }
QPushButton[weight="card"]:checked {
  background: $accent_soft; border: 2px solid $accent; padding: 0 13px; min-height: 40px;
}

QPushButton[weight="link"] {
  background: transparent; border: none; text-align: left; color: $refused; padding: 0 2px;
  min-height: 30px; min-width: 30px; text-decoration: underline;
}
QPushButton[weight="link"][tone="quiet"] { color: $quiet; font-size: ${small}px; }
QPushButton[weight="link"][tone="overdue"] { color: $overdue; font-size: ${small}px; }
QPushButton[weight="link"][tone="accent"] { color: $accent; font-size: ${small}px; }
QPushButton[weight="link"]:focus { border: 2px solid $refused; padding: 0; }

QLineEdit, QPlainTextEdit, QComboBox {
  background: $surface; color: $ink; border: 1px solid $edge; border-radius: 6px; padding: 0 10px;
  selection-background-color: $accent; selection-color: $on_accent;
}
QLineEdit, QComboBox { min-height: 42px; }
QPlainTextEdit { padding: 6px; }
QLineEdit[rank="large"] { font-size: ${large}px; font-weight: 600; min-height: 50px; }
QLineEdit:focus, QPlainTextEdit:focus, QComboBox:focus {
  border: 2px solid $accent; padding: 0 9px;
}
QLineEdit:focus, QComboBox:focus { min-height: 40px; }
QLineEdit[rank="large"]:focus { min-height: 48px; }
QPlainTextEdit:focus { padding: 5px; }
QLineEdit[flawed="true"], QPlainTextEdit[flawed="true"] {
  border: 2px solid $refused; padding: 0 9px;
}
QLineEdit[flawed="true"] { min-height: 40px; }
QComboBox::drop-down { border: none; width: 32px; }
QComboBox QAbstractItemView { background: $surface; border: 1px solid $edge; }

QTableView {
  background: $surface; border: 1px solid $line; border-radius: 8px; gridline-color: $line;
  selection-background-color: $accent_soft; selection-color: $ink; outline: none;
}
QTableView:focus { border: 2px solid $accent; }
QHeaderView { background: $surface; border: none; }
QHeaderView::section {
  background: $sunken; color: $quiet; border: none; border-bottom: 1px solid $line;
  padding: 0 10px; min-height: 34px; font-weight: 600;
}
QScrollArea { border: none; background: transparent; }
QScrollArea > QWidget > QWidget { background: transparent; }
QScrollBar:vertical { width: 12px; background: transparent; margin: 0; }
QScrollBar:horizontal { height: 12px; background: transparent; margin: 0; }
QScrollBar::handle {
  background: $edge; border-radius: 5px; margin: 2px; min-height: 32px; min-width: 32px;
}
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QToolTip { background: $surface; color: $ink; border: 1px solid $edge; padding: 4px; }
QMenu { background: $surface; border: 1px solid $edge; }
QMenu::item { padding: 11px 18px; }
QMenu::item:selected { background: $accent_soft; color: $ink; }
QLabel[rank="huge"] { font-size: ${huge}px; font-weight: 700; }
QLabel[rank="title"] { font-size: ${title}px; font-weight: 700; }
QLabel[rank="section"] { font-size: ${section}px; font-weight: 700; }
QLabel[rank="strong"] { font-weight: 700; }
QLabel[tone="refused"] { color: $refused; font-weight: 600; }
QLabel[tone="quiet"] { color: $quiet; }
QLabel[rank="small"] { font-size: ${small}px; }
QFrame[ground="card"] { background: $surface; border: 1px solid $line; border-radius: 8px; }
QFrame[ground="caution"] {
  background: $caution_soft; border: 1px solid $caution; border-radius: 8px;
}
QFrame[ground="refused"] {
  background: $refused_soft; border: 1px solid $refused; border-radius: 8px;
}
QFrame[ground="alarm"] { background: $alarm; border: none; }
QFrame[ground="alarm"] QLabel { color: $on_alarm; font-weight: 700; }
QFrame[ground="good"] { background: $good_soft; border: 1px solid $given; border-radius: 8px; }
QFrame[ground="bar"] { background: $surface; border: none; border-bottom: 1px solid $line; }
QFrame[ground="foot"] { background: $surface; border: none; border-top: 1px solid $line; }
""")


def stylesheet(tokens: Mapping[str, str], pixels: int) -> str:
    """Return the style sheet in the given colours; ``pixels`` is the size of running text."""
    sizes = {"title": 1.4, "section": 1.14, "small": 0.9, "large": 1.5, "huge": 2.0}
    return _SHEET.substitute(
        tokens, **{name: round(pixels * factor) for name, factor in sizes.items()}
    )
