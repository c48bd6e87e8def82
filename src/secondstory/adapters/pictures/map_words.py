"""The condition map without a picture: sentences, a table, and the same graph for Mermaid and Graphviz."""

from collections.abc import Sequence

from secondstory.adapters.pictures.svg import LEVEL_NAMES
from secondstory.application.edition import LEVELS, Condition, Effect, Link, LinkKind, legible
from secondstory.application.marks import named_in, one_form

_SENTENCES: dict[LinkKind, str] = {
    "made-likelier": "{start} made {end} more likely",
    "allowed": "{start} allowed {end}",
    "hid": "{start} hid {end}",
    "amplified": "{start} amplified {end}",
}
_TABLE_WORDS: dict[LinkKind, str] = {
    "made-likelier": "made more likely",
    "allowed": "allowed",
    "hid": "hid",
    "amplified": "amplified",
}
_BASIS_WORDS = {"evidence": "evidence", "hypothesis": "hypothesis, no evidence yet"}
_MERMAID_ARROWS: dict[LinkKind, str] = {
    "made-likelier": "-->",
    "allowed": "-.->",
    "hid": "-.->",
    "amplified": "==>",
}
_DOT_STYLES: dict[LinkKind, str] = {
    "made-likelier": "solid",
    "allowed": "dashed",
    "hid": "dotted",
    "amplified": "bold",
}


def as_sentences(
    conditions: Sequence[Condition], links: Sequence[Link], effects: Sequence[Effect] = ()
) -> tuple[str, ...]:
    """Return one sentence for each link, then one for each condition that no link touches."""
    names = _names(conditions, effects)
    known = _known(links, names)
    said: list[str] = []
    for link in known:
        start, end = (_said(key, names) for key in (link.start, link.end))
        text = _SENTENCES[link.kind].format(start=start, end=end)
        seen = f" Seen in {', '.join(map(one_form, link.marks))}." if link.marks else ""
        doubt = (
            " This is a hypothesis; there is no evidence for it yet." if link.basis == "hypothesis" else ""
        )
        said.append(f"{text}.{seen}{doubt}")
    linked = {key for link in known for key in (link.start, link.end)}
    loose = [condition for condition in conditions if condition.id not in linked]
    said += [f"{_said(each.id, names)} stands without a link so far." for each in loose]
    return tuple(said)


def map_table(
    conditions: Sequence[Condition], links: Sequence[Link], effects: Sequence[Effect] = ()
) -> tuple[tuple[str, str, str, str], ...]:
    """Return a row for each link: from, what it did, to, basis."""
    names = _names(conditions, effects)
    return tuple(
        (names[link.start], _TABLE_WORDS[link.kind], names[link.end], _BASIS_WORDS[link.basis])
        for link in _known(links, names)
    )


def map_mermaid(
    conditions: Sequence[Condition], links: Sequence[Link], effects: Sequence[Effect] = ()
) -> str:
    """Return the map as a Mermaid flowchart, one subgraph for each level. Ids become n0, n1, ... in order."""
    names = _names(conditions, effects)
    short = {key: f"n{at}" for at, key in enumerate(names)}
    lines = ["flowchart TB"]
    for level in LEVELS:
        here = [each for each in conditions if each.level == level]
        if here:
            lines.append(f'  subgraph {level}["{LEVEL_NAMES[level]}"]')
            lines += [f'    {short[each.id]}["{_mermaid_text(names[each.id])}"]' for each in here]
            lines.append("  end")
    if effects:
        lines.append('  subgraph effects["What it led to"]')
        lines += [f'    {short[each.id]}(["{_mermaid_text(each.text)}"])' for each in effects]
        lines.append("  end")
    for link in _known(links, names):
        doubt = "?" if link.basis == "hypothesis" else ""
        arrow = f"{_MERMAID_ARROWS[link.kind]}|{_TABLE_WORDS[link.kind]}{doubt}|"
        lines.append(f"  {short[link.start]} {arrow} {short[link.end]}")
    return "\n".join(lines) + "\n"


def map_dot(conditions: Sequence[Condition], links: Sequence[Link], effects: Sequence[Effect] = ()) -> str:
    """Return the map in the DOT language of Graphviz, one cluster for each level."""
    names = _names(conditions, effects)
    lines = ["digraph conditions {", "  rankdir=TB;", '  node [shape=box, fontname="sans-serif"];']
    for level in LEVELS:
        here = [each for each in conditions if each.level == level]
        if here:
            lines.append(f"  subgraph cluster_{level} {{ label={_dot_text(LEVEL_NAMES[level])};")
            lines += [f"    {_dot_text(each.id)} [label={_dot_text(names[each.id])}];" for each in here]
            lines.append("  }")
    lines += [f"  {_dot_text(each.id)} [label={_dot_text(each.text)}, style=filled];" for each in effects]
    for link in _known(links, names):
        head = "empty" if link.basis == "hypothesis" else "normal"
        style = (
            f"style={_DOT_STYLES[link.kind]}, arrowhead={head}, label={_dot_text(_TABLE_WORDS[link.kind])}"
        )
        lines.append(f"  {_dot_text(link.start)} -> {_dot_text(link.end)} [{style}];")
    return "\n".join([*lines, "}"]) + "\n"


def _names(conditions: Sequence[Condition], effects: Sequence[Effect]) -> dict[str, str]:
    names = {each.id: each.label or each.statement for each in conditions}
    return names | {each.id: each.text for each in effects if each.id not in names}


def _known(links: Sequence[Link], names: dict[str, str]) -> list[Link]:
    return [link for link in links if link.start in names and link.end in names and link.start != link.end]


def _quoted(text: str) -> str:
    return f"\u201c{text.strip().rstrip('.')}\u201d"


def _said(key: str, names: dict[str, str]) -> str:
    """Return what is linked by its number, when it has one that a reader could look up, and its name."""
    return f"{one_form(key)} {_quoted(names[key])}" if named_in(key) else _quoted(names[key])


def _mermaid_text(text: str) -> str:
    """Return text that stands safely between double quotes in Mermaid, which knows `#code;` for letters."""
    flat = " ".join(legible(text).split())
    return "".join(f"#{ord(letter)};" if letter in '"#<>&;`\\' else letter for letter in flat)


def _dot_text(text: str) -> str:
    flat = " ".join(legible(text).split())
    return '"' + flat.replace("\\", "\\\\").replace('"', '\\"') + '"'
