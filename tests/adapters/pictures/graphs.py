"""Invented graphs of conditions, and nights of timeline entries, for the tests of the pictures."""

from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st

from secondstory.application.edition import LEVELS, Condition, Effect, Link, TimelineEntry

WORDS = (
    "nobody owned the settings console since April and three teams believed that another team had it".split()
)


@st.composite
def graphs(
    draw: st.DrawFn, most: int = 40
) -> tuple[tuple[Condition, ...], tuple[Link, ...], tuple[Effect, ...]]:
    """Return up to `most` conditions, up to 60 links between anything (circles too), up to 5 effects."""
    count = draw(st.integers(1, most))
    conditions = tuple(
        Condition(id=f"C{at}", level=draw(st.sampled_from(LEVELS)), statement=draw(statements()))
        for at in range(count)
    )
    effects = tuple(Effect(id=f"F{at}", text=draw(statements())) for at in range(draw(st.integers(0, 5))))
    ids = [each.id for each in (*conditions, *effects)]
    kinds = st.sampled_from(("made-likelier", "allowed", "hid", "amplified"))
    ends = st.tuples(st.sampled_from(ids), st.sampled_from(ids), kinds, st.booleans())
    links = tuple(
        Link(start=start, end=end, kind=kind, basis="evidence" if seen else "hypothesis")
        for start, end, kind, seen in draw(st.lists(ends, max_size=60))
    )
    return conditions, links, effects


@st.composite
def statements(draw: st.DrawFn) -> str:
    """Return a sentence: ordinary, empty, one endless word, or letters from anywhere."""
    ordinary = st.lists(st.sampled_from(WORDS), min_size=1, max_size=20).map(" ".join)
    odd = st.sampled_from(["", "W" * 300, "ﷺ" * 40, "漢字" * 60, "🙂" * 30, "a\u202eb" * 20])
    return draw(st.one_of(ordinary, ordinary, ordinary, odd))


def night(count: int, *, lanes: int = 4, every_min: int = 7) -> tuple[TimelineEntry, ...]:
    """Return a busy night of `count` entries in a few lanes."""
    start = datetime(2027, 1, 12, 20, 0, tzinfo=UTC)
    return tuple(
        TimelineEntry(
            id=f"T-{at:02}",
            occurred_at=start + timedelta(minutes=at * every_min),
            text=" ".join(WORDS[(at * 3 + step) % len(WORDS)] for step in range(3 + at % 6)),
            lane=f"Lane {at * 7 % lanes}",
            kind=("fact", "account", "inference")[at % 3],  # type: ignore[arg-type]
        )
        for at in range(count)
    )
