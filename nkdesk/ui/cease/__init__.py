"""Giving up the treatment of a cycle from an item on."""
