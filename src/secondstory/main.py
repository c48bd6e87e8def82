"""The one command. It knows every door and imports each only when it is asked for."""

import sys
from typing import Any


def main() -> None:
    """Run the terminal with the arguments of this process, and leave with its exit code."""
    from secondstory.cli.front import run

    sys.exit(run(sys.argv[1:], {"serve": _serve, "doctor": _deployment, "lsp": _language_server}))


def _deployment(root: Any) -> Any:
    """Return what `doctor` should know of the web application; nothing where it is not installed."""
    try:
        import django  # noqa: F401 - whether the extra [web] is installed
    except ImportError:
        return []
    from secondstory.web.serving.deployment import for_doctor

    return for_doctor(root)


def _language_server(terminal: Any) -> int:
    try:
        import pygls  # noqa: F401 - whether the extra [lsp] is installed
    except ImportError:
        terminal.complain(
            "The language server is not installed here. Install it: pip install 'secondstory[lsp]'"
        )
        return 2
    from secondstory.lsp.command import run

    return run()


def _serve(arguments: Any, terminal: Any) -> int:
    try:
        import django  # noqa: F401 - whether the extra [web] is installed
    except ImportError:
        terminal.complain(
            "The web application is not installed here. Install it: pip install 'secondstory[web]'"
        )
        return 1
    from secondstory.web.serving.command import run

    return run(arguments, terminal.say, terminal.answer)


if __name__ == "__main__":
    main()
