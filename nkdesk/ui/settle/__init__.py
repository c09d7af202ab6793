"""Placing the open doses of a cycle anew after a fact has broken a rule."""
