"""One whole example, played as the commands that make it; `ground.example` is its command."""
