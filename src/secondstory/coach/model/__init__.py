"""The sentence model: how likely a sentence is one that blames, from its words alone."""

from secondstory.coach.model.look import Look, looks, speak
from secondstory.coach.model.net import Model

__all__ = ["Look", "Model", "looks", "speak"]
