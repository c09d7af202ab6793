"""The list of patients and the search in it."""
