"""Frozen, slotted, keyword-only data classes that cost microseconds to define instead of a third of a millisecond.

The standard library writes and compiles six methods for every class. With more than two hundred events, states and
values that is seventy milliseconds before a command has done anything, a third of what a command may take. Here the
methods are shared. For a type checker these *are* the standard library's functions, so nothing is checked less
(docs/decisions/0008).
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dataclasses import FrozenInstanceError, dataclass, field, replace
else:
    from secondstory.kernel.frozen_classes import FrozenInstanceError, dataclass, field, replace

__all__ = ["FrozenInstanceError", "dataclass", "field", "replace"]
