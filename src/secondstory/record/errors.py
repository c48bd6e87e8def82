"""The ways in which the record can be wrong, kept apart because they ask for different answers."""


class BadProof(Exception):
    """Bytes contradict what they claim to be: malformed, altered, or not in the tree they say they are in.

    This is evidence about the world, so it is shown and never swallowed.
    """


class BadSignature(Exception):
    """A note carries a signature of a known key that does not verify, or none of a known key at all."""


class KeyNeeded(Exception):
    """A payload is sealed and its key was not given; `key_name` says which key it asks for.

    Not a proof of anything: the key may have been erased lawfully. The caller knows, this room does not.
    """

    def __init__(self, key_name: str) -> None:
        """Remember the name of the key that would open the payload."""
        super().__init__(
            f"This payload is sealed under the key {key_name}. Without that key it stays closed."
        )
        self.key_name = key_name


class MustReload(Exception):
    """What this process believes about the log may no longer be true: stop, read it again, decide again."""
