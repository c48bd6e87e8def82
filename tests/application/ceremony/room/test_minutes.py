"""Minutes by part of the agenda."""

from secondstory.application.ceremony.room.minutes import by_part, headed


def test_it_gathers_pieces_under_their_part_in_the_order_they_came():
    pieces = [headed("Close", "Thanks."), headed("Walk", " One.\n\nTwo. "), headed("Close", "More thanks.")]
    assert by_part(pieces) == (("Close", ("Thanks.", "More thanks.")), ("Walk", ("One.\n\nTwo.",)))


def test_it_keeps_pieces_from_elsewhere_whole():
    assert by_part(["Said at the terminal.", "## Only a heading"]) == (
        ("", ("Said at the terminal.", "## Only a heading")),
    )
