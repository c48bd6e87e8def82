"""The cast, introduced once: each has a fixed part in every test."""

from secondstory.kernel.ids import PersonId

ADA = PersonId("pe_ada")
"""She broke it, and told."""
BO = PersonId("pe_bo")
"""He facilitates."""
CEM = PersonId("pe_cem")
"""His team owns the disk."""
DEE = PersonId("pe_dee")
"""She reports, and must stay unknown."""
EVE = PersonId("pe_eve")
"""She altered evidence."""
FAY = PersonId("pe_fay")
"""She may see nothing."""
