"""The only place that knows SQLite: opening, migrations, the step journal, rows and nouns."""
