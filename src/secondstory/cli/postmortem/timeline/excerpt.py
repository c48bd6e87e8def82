"""Reads an excerpt of a log or a chat into lines with times: proposals only, a person takes them or leaves them."""

from secondstory.wiring.documents.excerpt import Proposal, chosen, proposals

__all__ = ["Proposal", "chosen", "proposals"]
