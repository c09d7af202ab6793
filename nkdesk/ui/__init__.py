"""The window: one folder per screen, ``common`` for what the screens share."""
