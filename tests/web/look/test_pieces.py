"""The pieces: what a page builder writes, and what a browser gets."""

import re
from html.parser import HTMLParser
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import jinja2
import pytest
from markupsafe import Markup

from secondstory.web.site.jinja import environment
from secondstory.web.site.settings import WEB

TEMPLATES = WEB / "templates"
STATIC = WEB / "static" / "secondstory"
OURS = sorted((TEMPLATES / "layout").glob("*.html")) + sorted((TEMPLATES / "pieces").glob("*.html"))
VOID = {"input", "meta", "link", "br", "rect", "path", "circle", "line", "use", "img", "hr"}


def visit(**changed: Any) -> SimpleNamespace:
    """A visit as the layouts see it."""
    about = {
        "person": "pe_1", "person_name": "Ada Berg", "initials": "AB", "is_signed_in": True, "refusal": None,
        "form": {}, "messages": [], "here": "/", "csrf": Markup('<input type="hidden" name="t">'),
        "organisation": "Kelda Ferries", "charter_version": "4",
    }  # fmt: skip
    return SimpleNamespace(**{**about, **changed})


def space(**changed: Any) -> SimpleNamespace:
    """The space of one post-mortem with three steps."""
    states = (
        ("overview", "none"),
        ("support", "done"),
        ("timeline", "begun"),
        ("publish", "none"),
        ("map", "lamp"),
    )
    steps = [
        SimpleNamespace(
            key=key, name=key.title(), url=f"/{key}", line="", state=state, current=key == "timeline"
        )
        for key, state in states
    ]
    about = {
        "number": 7,
        "label": "PM-7",
        "title": "Forty-eight of what?",
        "line": "",
        "facts": ["Harm: yes"],
        "proof": "7 entries in the record",
        "proof_url": "/pm/7/record",
    }
    return SimpleNamespace(**{**about, "is_private": True, "steps": steps, **changed})


@pytest.fixture(scope="module")
def env() -> jinja2.Environment:
    """The environment of the site, as Django makes it."""
    return environment(loader=jinja2.FileSystemLoader(TEMPLATES), autoescape=True)


@pytest.fixture
def piece(env: jinja2.Environment) -> Any:
    """Render a few words of a template that use the pieces."""

    def render(source: str, **context: Any) -> str:
        template = env.from_string('{% import "pieces/all.html" as p with context %}' + source)
        return re.sub(r"\s+", " ", template.render(**{"visit": visit(), **context})).strip()

    return render


class Nesting(HTMLParser):
    """Notes what stands inside what, and what a browser would silently take apart."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.wrong: list[str] = []
        self.ids: list[str] = []
        self.headings: list[int] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Check one tag."""
        self.ids += [value for key, value in attrs if key == "id" and value]
        self.wrong += [f"{key} on {tag}" for key, _ in attrs if key == "style" or key.startswith("on")]
        if tag in ("form", "div", "p", "ul", "dl", "section", "h2") and "p" in self.open:
            self.wrong.append(f"{tag} inside p")
        if tag == "form" and "form" in self.open:
            self.wrong.append("form inside form")
        if re.fullmatch("h[1-6]", tag) and "dialog" not in self.open:
            self.headings.append(int(tag[1]))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Check one tag that closes itself."""

    def handle_endtag(self, tag: str) -> None:
        """Check that what closes is what was open."""
        if not self.open or self.open.pop() != tag:
            self.wrong.append(f"</{tag}> closes something else")


def read(html: str) -> Nesting:
    """Return what stands in a page."""
    found = Nesting()
    found.feed(html)
    found.wrong += [f"{tag} stays open" for tag in found.open]
    return found


def test_it_escapes_what_people_wrote(piece: Any) -> None:
    html = piece('{{ p.account(x, x) }}{{ p.followup(x) }}{{ p.lamp(x, x, x, "/") }}', x='<b onclick="x">')
    assert "<b onclick" not in html
    assert html.count("&lt;b onclick") == 6


def test_it_keeps_what_was_typed_when_a_form_was_refused(piece: Any) -> None:
    refused = visit(form={"title": 'half "typed" <i>', "level": "culture", "loud": "yes", "kind": "b"})
    html = piece(
        '{{ p.field("title", "T", value="old") }}{{ p.textarea("title", "T", id="two") }}'
        '{{ p.select("level", "L", [("software", "S"), ("culture", "C")]) }}{{ p.check("loud", "Tell") }}'
        '{{ p.radios("kind", "K", [("a", "A"), ("b", "B")], value="a") }}',
        visit=refused,
    )
    assert 'value="half &#34;typed&#34; &lt;i&gt;"' in html
    assert "half &#34;typed&#34; &lt;i&gt;</textarea>" in html
    assert '<option value="culture" selected>' in html
    assert 'name="loud" value="yes" checked' in html
    assert 'value="b" checked' in html
    assert 'value="a" checked' not in html


def test_it_leaves_the_other_forms_of_a_page_as_they_were(piece: Any) -> None:
    refused = visit(form={"do": "share", "reason": "typed"})
    html = piece('{{ p.field("reason", "R", value="mine", of="hold") }}', visit=refused)
    assert 'value="mine"' in html
    assert "typed" not in html


def test_it_never_sends_a_password_back(piece: Any) -> None:
    html = piece('{{ p.field("password", "P", kind="password") }}', visit=visit(form={"password": "secret"}))
    assert "secret" not in html


def test_it_ties_label_hint_and_error_to_the_field(piece: Any) -> None:
    html = piece('{{ p.field("due", "When?", hint="A day.", error="Nobody could check this yet.") }}')
    assert '<label class="lab" for="f-due">' in html
    assert 'aria-describedby="f-due-hint f-due-error" aria-invalid="true"' in html
    assert 'id="f-due-hint"' in html
    assert 'id="f-due-error"' in html


def test_it_says_which_fields_may_stay_empty(piece: Any) -> None:
    assert "if you like" in piece('{{ p.field("a", "A", required=false) }}')
    assert "if you like" not in piece('{{ p.field("a", "A") }}')


def test_it_puts_the_token_into_every_form_that_posts(piece: Any) -> None:
    html = piece(
        '{% call p.form() %}{% endcall %}{{ p.post("Hold", "/h") }}{% call p.ask("A?", "Yes") %}{% endcall %}'
        '{% call p.dialog("d", "A?", "Yes") %}{% endcall %}{{ p.lamp("T", "t", "Go", "/go", posts=true) }}'
    )
    assert html.count("<form") == html.count('name="t"') == 5


def test_it_shows_a_button_that_is_off_with_its_reason(piece: Any) -> None:
    html = piece('{{ p.button("Publish", off="Two things are left.") }}')
    assert "disabled" in html
    assert "Two things are left." in html


def test_it_opens_a_dialog_from_a_link_that_also_leads_somewhere(piece: Any) -> None:
    html = piece('{{ p.button("Publish", href="/ask", dialog="publish") }}')
    assert '<a class="btn" href="/ask" data-dialog="publish">' in html


@pytest.mark.parametrize("level", ["software", "practices", "process", "culture", "organisation", "outside"])
def test_it_says_a_level_with_shape_and_word(piece: Any, level: str) -> None:
    html = piece("{{ p.level(level) }}", level=level)
    assert f"lv-{level}" in html
    assert level.capitalize() in html
    assert re.search(r"<(rect|path|circle) ", html)


def test_it_gives_each_level_a_shape_of_its_own(piece: Any) -> None:
    shapes = {
        re.search(r"<(rect|path|circle)[^>]*>", piece("{{ p.level(x) }}", x=x)).group()
        for x in ("software", "practices", "process", "culture", "organisation", "outside")
    }  # type: ignore[union-attr]
    assert len(shapes) == 6


def test_it_counts_strength_in_bars_and_says_the_word(piece: Any) -> None:
    for word, bars in (("weaker", 1), ("intermediate", 2), ("stronger", 3)):
        html = piece("{{ p.strength(w) }}", w=word)
        assert html.count('class="on"') == bars
        assert word.capitalize() in html


def test_it_says_the_state_of_each_step_in_words(env: jinja2.Environment) -> None:
    html = env.get_template("layout/space.html").render(visit=visit(here="/pm/7/"), space=space())
    for words in ("Done: ", "Under way: ", "Not started: ", "Next: "):
        assert f'<span class="sr">{words}</span>' in html
    assert html.count('href="/timeline" aria-current="page"') == 1


def test_it_labels_the_cells_of_a_row_for_a_phone(piece: Any) -> None:
    html = piece(
        '{% call p.table(["A", ("B", "r")]) %}<tr>{{ p.td("A", 1) }}{{ p.td("B", 2, right=true) }}</tr>{% endcall %}'
    )
    assert '<th scope="col">A</th>' in html
    assert '<td data-label="B" class="r">' in html


@pytest.mark.parametrize("signed_in", [True, False])
@pytest.mark.parametrize("name", ["page", "space", "narrow", "room", "reading", "error"])
def test_it_lays_every_page_out_whole(env: jinja2.Environment, name: str, signed_in: bool) -> None:
    who = visit(
        is_signed_in=signed_in, refusal="A title is asked for.", messages=["Held: 14 call recordings"]
    )
    html = env.get_template(f"layout/{name}.html").render(
        visit=who, space=space(), title="Nothing is here", safe="All is safe.", next_step="Go on."
    )
    found = read(html)
    assert found.wrong == []
    assert len(found.ids) == len(set(found.ids))
    assert 'href="#main"' in html
    assert found.ids.count("main") == 1
    assert "A title is asked for." in html
    assert "Held: 14 call recordings" in html


def test_it_says_after_a_refusal_whether_words_are_still_there(env: jinja2.Environment) -> None:
    page = env.get_template("layout/page.html")
    typed = page.render(visit=visit(refusal="No.", form={"do": "open", "title": "x"}))
    pressed = page.render(visit=visit(refusal="No.", form={"do": "hold", "csrfmiddlewaretoken": "x"}))
    assert "still in the form" in typed
    assert "still in the form" not in pressed


def test_it_lights_one_place_only(env: jinja2.Environment) -> None:
    for here, words in (("/", "Desk"), ("/pm/7/story", "Post-mortems"), ("/follow-ups/3", "Follow-ups")):
        html = env.get_template("layout/page.html").render(visit=visit(here=here))
        bar = html.split('aria-label="Main"')[1].split("</nav>")[0]
        assert re.findall(r'aria-current="page">([^<]+)', bar) == [words]


def test_it_tells_a_stranger_nothing_about_the_inside(env: jinja2.Environment) -> None:
    html = env.get_template("layout/page.html").render(
        visit=visit(is_signed_in=False, person_name="", person="")
    )
    assert "/settings" not in html
    assert "Ada" not in html
    assert "tabs-phone" not in html


def test_it_draws_every_icon_that_a_template_names() -> None:
    drawn = set(re.findall(r'id="i-([\w-]+)"', (TEMPLATES / "pieces" / "sprite.html").read_text()))
    sources = "".join(path.read_text() for path in OURS)
    named = set(re.findall(r'icon\("([\w-]+)"|icon="([\w-]+)"|\("([\w-]+)", "[A-Z]', sources))
    states = {one for found in named for one in found if one and one not in LEVELS_AND_PLACES}
    assert states <= drawn
    assert "hourglass" in drawn


LEVELS_AND_PLACES = {"software", "practices", "process", "culture", "organisation", "outside"}


@pytest.mark.parametrize("path", OURS, ids=lambda path: path.name)
def test_it_holds_under_a_strict_policy(path: Path) -> None:
    source = path.read_text()
    assert " style=" not in source
    assert not re.search(r"\son[a-z]+=", source)
    assert not re.search(r"<script(?![^>]*src=)", source)
    assert "https://" not in source


def test_it_names_only_static_files_that_exist() -> None:
    named = {found for path in OURS for found in re.findall(r"static\('([^']+)'\)", path.read_text())}
    assert named
    assert [one for one in named if not (STATIC / one).is_file()] == []
