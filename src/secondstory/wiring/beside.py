"""What lies beside the record and is neither entry nor row: settings, key store, what is in the file and should not be."""

from collections.abc import Iterator

from secondstory.adapters.keystore.errors import KeyStoreFailed
from secondstory.adapters.keystore.store import LocalKeyStore
from secondstory.adapters.sqlite.storage import SqliteStorage
from secondstory.readmodel.tables import PERSON
from secondstory.wiring.places import Settings

Finding = tuple[str, str]


def beside(
    settings: Settings, storage: SqliteStorage, keys: LocalKeyStore | None, public: bytes
) -> tuple[Finding, ...]:
    """Return (where, words) of whatever is wrong there. public: the raw key that the settings name."""
    return (*storage.strays(), *_settings(settings, storage), *_keys(settings, keys, public))


def _settings(settings: Settings, storage: SqliteStorage) -> Iterator[Finding]:
    if storage.head().size and not storage.rows.select(PERSON, {"person": settings.person}):
        yield (
            "the settings",
            f"They say that this workspace is {settings.person}'s, whom the record does not know.",
        )


def _keys(settings: Settings, keys: LocalKeyStore | None, public: bytes) -> Iterator[Finding]:
    if keys is None:
        return
    try:
        if keys.origin() != settings.origin or keys.public_key() != public:
            yield (
                "the key store",
                "It belongs to another log than the settings say, or to before a change of keys. Bring back the right one.",
            )
        yield from (("the key store", words) for words in keys.examine())
    except (KeyStoreFailed, ValueError) as why:
        yield "the key store", str(why)
