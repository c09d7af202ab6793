"""The limits of normal the ward measures by, and the consent versions in force."""
