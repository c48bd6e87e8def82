"""What keeps a workspace alive: backups, restores, moves, upgrades, and the doctor who looks at all of it."""
