"""The life of a post-mortem, read across topics: its state, its stage, its gates and its next step.

Opened, supported, gathering, learning held, committed, published, followed through. Stages are computed from what
happened and gate nothing themselves: holds, sealing, timeline and accounts work from the first second. Here too is the
one table that says which stream is folded by what.
"""

from secondstory.domain.lifecycle.alone import (
    DECISION_POINTS,
    MOST_FOLLOWUPS,
    SoloPlace,
    must_outlast_memory,
    place_alone,
    relies_on_memory,
)
from secondstory.domain.lifecycle.gates import gate_facts, names_in, texts_of
from secondstory.domain.lifecycle.next_step import NextStep, next_step
from secondstory.domain.lifecycle.postmortem import PostMortem, PostMortemEvent, evolve, fold
from secondstory.domain.lifecycle.stages import Stage, followups_of, stage
from secondstory.domain.lifecycle.streams import STREAM_TOPICS, StreamTopic, fold_retention, fold_stream

__all__ = [
    "DECISION_POINTS",
    "MOST_FOLLOWUPS",
    "STREAM_TOPICS",
    "NextStep",
    "PostMortem",
    "PostMortemEvent",
    "SoloPlace",
    "Stage",
    "StreamTopic",
    "evolve",
    "fold",
    "fold_retention",
    "fold_stream",
    "followups_of",
    "gate_facts",
    "must_outlast_memory",
    "names_in",
    "next_step",
    "place_alone",
    "relies_on_memory",
    "stage",
    "texts_of",
]
