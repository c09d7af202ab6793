"""The frame around the screens, and the only place where screens meet."""
