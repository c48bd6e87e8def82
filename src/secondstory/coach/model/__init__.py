"""The sentence model: how likely a sentence is one that blames, from its words alone. Plain arrays, no library."""

from secondstory.coach.model.look import Look
from secondstory.coach.model.net import Model

__all__ = ["Look", "Model"]
