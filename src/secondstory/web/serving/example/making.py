"""Makes the example once, in the workspace of the terminal's example when there is one, and opens it every time after."""

import os
import tomllib
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from secondstory.kernel.frozen import dataclass, replace
from secondstory.kernel.refused import Refused
from secondstory.web.serving.example.cast import FIRST_ADDRESS, gather, let_in
from secondstory.web.serving.example.playing import Player
from secondstory.web.serving.serve import Ready, prepare
from secondstory.web.site.config import Config
from secondstory.wiring.clock import DEMO_ORIGIN
from secondstory.wiring.creating import create
from secondstory.wiring.places import FOLDER, KEYS_ENVIRONMENT, Place
from secondstory.wiring.workspace import Workspace, open_workspace

ORGANISATION = "Kelda Ferries"
_STORY = Path(__file__).with_name("files") / "forty-eight.toml"
_SHOWN = ("runa@example.test", "bo@example.test", "jonas@example.test")


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """The example, ready to be served. links: who, and the link that signs them in once."""

    ready: Ready
    links: tuple[tuple[str, str], ...]


def example_in(out: Path, config: Config, say: Callable[[str], None]) -> Example:
    """Return the example in the folder `out`, made there on the first call.

    Raises Refused when the workspace there is a real one: people of an example have no place in it.
    """
    root = out.absolute() / FOLDER
    os.environ.setdefault(KEYS_ENVIRONMENT, str(out.absolute() / "keys"))
    workspace = _opened(root, say)
    if not workspace.settings.origin.startswith(DEMO_ORIGIN):
        raise Refused(
            f"{root} holds a real workspace. The example goes into a folder of its own: --example DIR"
        )
    served = replace(
        config, organisation=ORGANISATION, workspace=str(root), zone=config.zone or "Europe/Oslo"
    )
    ready = prepare(served, workspace)
    if ready.first_link is not None:
        say("A team moves in: nine people, and the night a hold length meant something else ...")
        told = story()
        cast = gather(workspace, told)
        let_in(told, cast)
        Player(workspace, told, cast).play()
        say("Made. It is kept in this folder, and the next start goes on with it.")
    return Example(ready=ready, links=tuple(_links(served, (*_SHOWN, FIRST_ADDRESS))))


def _opened(root: Path, say: Callable[[str], None]) -> Workspace:
    if (root / "workspace.toml").is_file():
        return open_workspace(str(root))
    say("Making a workspace for the example ...")
    return create(Place(root), name="Ines Okafor", address=FIRST_ADDRESS, demo=True).workspace


def story() -> dict[str, Any]:
    """Return what is told of the team and its incident."""
    return tomllib.loads(_STORY.read_text(encoding="utf-8"))


def _links(config: Config, addresses: Iterable[str]) -> Iterable[tuple[str, str]]:
    from secondstory.web.signin.links import make_link
    from secondstory.web.signin.models import User

    for address in addresses:
        user = User.objects.filter(email=address, is_active=True).first()
        if user is not None:
            yield address.partition("@")[0], f"{config.url}/come-in/{make_link(user)}"
