"""What a stranger is handed: one file that checks a bundle with nothing installed, and the words that go with it."""
