"""Markdown post-mortems: reading any, reporting on one, and writing ours so that it reads back field for field."""
