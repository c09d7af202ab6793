"""Taking a widget out of a layout for good."""

from PySide6.QtWidgets import QLayoutItem


def drop_item(item: QLayoutItem | None) -> None:
    """Hide and delete the widget of a layout item that has been taken out."""
    widget = None if item is None else item.widget()
    if widget is not None:
        widget.hide()
        widget.deleteLater()
