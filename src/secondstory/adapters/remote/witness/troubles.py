"""The ways in which a witness or its memory cannot be relied on, with words for whoever runs it."""


class WitnessFailed(Exception):
    """The witness cannot sign now: its key or its memory is gone, damaged, or could not be written. It signs nothing."""


class KeptFailed(Exception):
    """The checkpoints kept beside a record cannot be read or written; the record itself is untouched."""


class TwoRoots(Exception):
    """Two signed checkpoints of one size have different roots. `kept` stood here first, `other` came now."""

    def __init__(self, kept: bytes, other: bytes) -> None:
        """Keep both notes, as evidence."""
        super().__init__(
            "A checkpoint is kept for this size with another root, and the log's key signed both. Nothing was"
            " replaced. Keep the two files that were written, and run secondstory verify."
        )
        self.kept, self.other = kept, other
