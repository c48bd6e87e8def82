"""The example that `./dev run` serves: a team at Kelda Ferries, in the middle of a post-mortem of theirs."""

from secondstory.web.serving.example.making import Example, example_in

__all__ = ["Example", "example_in"]
