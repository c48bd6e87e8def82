"""The shell of the command line, for workspaces made as people make them."""

from tests.cli.conftest import bare_shell, shell

__all__ = ["bare_shell", "shell"]
