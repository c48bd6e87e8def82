"""People: who is here, teams, reporting lines and services, and who may come in."""
