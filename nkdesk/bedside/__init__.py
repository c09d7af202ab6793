"""What is computed at the bedside: doses, lots, readiness, checks, vital signs, grades."""
