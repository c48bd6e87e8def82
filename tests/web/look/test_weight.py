"""What a browser has to fetch before it can show a page, and that colours can be read."""

import gzip
import re
from pathlib import Path

import jinja2
import pytest

from secondstory.web.site.jinja import environment
from secondstory.web.site.settings import WEB

STATIC = WEB / "static" / "secondstory"
MOST_BYTES = 100_000
MOST_LINES = 300
SHEETS = sorted((STATIC / "css").glob("*.css"))
ALWAYS = ("fonts/newsreader.woff2", "fonts/public-sans.woff2", "fonts/jetbrains-mono.woff2")
READING = (*ALWAYS, "fonts/newsreader-italic.woff2")
TEXT_ON_GROUND = [
    (ink, ground) for ink in ("ink", "ink-2", "ink-3", "tide", "ember") for ground in ("paper", "surface")
] + [
    ("on-tide", "tide"),
    ("ink", "lamp-wash"),
    ("lamp-ink", "lamp-wash"),
    ("ember", "ember-wash"),
    ("ink-2", "sunk"),
]


def _packed(path: Path) -> int:
    return len(gzip.compress(path.read_bytes()))


def _page() -> int:
    from tests.web.look.test_pieces import space, visit

    env = environment(loader=jinja2.FileSystemLoader(WEB / "templates"), autoescape=True)
    return len(
        gzip.compress(env.get_template("layout/space.html").render(visit=visit(), space=space()).encode())
    )


@pytest.mark.parametrize("fonts", [ALWAYS, READING], ids=["a page", "a page with italics"])
def test_it_shows_a_first_page_within_a_hundred_kilobytes(fonts: tuple[str, ...]) -> None:
    sheets = sum(_packed(STATIC / "css" / f"{name}.css") for name in ("tokens", "pieces", "places", "print"))
    scripts = sum(_packed(STATIC / "js" / f"{name}.js") for name in ("theme", "app", "drafts", "kept"))
    faces = sum((STATIC / font).stat().st_size for font in fonts)
    assert sheets + scripts + faces + _page() < MOST_BYTES


@pytest.mark.parametrize("path", SHEETS, ids=lambda path: path.name)
def test_it_keeps_every_sheet_short_and_to_itself(path: Path) -> None:
    text = path.read_text()
    assert len(text.splitlines()) <= MOST_LINES
    assert text.count("{") == text.count("}")
    assert "@import" not in text
    assert not re.search(r"url\(\s*[\"']?(?:https?:|//|data:)", text)


def test_it_has_every_font_it_names_and_its_licence() -> None:
    named = re.findall(r'url\("\.\./([^"]+)"\)', (STATIC / "css" / "tokens.css").read_text())
    assert len(named) == 5
    for one in named:
        assert (STATIC / one).is_file()
    for face in ("newsreader", "public-sans", "jetbrains-mono"):
        assert "SIL OPEN FONT LICENSE" in (STATIC / "fonts" / f"LICENSE-{face}.txt").read_text().upper()


def test_it_uses_only_values_that_exist() -> None:
    text = "".join(path.read_text() for path in SHEETS)
    given = set(re.findall(r"(--[\w-]+)\s*:", text))
    assert set(re.findall(r"var\((--[\w-]+)", text)) <= given


def _colours(theme: str) -> dict[str, str]:
    text = (STATIC / "css" / "tokens.css").read_text()
    block = text.split(f'[data-theme="{theme}"] {{')[1].split("\n}")[0]
    return dict(re.findall(r"--([\w-]+): (#[0-9A-F]{6})", block))


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("ink", "ground"), TEXT_ON_GROUND, ids=str)
def test_it_can_be_read_in_both_themes(theme: str, ink: str, ground: str) -> None:
    colours = _colours(theme)
    one, other = sorted((_luminance(colours[ink]), _luminance(colours[ground])))
    assert (other + 0.05) / (one + 0.05) >= 4.5


def test_it_is_the_same_dark_by_choice_and_by_system() -> None:
    text = (STATIC / "css" / "tokens.css").read_text()
    system = text.split('[data-theme="light"]) {')[1].split("\n  }")[0]
    assert dict(re.findall(r"--([\w-]+): (#[0-9A-F]{6})", system)) == _colours("dark")
