"""Write-once storage elsewhere: set and probed, filled, read from when a copy here is missing, and cleared of what was erased."""
