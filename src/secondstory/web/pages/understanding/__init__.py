"""Pages on which people find out what happened: evidence, accounts, timeline, story, map."""
