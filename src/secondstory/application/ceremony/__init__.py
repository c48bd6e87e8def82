"""Acts between people: support, sittings, follow-ups, publication, the charter."""
