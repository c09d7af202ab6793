"""One patient: who it is, the cycle on a timeline, every item, and why it stands on its date."""
