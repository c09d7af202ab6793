"""Before a ward is open: who is working, and which ward."""
