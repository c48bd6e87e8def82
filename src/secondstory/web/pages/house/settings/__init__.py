"""Settings: what belongs to yourself, and what belongs to the organisation."""
