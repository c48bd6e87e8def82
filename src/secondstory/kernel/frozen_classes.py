"""The run-time half of `frozen`: what `dataclass(frozen=True, slots=True, kw_only=True)` does, with shared methods."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

T = TypeVar("T")

_MISSING = object()
_FIELDS = "__frozen_fields__"
_REPLACED = frozenset({"__dict__", "__weakref__"})


class FrozenInstanceError(AttributeError):
    """Somebody tried to change a frozen value."""


class Factory:
    """A default that is made anew for each instance."""

    __slots__ = ("make",)

    def __init__(self, make: Callable[[], Any]) -> None:
        """Make each default by calling `make`."""
        self.make = make


def field(*, default_factory: Callable[[], Any]) -> Any:
    """Return the mark of a field whose default is made anew for each instance."""
    return Factory(default_factory)


def dataclass(*, frozen: bool, slots: bool, kw_only: bool = False) -> Callable[[type[T]], type[T]]:
    """Return a decorator that makes a class frozen and slotted, by keyword or by position; it offers nothing else."""
    if not (frozen and slots):
        raise TypeError("a frozen class is frozen and slotted; use the standard library for others")
    return _made if kw_only else _made_positional


def _made_positional(cls: type[T]) -> type[T]:
    if "__init__" not in cls.__dict__:
        cls.__init__ = _init_by_position  # type: ignore[method-assign,assignment]
    return _made(cls)


def _made(cls: type[T]) -> type[T]:
    own = {
        name: cls.__dict__.get(name, _MISSING)
        for name, hint in cls.__annotations__.items()
        if not _is_class_var(hint)
    }
    inherited: dict[str, Any] = {}
    for base in reversed(cls.__mro__[1:]):
        inherited.update(base.__dict__.get(_FIELDS, {}))
    namespace = {
        name: value for name, value in cls.__dict__.items() if name not in own and name not in _REPLACED
    }
    fields = {**inherited, **own}
    namespace["__slots__"] = tuple(name for name in own if name not in inherited)
    namespace[_FIELDS] = fields
    namespace["__frozen_defaults__"] = {
        name: value for name, value in fields.items() if value is not _MISSING
    }
    namespace["__dataclass_fields__"] = _AsDataclass()
    if not hasattr(cls, "__post_init__"):
        namespace["__post_init__"] = None
    for name, method in _SHARED.items():
        namespace.setdefault(name, method)
    made: type[T] = type(cls)(cls.__name__, cls.__bases__, namespace)  # type: ignore[misc]
    made.__qualname__ = cls.__qualname__
    return made


class _AsDataclass:
    """Lets `dataclasses.fields` and `is_dataclass` read a frozen class, at the price of one real one when asked."""

    def __get__(self, _instance: object, owner: type) -> Mapping[str, Any]:
        import dataclasses

        described = []
        for name, default in owner.__dict__[_FIELDS].items():
            if type(default) is Factory:
                spec = dataclasses.field(default_factory=default.make, kw_only=True)
            elif default is _MISSING:
                spec = dataclasses.field(kw_only=True)
            else:
                spec = dataclasses.field(default=default, kw_only=True)
            described.append((name, Any, spec))
        twin: Any = dataclasses.make_dataclass(owner.__name__, described)
        found: Mapping[str, Any] = twin.__dataclass_fields__
        return found


def _is_class_var(hint: object) -> bool:
    return str(hint).startswith(("typing.ClassVar", "ClassVar"))


def _init(self: Any, /, **values: Any) -> None:
    put = object.__setattr__
    if values.keys() == self.__frozen_fields__.keys():
        # Most are given whole, and every act makes dozens.
        for name, value in values.items():
            put(self, name, value)
    else:
        _fill(self, values)
    check = self.__post_init__
    if check is not None:
        check()


def _fill(self: Any, values: dict[str, Any]) -> None:
    put = object.__setattr__
    defaults = self.__frozen_defaults__
    for name in self.__frozen_fields__:
        if name in values:
            put(self, name, values.pop(name))
        elif name in defaults:
            default = defaults[name]
            put(self, name, default.make() if type(default) is Factory else default)
        else:
            raise TypeError(f"{type(self).__name__}() lacks {name}")
    if values:
        raise TypeError(f"{type(self).__name__}() has no {', '.join(sorted(values))}")


def _init_by_position(self: Any, /, *given: Any, **values: Any) -> None:
    names = list(self.__frozen_fields__)
    if len(given) > len(names) or not values.keys().isdisjoint(names[: len(given)]):
        raise TypeError(f"{type(self).__name__}() was given too much")
    _init(self, **dict(zip(names, given, strict=False)), **values)


def _values(self: Any) -> tuple[Any, ...]:
    return tuple([getattr(self, name) for name in self.__frozen_fields__])


def _eq(self: Any, other: object) -> Any:
    return _values(self) == _values(other) if other.__class__ is self.__class__ else NotImplemented


def _hash(self: Any) -> int:
    return hash(_values(self))


def _repr(self: Any) -> str:
    said = ", ".join(f"{name}={getattr(self, name)!r}" for name in self.__frozen_fields__)
    return f"{type(self).__qualname__}({said})"


def _refuse_set(self: Any, name: str, _value: object) -> None:
    raise FrozenInstanceError(
        f"{type(self).__name__}.{name} cannot be changed; make another one with replace()"
    )


def _refuse_delete(self: Any, name: str) -> None:
    raise FrozenInstanceError(f"{type(self).__name__}.{name} cannot be taken away")


_SHARED: Mapping[str, Callable[..., Any]] = {
    "__init__": _init,
    "__eq__": _eq,
    "__hash__": _hash,
    "__repr__": _repr,
    "__setattr__": _refuse_set,
    "__delattr__": _refuse_delete,
}


def replace(value: T, /, **changes: Any) -> T:
    """Return a copy of `value` with some fields changed. Raises TypeError for a field it does not have."""
    kept = {name: getattr(value, name) for name in value.__frozen_fields__}  # type: ignore[attr-defined]
    return type(value)(**{**kept, **changes})
