"""The keys that sign the log: which they are, their change, the successor of a log, and how long their backups stay."""
