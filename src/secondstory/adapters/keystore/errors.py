"""What can go wrong with a key store, in words for the person who looks after it."""

from pathlib import Path

from secondstory.application.ports.weather import KeysAway
from secondstory.kernel.refused import Refused


class KeyStoreFailed(KeysAway):
    """The key store could not be read or written, or is not what it should be."""


class WrongRecoveryKey(Refused):
    """The recovery key was read well, and it is not the one this backup was locked to."""

    def __init__(self) -> None:
        """Say what happened, what is safe, what to do."""
        super().__init__(
            "This is a whole recovery key, but not the one this backup was locked to. The backup is unharmed and nothing "
            "was written. Look for the key that was printed when this installation was made, or a backup made under "
            "this one.",
            code="wrong-recovery-key",
        )


class UnreadableRecoveryKey(Refused):
    """The text is no whole recovery key: something was left out or misread."""

    def __init__(self, why: str) -> None:
        """Say what is wrong with the text."""
        super().__init__(
            f"{why} Nothing was written. Compare it with the printed sheet, group by group, and type it again; capital or "
            "small letters and spaces do not matter.",
            code="unreadable-recovery-key",
        )


class DamagedBackup(Refused):
    """The bytes are no key backup, or one that was changed or cut."""

    def __init__(self, why: str) -> None:
        """Say how one can tell."""
        super().__init__(
            f"{why} Nothing was written, and the recovery key is still good. Take another copy of the key backup.",
            code="damaged-key-backup",
        )


class FolderTaken(Refused):
    """There is something where a new key store should be."""

    def __init__(self, folder: Path) -> None:
        """Name the folder."""
        super().__init__(
            f"{folder} is not empty, and a key store is only made in a new place. Nothing there was changed. Name "
            "another folder, or use the key store that is there.",
            code="key-store-exists",
        )


class ExposedKeyStore(Refused):
    """Other people on this machine could read the keys."""

    def __init__(self, path: Path, *, is_folder: bool) -> None:
        """Name what is open to others."""
        super().__init__(
            f"Other people on this machine may be able to read {path}. Nothing was opened. Close it with: "
            f"chmod {'700' if is_folder else '600'} {path}",
            code="key-store-exposed",
        )
