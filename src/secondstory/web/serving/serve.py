"""Starts the site: checks the configuration, opens the workspace, brings its tables up to date, and answers."""

import gc
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any

from secondstory.kernel.frozen import dataclass
from secondstory.kernel.refused import Refused
from secondstory.web.serving.secret import secret_in
from secondstory.web.site.config import Config
from secondstory.web.site.ground import Ground
from secondstory.web.site.settings import DATABASE, configure
from secondstory.wiring.site.post import MailAccount, postman
from secondstory.wiring.site.rounds import Rounds, rounds_of
from secondstory.wiring.workspace import Workspace, open_workspace

MOST_CONNECTIONS = 900
"""Browsers keep theirs open between two pages; beyond the usual 100 nobody else would be let in. A process may mostly have
1,024 files open, and some are needed for the record."""

RECEIVED_BYTES = 1 << 18
"""How much of a body is taken at once: with the usual 8 kB, a file costs a turn of the loop for each of them."""

BEHIND_PROXY: Mapping[str, Any] = {
    "trusted_proxy": "127.0.0.1",
    "trusted_proxy_headers": {"x-forwarded-proto", "x-forwarded-host", "x-forwarded-for"},
    "clear_untrusted_proxy_headers": True,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Ready:
    """A site that is ready to answer. first_link: where the first administrator begins, None once there is one."""

    ground: Ground
    first_link: str | None


def prepare(config: Config, workspace: Workspace | None = None) -> Ready:
    """Open everything a site needs. Raises Refused with what to do when something is in the way."""
    opened = workspace or open_workspace(config.workspace)
    if opened.closed is not None:
        raise Refused(opened.closed)
    ground = Ground(opened, config)
    configure(ground, secret=secret_in(opened.settings.keys), folder=opened.place.root)
    _bring_tables_up_to_date(opened.place.root)
    return Ready(ground=ground, first_link=_first_link(config))


def _bring_tables_up_to_date(folder: Path) -> None:
    from django.core.management import call_command

    before = os.umask(0o077)
    try:
        call_command("migrate", verbosity=0, interactive=False)
    finally:
        os.umask(before)
    (folder / DATABASE).chmod(0o600)


def _first_link(config: Config) -> str | None:
    from secondstory.web.signin import links
    from secondstory.web.signin.models import User

    if User.objects.exists():
        return None
    return f"{config.url}/begin/{links.make_link(None, purpose=links.FIRST_RUN)}"


@contextmanager
def working(ground: Ground) -> Iterator[None]:
    """Do what is done now and then, and take letters to the mail server, when one is named."""
    config = ground.config
    every = rounds_of(ground.workspace, ground.outbox, links=ground.links, bundles=ground.bundles)
    ground.rounds = Rounds(ground.workspace, every)
    ground.rounds.start()
    postman_here = None
    if config.smtp is not None:
        account = MailAccount(
            host=config.smtp.host,
            port=config.smtp.port,
            user=config.smtp.user,
            password=config.smtp.password,
            security=config.smtp.security,
        )
        postman_here = postman(ground.outbox, account, sender=ground.sender)
        postman_here.start()
    try:
        yield
    finally:
        ground.rounds.stop()
        if postman_here is not None:
            postman_here.stop()


def load_what_every_page_needs() -> None:
    """Import every place and compile the layouts before anybody is answered: else the first visitors wait."""
    from django.template import engines
    from django.template.backends.jinja2 import Jinja2

    import_module("secondstory.web.site.urls")
    engine = engines["jinja2"]
    assert isinstance(engine, Jinja2)
    for name in engine.env.list_templates(filter_func=lambda name: name.startswith(("layout/", "pieces/"))):
        engine.env.get_template(name)


def serve(ready: Ready) -> None:
    """Answer requests until the process is told to stop. Raises Refused when the port is taken."""
    import waitress
    from django.core.wsgi import get_wsgi_application

    config = ready.ground.config
    try:
        server = waitress.create_server(
            get_wsgi_application(),
            host=config.host,
            port=config.port,
            threads=config.threads,
            ident="",
            channel_timeout=120,
            connection_limit=MOST_CONNECTIONS,
            asyncore_use_poll=True,
            recv_bytes=RECEIVED_BYTES,
            max_request_body_size=64 * 1024 * 1024,
            **(BEHIND_PROXY if config.behind_proxy else {}),
        )
    except OSError as why:
        raise Refused(
            f"Port {config.port} on {config.host} cannot be had ({why.strerror}). Nothing was started; stop what uses it,"
            " or name another: --port 8471"
        ) from why
    load_what_every_page_needs()
    with working(ready.ground):
        # What is loaded by now stays for good; looking through it for garbage would stop everybody for a tenth of a second.
        gc.collect()
        gc.freeze()
        server.run()
