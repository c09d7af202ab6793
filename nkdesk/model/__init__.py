"""The nouns of the ward as frozen dataclasses and enums: no Qt, no SQL, no clock, no files."""
