"""Evidence of one post-mortem: sealing it, its custody, opening an original, and the holds that keep the rest."""
