"""What tests of the record need of the commands beside it: a hold released, a file sealed as evidence."""

from secondstory.adapters.secrets.detect import find_secrets
from secondstory.application.keeping import holding
from secondstory.application.keeping.sealing import Item, Vault, seal_evidence
from secondstory.domain.keeping.evidence import Capture
from secondstory.wiring.workspace import open_workspace
from tests.cli.conftest import Shell


def release_hold(shell: Shell, hold: str = "HO-1") -> None:
    """Release the hold that came with a post-mortem, so that something can be erased."""
    office = open_workspace(str(shell.workspace)).office
    holding.release(office, office.door.stream_of(hold), "nothing routine is deleted here")


def seal(shell: Shell, name: str, data: bytes) -> None:
    """Seal bytes as evidence of PM-1."""
    workspace = open_workspace(str(shell.workspace))
    office = workspace.office
    vault = Vault(objects=workspace.objects, keys=workspace.keys, look=find_secrets)
    item = Item(
        post_mortem=office.door.stream_of("PM-1"),
        name=name,
        captured_from="the booking host",
        how=Capture.FILE,
    )
    seal_evidence(office, vault, item, lambda: iter([data]))
