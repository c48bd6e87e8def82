"""Finding again: what was written about something, and which post-mortems rhyme with this one."""
