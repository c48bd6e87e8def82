"""Acts that help to understand what happened."""
