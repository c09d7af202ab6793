"""The enrolment check and the check before a second cycle: every criterion with its evidence."""
