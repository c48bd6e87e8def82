"""Evidence by digest: sealing, manifests, keys and their erasure; it touches no disk and no network."""
