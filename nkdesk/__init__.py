"""nkdesk: scheduling and daily lists for hospital wards that give NK cell infusions."""

__version__ = "0.1.0"
