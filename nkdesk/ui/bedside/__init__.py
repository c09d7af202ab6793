"""The infusion record at the bed: check, start, end, observe; each act is stored at once."""
