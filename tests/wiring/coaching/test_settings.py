"""What an organisation wants of the coach, read from the nearest file."""

import json
import tomllib

import jsonschema
import pytest

from secondstory.wiring.documents.coaching.settings import BrokenSettings, Shelf, settings_for
from secondstory.wiring.documents.coaching.settings_schema import as_text, schema

FULL = """
[coach]
off = ["hindsight"]
sureness = { human-error = 0.8 }
people = ["the night watch"]
things = ["Harbour"]
exclude = ["drafts/", "*.tmp.md", "docs/**/old.md"]
"""


@pytest.fixture
def place(tmp_path):
    """A folder with nothing above it that has settings."""
    return tmp_path


def write(place, text, name=".secondstory.toml"):
    (place / name).write_text(text)
    return place / "review.md"


def test_it_reads_everything_that_can_be_set(place):
    read = settings_for(write(place, FULL))
    assert (read.off, read.on) == ({"hindsight"}, frozenset())
    assert (read.people, read.things) == ({"the night watch"}, {"Harbour"})
    assert read.sureness == (("human-error", 0.8),)
    assert (read.file, read.folder) == (place / ".secondstory.toml", place)
    assert read.setup.off == {"hindsight"}
    assert dict(read.setup.sureness) == {"human-error": 0.8}
    assert read.setup.things == {"Harbour"}


def test_it_is_content_with_nothing(place):
    assert settings_for(place / "x.md").file is None
    assert settings_for(write(place, "")).off == frozenset()


def test_it_takes_the_nearest_file_alone(place):
    write(place, FULL)
    (place / "team").mkdir()
    (place / "team" / "deep").mkdir()
    write(place / "team", '[coach]\non = ["character"]\n')
    assert settings_for(place / "x.md").off == {"hindsight"}
    for near in (settings_for(place / "team" / "deep" / "x.md"), settings_for(place / "team")):
        assert (near.off, near.on) == (frozenset(), {"character"})


def test_it_reads_pyproject_where_the_table_is(place):
    write(place, FULL)
    (place / "package").mkdir()
    write(place / "package", "[tool.other]\nx = 1\n", "pyproject.toml")
    assert settings_for(place / "package" / "x.md").off == {"hindsight"}
    write(place / "package", '[tool.secondstory.coach]\noff = ["character"]\n', "pyproject.toml")
    assert settings_for(place / "package" / "x.md").off == {"character"}
    write(place / "package", '[coach]\noff = ["human-error"]\n')
    assert settings_for(place / "package" / "x.md").off == {"human-error"}


def test_it_remembers_what_it_read(place):
    shelf = Shelf()
    document = write(place, FULL)
    assert shelf.of(document).off == {"hindsight"}
    (place / ".secondstory.toml").unlink()
    assert shelf.of(document).off == {"hindsight"}
    assert settings_for(document).off == frozenset()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[coach]\noff = [\n", "line 2: this is not TOML"),
        ("[coach\n", "line 1: this is not TOML"),
        (
            '[coach]\n\nof = ["hindsight"]\n',
            "line 3: `of` is not known here. Did you mean `off`? Allowed: off, on,",
        ),
        ("[couch]\n", "line 1: `couch` is not known at the top. Did you mean `coach`? Allowed: coach."),
        (
            '[coach]\noff = ["hindsigt"]\n',
            'line 2: `off`: there is no rule "hindsigt". Did you mean hindsight?',
        ),
        ('[coach]\noff = "hindsight"\n', "line 2: `off` has to be a list of texts in quotation marks"),
        ("[coach]\npeople = [1]\n", "line 2: `people` has to be a list of texts"),
        ('[coach]\nthings = [" "]\n', "line 2: `things` has to be a list of texts"),
        ("[coach]\nsureness = 0.8\n", "line 2: `sureness` has to be a table"),
        (
            "[coach.sureness]\nhindsight = 2\n",
            "line 2: `sureness` of hindsight has to be a number from 0 to 1",
        ),
        ("[coach.sureness]\nhindsight = true\n", "has to be a number from 0 to 1"),
        ("[coach.sureness]\nhindsight = nan\n", "has to be a number from 0 to 1"),
        ("[coach.sureness]\nnothing = 0.5\n", '`sureness`: there is no rule "nothing"'),
        (
            '[coach]\noff = ["character"]\non = ["character"]\n',
            "line 3: character stands in `off` and in `on`",
        ),
        ("coach = 3\n", "line 1: `coach` has to be a table"),
    ],
)
def test_it_says_which_file_which_key_and_what_is_allowed(place, text, said):
    with pytest.raises(BrokenSettings) as broken:
        settings_for(write(place, text))
    assert str(broken.value).startswith(str(place / ".secondstory.toml"))
    assert said in str(broken.value)


def test_it_says_so_in_pyproject_too(place):
    with pytest.raises(BrokenSettings, match="`coch` is not known in"):
        settings_for(write(place, "[tool.secondstory.coch]\n", "pyproject.toml"))
    with pytest.raises(BrokenSettings, match="line 2: `oof` is not known here"):
        settings_for(write(place, "[tool.secondstory.coach]\noof = []\n", "pyproject.toml"))


def test_it_says_that_a_file_is_not_utf8(place):
    (place / ".secondstory.toml").write_bytes(b"[coach]\npeople = ['\xe9']\n")
    with pytest.raises(BrokenSettings, match="not UTF-8"):
        settings_for(place / "x.md")


@pytest.mark.parametrize(
    ("path", "out"),
    [
        ("drafts/a.md", True),
        ("deep/drafts/b/a.md", True),
        ("x.tmp.md", True),
        ("deep/x.tmp.md", True),
        ("docs/old.md", True),
        ("docs/a/b/old.md", True),
        ("a/docs/old.md", False),
        ("old.md", False),
        ("mydrafts/a.md", False),
        ("x.md", False),
        ("../drafts/a.md", False),
    ],
)
def test_it_leaves_out_what_the_globs_name(place, path, out):
    assert settings_for(write(place, FULL)).leaves_out(place / path) is out


def test_it_lets_somebody_want_otherwise_for_once(place):
    read = settings_for(write(place, '[coach]\noff = ["hindsight"]\non = ["character"]\n'))
    asked = read.with_rules(off=frozenset({"character"}), on=frozenset({"hindsight"}))
    assert (asked.off, asked.on) == ({"character"}, {"hindsight"})


def test_it_has_a_schema_that_agrees_with_the_reader(place):
    jsonschema.Draft202012Validator.check_schema(schema())
    jsonschema.validate(tomllib.loads(FULL), schema())
    for wrong in (
        {"couch": {}},
        {"coach": {"of": []}},
        {"coach": {"off": ["nothing"]}},
        {"coach": {"sureness": {"hindsight": 2}}},
    ):
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(wrong, schema())
    assert json.loads(as_text()) == schema()
