"""Donors, lots and doses of all patients: what is released, reserved, held, and what may begin."""
