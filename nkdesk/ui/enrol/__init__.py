"""Adding a patient, with every date of cycle 1 in view before anything is saved."""
