"""What can be wrong with sealed bytes: each of these is evidence about the world and is never swallowed."""

from secondstory.kernel.refused import Refused


class BadCiphertext(Exception):
    """Stored bytes are not what was sealed under this key."""


class Truncated(BadCiphertext):
    """The stored bytes end too early: whole chunks, or the end of the last one, are not there."""


class Altered(BadCiphertext):
    """The stored bytes were changed, reordered, replaced or extended, or the key is another one."""


class BadManifest(Exception):
    """These bytes are no manifest in its one canonical form."""


class DeclaredMismatch(Refused):
    """What arrived is not what the sender declared, so nothing was sealed."""


class ObjectMissing(Exception):
    """No object with this digest is in the store; whether that is an alarm, only the record can say."""

    def __init__(self, digest: str) -> None:
        """Name the digest that was asked for."""
        super().__init__(f"no object {digest} is in the store")
        self.digest = digest


class KeyDestroyed(Exception):
    """A key was asked for under a name whose key was destroyed: such a name is never used again."""

    def __init__(self, name: str) -> None:
        """Name the key."""
        super().__init__(f"the key {name} was destroyed, and its name is not used again")
        self.name = name


class BucketTrouble(Refused):
    """Storage elsewhere could not be asked, or does not take what it is given; nothing here was lost."""


class VersionMissing(Exception):
    """The bucket says that it has no such version of this object."""

    def __init__(self, key: str, version: str) -> None:
        """Name what was asked for."""
        super().__init__(f"the bucket has no version {version} of {key}")
        self.key, self.version = key, version


class LockRefused(Exception):
    """The bucket refused to remove a version or to change its lock; which, for a locked one, is what it is there for."""
