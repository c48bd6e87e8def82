"""The icons of the page, drawn inline.

Path data of Lucide (https://lucide.dev) 1.62.0, ISC licence, Copyright (c) 2026 Lucide Icons and Contributors;
the notice stands in files/LICENSE-lucide.txt. The brand mark, level shapes and strength bars are our own.
"""

from typing import Literal

from secondstory.adapters.page.markup import Markup, trusted
from secondstory.application.edition import Level, Strength

IconName = Literal[
    "shield-check", "circle-dashed", "split", "archive", "circle-arrow-up", "handshake", "eye-off"
]

_PATHS: dict[IconName, str] = {
    "shield-check": '<path d="M20 13c0 5-3.5 7.5-7.66 8.95a1 1 0 0 1-.67-.01C7.5 20.5 4 18 4 13V6a1 1 0 0 1 1-1c2 0 4.5-1.2 6.24-2.72a1.17 1.17 0 0 1 1.52 0C14.51 3.81 17 5 19 5a1 1 0 0 1 1 1z"/><path d="m9 12 2 2 4-4"/>',
    "circle-dashed": '<path d="M10.1 2.182a10 10 0 0 1 3.8 0"/><path d="M13.9 21.818a10 10 0 0 1-3.8 0"/><path d="M17.609 3.721a10 10 0 0 1 2.69 2.7"/><path d="M2.182 13.9a10 10 0 0 1 0-3.8"/><path d="M20.279 17.609a10 10 0 0 1-2.7 2.69"/><path d="M21.818 10.1a10 10 0 0 1 0 3.8"/><path d="M3.721 6.391a10 10 0 0 1 2.7-2.69"/><path d="M6.391 20.279a10 10 0 0 1-2.69-2.7"/>',
    "split": '<path d="M16 3h5v5"/><path d="M8 3H3v5"/><path d="M12 22v-8.3a4 4 0 0 0-1.172-2.872L3 3"/><path d="m15 9 6-6"/>',
    "archive": '<rect width="20" height="5" x="2" y="3" rx="1"/><path d="M4 8v11a2 2 0 0 0 2 2h12a2 2 0 0 0 2-2V8"/><path d="M10 12h4"/>',
    "circle-arrow-up": '<circle cx="12" cy="12" r="10"/><path d="m16 12-4-4-4 4"/><path d="M12 16V8"/>',
    "handshake": '<path d="m11 17 2 2a1 1 0 1 0 3-3"/><path d="m14 14 2.5 2.5a1 1 0 1 0 3-3l-3.88-3.88a3 3 0 0 0-4.24 0l-.88.88a1 1 0 1 1-3-3l2.81-2.81a5.79 5.79 0 0 1 7.06-.87l.47.28a2 2 0 0 0 1.42.25L21 4"/><path d="m21 3 1 11h-2"/><path d="M3 3 2 14l6.5 6.5a1 1 0 1 0 3-3"/><path d="M3 4h8"/>',
    "eye-off": '<path d="M10.733 5.076a10.744 10.744 0 0 1 11.205 6.575 1 1 0 0 1 0 .696 10.747 10.747 0 0 1-1.444 2.49"/><path d="M14.084 14.158a3 3 0 0 1-4.242-4.242"/><path d="M17.479 17.499a10.75 10.75 0 0 1-15.417-5.151 1 1 0 0 1 0-.696 10.75 10.75 0 0 1 4.446-5.143"/><path d="m2 2 20 20"/>',
}
_SHAPES: dict[Level, str] = {
    "software": '<rect x="1.5" y="1.5" width="9" height="9"/>',
    "practices": '<path d="M6 1 11.2 10.5H.8z"/>',
    "process": '<path d="M6 .4 11.6 6 6 11.6.4 6z"/>',
    "culture": '<circle cx="6" cy="6" r="5"/>',
    "organisation": '<path d="M6 .6 11.4 4.8V11.2H.6V4.8z"/>',
    "outside": '<circle cx="6" cy="6" r="4.4"/>',
}
_BARS = (("1", "9", "3"), ("8", "6", "6"), ("15", "3", "9"))
_RISE: dict[Strength, int] = {"stronger": 3, "intermediate": 2, "weaker": 1, "": 0}

BRAND = trusted(
    '<svg viewBox="0 0 24 24" aria-hidden="true" class="mark"><rect class="first" x="4.75" y="15.25" width="14.5" '
    'height="5.5"/><rect class="second" x="4" y="4" width="16" height="9"/>'
    '<rect class="light" x="13.5" y="6.5" width="4" height="4"/></svg>'
)


def icon(name: IconName) -> Markup:
    """Return an icon; the word beside it carries the meaning."""
    return trusted(f'<svg class="i" viewBox="0 0 24 24" aria-hidden="true">{_PATHS[name]}</svg>')


def level_shape(level: Level) -> Markup:
    """Return the shape of a level, to stand before its name."""
    return trusted(f'<svg viewBox="0 0 12 12" aria-hidden="true">{_SHAPES[level]}</svg>')


def strength_bars(strength: Strength) -> Markup:
    """Return three rising bars, as many filled as the follow-up is strong."""
    bars = "".join(
        f'<rect x="{x}" y="{y}" width="5" height="{height}" class="{"on" if at < _RISE[strength] else "off"}"/>'
        for at, (x, y, height) in enumerate(_BARS)
    )
    return trusted(f'<svg viewBox="0 0 21 13" aria-hidden="true">{bars}</svg>')
