"""What `secondstory serve` does: read, check, prepare, say where it is, and answer until it is stopped."""

import argparse
import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from secondstory.kernel.frozen import replace
from secondstory.web.serving import deployment
from secondstory.web.serving.serve import Ready, prepare, serve
from secondstory.web.site.config import CONFIG_ENVIRONMENT, Config, read_config

Say = Callable[[str], None]
Answer = Callable[[Mapping[str, Any], str], None]
Links = tuple[tuple[str, str], ...]


def run(arguments: argparse.Namespace, say: Say, answer: Answer) -> int:
    """Serve until Ctrl-C; return the exit code. Raises Refused with what is in the way."""
    config = _config(arguments)
    if arguments.check:
        return _check(config, answer)
    if arguments.example is not None:
        from secondstory.web.serving.example import example_in

        example = example_in(arguments.example, config, say)
        return _serve(example.ready, say, links=example.links)
    return _serve(prepare(config), say)


def _config(arguments: argparse.Namespace) -> Config:
    named = arguments.config or os.environ.get(CONFIG_ENVIRONMENT)
    config = read_config(Path(named) if named else None)
    return replace(
        config,
        host=arguments.host or config.host,
        port=config.port if arguments.port is None else arguments.port,
        workspace=getattr(arguments, "workspace", None) or config.workspace,
    )


def _check(config: Config, answer: Answer) -> int:
    findings = deployment.look_at(config)
    lines = [f"  {one.standing:<15} {one.words}" for one in findings]
    data = {"findings": [{"standing": one.standing, "words": one.words} for one in findings]}
    answer(data, "\n".join(lines))
    return 1 if any(one.standing == deployment.MUST for one in findings) else 0


def _serve(ready: Ready, say: Say, *, links: Links = ()) -> int:
    config = ready.ground.config
    say(f"Second Story answers on {config.url}")
    if ready.first_link and not links:
        say(f"Sign in here, once:      {ready.first_link}")
    for who, link in links:
        say(f"Sign in once as {who:<9}{link}")
    say("Stop it with Ctrl-C; start it again with the same command. What was recorded stays.")
    try:
        serve(ready)
    except KeyboardInterrupt:
        say("\nStopped.")
    return 0
