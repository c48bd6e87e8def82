"""Pages of what people do with one another: support, sittings, follow-ups, publication, charter."""
