"""What the words mean: topics as pure modules, and above them what reads several at once."""
