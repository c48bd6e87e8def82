"""`completion`: a script that lets the shell finish commands, acts, options and numbers."""

import argparse
from collections.abc import Iterator
from typing import NamedTuple

from secondstory.cli.terminal import Terminal
from secondstory.kernel.refused import Refused

SHELLS = ("bash", "zsh", "fish")

EXAMPLES = (
    'eval "$(secondstory completion bash)"       # in ~/.bashrc',
    'eval "$(secondstory completion zsh)"        # in ~/.zshrc, after compinit',
    "secondstory completion fish > ~/.config/fish/completions/secondstory.fish",
)


class Words(NamedTuple):
    """What can follow one command: its acts (each with its options), its own options, and the values of (act, option).

    An option of the command itself has the act "".
    """

    name: str
    summary: str
    acts: dict[str, list[str]]
    options: list[str]
    values: dict[tuple[str, str], list[str]]


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument("shell", nargs="?", choices=SHELLS, help="which shell")
    parser.add_argument(
        "--ids", action="store_true", help="print the numbers there are, one a line (the scripts ask)"
    )


def run(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """Print the script, or the numbers it asks for."""
    if arguments.ids:
        found = _ids(arguments)
        terminal.answer({"ids": found}, "\n".join(found))
        return 0
    if arguments.shell is None:
        raise Refused(f"Which shell? secondstory completion {', '.join(SHELLS[:-1])} or {SHELLS[-1]}.")
    script = {"bash": _bash, "zsh": _zsh, "fish": _fish}[arguments.shell](vocabulary())
    terminal.answer({"shell": arguments.shell, "script": script}, script.rstrip())
    return 0


def vocabulary() -> list[Words]:
    """Return every command with its acts and options, read from the parsers themselves."""
    import importlib.util

    from secondstory.cli.parsing import parser_of
    from secondstory.cli.table import COMMANDS

    found = []
    for command in COMMANDS:
        name = f"secondstory.cli.{command.module}"
        if importlib.util.find_spec(name) is None:
            found.append(Words(command.name, command.summary, {}, [], {}))
            continue
        parser = parser_of(command.name, importlib.import_module(name))
        subs = _acts(parser)
        acts = {act: _options(sub) for act, sub in subs.items()}
        values = {
            (act, option): choices
            for act, sub in {"": parser, **subs}.items()
            for option, choices in _values(sub)
        }
        found.append(Words(command.name, command.summary, acts, _options(parser), values))
    return found


def _acts(parser: argparse.ArgumentParser) -> dict[str, argparse.ArgumentParser]:
    acts: dict[str, argparse.ArgumentParser] = {}
    for action in parser._actions:  # noqa: SLF001  # argparse has no other way to ask what it knows
        if isinstance(action, argparse._SubParsersAction):  # noqa: SLF001  # the same
            acts.update(action.choices)
    return acts


def _options(parser: argparse.ArgumentParser) -> list[str]:
    shown = (action for action in parser._actions if action.help != argparse.SUPPRESS)  # noqa: SLF001  # the same
    return sorted({option for action in shown for option in action.option_strings if option.startswith("--")})


def _values(parser: argparse.ArgumentParser) -> Iterator[tuple[str, list[str]]]:
    """Yield each option that takes one of a few words, with those words."""
    for action in parser._actions:  # noqa: SLF001  # the same
        if action.choices and action.option_strings:
            yield from ((option, [str(word) for word in action.choices]) for option in action.option_strings)


def _ids(arguments: argparse.Namespace) -> list[str]:
    from secondstory.application import looking
    from secondstory.wiring.workspace import open_workspace

    try:
        office = open_workspace(getattr(arguments, "workspace", None)).office
    except Refused:
        return []
    numbers = [f"PM-{row['number']}" for row in looking.post_mortems(office)]
    return numbers + [f"FU-{row['number']}" for row in looking.follow_ups(office)]


_BASH = """\
# Completion of secondstory for bash. Made by: secondstory completion bash
_secondstory() {{
    local cur=${{COMP_WORDS[COMP_CWORD]}} command="" act="" words="" word
    local known=" {commands} "
    for word in "${{COMP_WORDS[@]:1:COMP_CWORD-1}}"; do
        case $word in -*) continue ;; esac
        if [[ -z $command && $known == *" $word "* ]]; then command=$word; continue; fi
        case "$command $word" in
{act_cases}
        esac
    done
    case "$command $act" in
        " ") words="{commands} --workspace --json --version --help" ;;
{word_cases}
    esac
    case "$command $act ${{COMP_WORDS[COMP_CWORD-1]}}" in
{value_cases}
    esac
    if [[ -n $command && $cur != -* ]]; then words="$words $(secondstory completion --ids 2>/dev/null)"; fi
    COMPREPLY=($(compgen -W "$words" -- "$cur"))
    if [[ ${{#COMPREPLY[@]}} -eq 0 ]]; then COMPREPLY=($(compgen -f -- "$cur")); fi
}}
complete -o filenames -F _secondstory secondstory
"""


def _bash(known: list[Words]) -> str:
    act_cases, word_cases, value_cases = [], [], []
    for one in known:
        if one.acts:
            patterns = "|".join(f'"{one.name} {act}"' for act in one.acts)
            act_cases.append(f"            {patterns}) [[ -z $act ]] && act=$word ;;")
        word_cases.append(f'        "{one.name} ") words="{" ".join([*one.acts, *one.options])}" ;;')
        word_cases += [
            f'        "{one.name} {act}") words="{" ".join(options)}" ;;' for act, options in one.acts.items()
        ]
        value_cases += [
            f'        "{one.name} {act} {option}")'
            f' COMPREPLY=($(compgen -W "{" ".join(choices)}" -- "$cur")); return ;;'
            for (act, option), choices in one.values.items()
        ]
    return _BASH.format(
        commands=" ".join(one.name for one in known),
        act_cases="\n".join(act_cases) or "            *) ;;",
        word_cases="\n".join(word_cases),
        value_cases="\n".join(value_cases) or "        *) ;;",
    )


def _zsh(known: list[Words]) -> str:
    """Return the bash script behind zsh's own reader of such scripts, so that there is one to keep right."""
    head = "# Completion of secondstory for zsh. Made by: secondstory completion zsh\n"
    return f"{head}autoload -U +X bashcompinit && bashcompinit\n{_bash(known).partition(chr(10))[2]}"


def _fish(known: list[Words]) -> str:
    lines = [
        "# Completion of secondstory for fish. Made by: secondstory completion fish",
        f"set -l commands {' '.join(one.name for one in known)}",
        "complete -c secondstory -n 'not __fish_seen_subcommand_from $commands' -l workspace -r",
    ]
    for one in known:
        lines.append(
            f"complete -c secondstory -f -n 'not __fish_seen_subcommand_from $commands'"
            f" -a {one.name} -d {_quoted(one.summary)}"
        )
        seen = f"__fish_seen_subcommand_from {one.name}"
        if one.acts:
            acts = " ".join(one.acts)
            lines.append(
                f"complete -c secondstory -n '{seen}; and not __fish_seen_subcommand_from {acts}' -a '{acts}'"
            )
        lines += [
            f"complete -c secondstory -n '{seen}' -l {option[2:]}{_taken(one, '', option)}"
            for option in one.options
        ]
        for act, options in one.acts.items():
            both = f"{seen}; and __fish_seen_subcommand_from {act}"
            lines += [
                f"complete -c secondstory -n '{both}' -l {option[2:]}{_taken(one, act, option)}"
                for option in options
            ]
    lines.append(
        "complete -c secondstory -n '__fish_seen_subcommand_from $commands'"
        " -a '(secondstory completion --ids 2>/dev/null)'"
    )
    return "\n".join(lines) + "\n"


def _taken(one: Words, act: str, option: str) -> str:
    choices = one.values.get((act, option))
    return f" -x -a '{' '.join(choices)}'" if choices else ""


def _quoted(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"
