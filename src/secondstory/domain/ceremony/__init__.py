"""What people do with one another: support, sittings, follow-ups, publication, the charter."""
