"""The secret that sessions are signed with: random, made once, kept beside the other keys and not in the data."""

import os
import secrets
from pathlib import Path

NAME = "web-secret"


def secret_in(folder: Path) -> str:
    """Return the secret in the folder of the keys, made there on the first run and readable by its owner alone."""
    path = folder / NAME
    if not path.exists():
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(48))
            file.flush()
            os.fsync(file.fileno())
    return path.read_text(encoding="ascii").strip()
