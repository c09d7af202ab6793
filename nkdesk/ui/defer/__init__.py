"""Moving an item of a plan: by how many days, how far it reaches, why, and all it would do."""
