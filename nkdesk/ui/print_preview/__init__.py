"""The day's list as it will be on paper, and the way it leaves the program."""
