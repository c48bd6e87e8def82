"""One function for each thing a person can do: load, decide, append, tell. It declares its ports."""
