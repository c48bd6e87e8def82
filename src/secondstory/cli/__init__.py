"""The terminal: parse, call the application, show."""
