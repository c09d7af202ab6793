"""Recording what happened to an item: given, or not given and why."""
