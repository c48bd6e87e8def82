"""How a workspace comes back: newer entries from another copy, and the rehearsal of a restore."""
