"""What disk and key store may say instead of doing what they were asked: nobody's mistake, and over some day.

Adapters derive their errors from these, so that a door that knows no adapter can still tell people what was recorded.
`ports.storage` has those of the record itself.
"""


class NotKept(OSError):
    """A write beside the record did not become durable. What was there before is untouched."""


class NoRoom(NotKept):
    """There was no room for it, by the disk or by a quota."""


class KeysAway(OSError):
    """The key store cannot be read or written just now, or is not what it should be."""
