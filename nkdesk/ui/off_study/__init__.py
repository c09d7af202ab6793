"""A patient who leaves the study."""
