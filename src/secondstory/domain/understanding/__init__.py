"""What happened and what made it likely: incidents, timeline, accounts, narrative, conditions, imports."""
