"""The JSON Schemas of what is printed for scripts, as files of the package."""

from importlib.resources import files


def schema(name: str) -> str:
    """Return the schema `name` (`check` or `export`) as text; `docs/` holds the same bytes."""
    return (files("secondstory.wiring.documents") / "files" / f"{name}.schema.json").read_text("utf-8")
