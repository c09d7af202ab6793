"""The Today board: who gets what on a day, and what has been done of it."""
