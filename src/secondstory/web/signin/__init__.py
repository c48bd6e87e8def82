"""Signing in: e-mail addresses, sessions and invitations, in a database of their own that no rebuild touches."""
