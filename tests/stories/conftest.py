"""Stories are told in the same shell as the tests of commands."""

from tests.cli.conftest import bare_shell, shell

__all__ = ["bare_shell", "shell"]
