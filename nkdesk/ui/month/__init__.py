"""The physician's month: every patient's entries in whole weeks."""
