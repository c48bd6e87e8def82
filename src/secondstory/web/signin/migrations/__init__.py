"""The history of the sign-in tables."""
