"""The one command. It knows every door and imports each only when it is asked for."""

import sys


def main() -> None:
    """Run the terminal with the arguments of this process, and leave with its exit code."""
    from secondstory.cli.front import run

    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
