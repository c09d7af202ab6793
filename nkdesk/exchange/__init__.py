"""What comes in and goes out as files: protocol files are read here."""
