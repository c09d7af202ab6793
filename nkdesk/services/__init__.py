"""One function per thing a user means to do, and the read models that screens and sheets show."""
