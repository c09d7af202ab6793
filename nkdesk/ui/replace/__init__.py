"""The laboratory's own days, and all open infusions of the ward placed anew together."""
