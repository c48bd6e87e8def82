"""Coming in: the first run, links that open once, invitations."""
