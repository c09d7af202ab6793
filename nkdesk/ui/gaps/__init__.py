"""The board of all patients: what is missing or expires before which planned day."""
