from tests.ui.wards import desk, sample_folder, text_size, turned_clock, view, window

__all__ = ["desk", "sample_folder", "text_size", "turned_clock", "view", "window"]
