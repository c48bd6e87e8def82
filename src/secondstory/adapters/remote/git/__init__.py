"""Git, asked through its own command: which lines a change added."""
