"""Planning cycle 1 of a patient who was enrolled without a plan."""
