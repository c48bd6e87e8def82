"""The formats a workspace has had, and how its settings step from each to the next."""

from collections.abc import Callable, Mapping
from typing import Any

from secondstory.adapters.keystore.store import LocalKeyStore
from secondstory.kernel.refused import Refused
from secondstory.record.note import vkey
from secondstory.wiring.places import FORMAT, NO_SETTINGS, Settings, settings_from

Raw = Mapping[str, Any]


def _from_0(raw: Raw, keys: LocalKeyStore) -> Raw:
    """Format 0, before the first release, did not keep the verifier key beside the record."""
    return {**raw, "format": 1, "vkey": vkey(str(raw["origin"]), keys.public_key())}


STEPS: Mapping[int, Callable[[Raw, LocalKeyStore], Raw]] = {0: _from_0}
"""From each older format to the next."""


def current_settings(raw: Raw, keys: LocalKeyStore) -> Settings:
    """Return the settings of today's format for those of any older one.

    Raises Refused when nothing leads from there to here, or a setting is missing.
    """
    while int(raw["format"]) < FORMAT:
        step = STEPS.get(int(raw["format"]))
        if step is None:
            raise Refused(
                f"Nothing here can read format {raw['format']}. An earlier Second Story can bring it forward."
            )
        raw = step(raw, keys)
    try:
        return settings_from(raw)
    except NO_SETTINGS as wrong:
        raise Refused(
            f"The settings of the workspace lack something ({wrong}). Nothing was changed."
        ) from wrong
