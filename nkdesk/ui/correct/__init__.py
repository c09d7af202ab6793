"""Putting a recorded fact of care right, with what was wrong about it."""
