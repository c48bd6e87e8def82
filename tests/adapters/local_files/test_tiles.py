"""Published files appear tiles first and checkpoint last, and never over another log's."""

import pytest

from secondstory.adapters.local_files.tiles import TilesRefused, write_tiles

VKEY = "example.org/log+00000000+AAAA"
TILES = [
    ("tile/0/000.p/2", b"a" * 64),
    ("tile/entries/000.p/2", b"\0\1x\0\1y"),
    ("tile/0/x001/x234/067", b"b" * 8192),
]


def checkpoint(size=2, origin="example.org/log"):
    return f"{origin}\n{size}\nAAAA\n\n— {origin} AAAA\n".encode()


def everything_below(folder):
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_it_publishes_tiles_key_and_checkpoint(tmp_path):
    assert write_tiles(tmp_path / "out", TILES, checkpoint(), VKEY) == 3
    assert everything_below(tmp_path / "out") == {
        **dict(TILES),
        "log.vkey": VKEY.encode() + b"\n",
        "checkpoint": checkpoint(),
    }


def test_it_adds_to_what_was_published_before(tmp_path):
    write_tiles(tmp_path, TILES[:1], checkpoint(2), VKEY)
    assert write_tiles(tmp_path, [*TILES[:1], ("tile/0/000.p/3", b"a" * 96)], checkpoint(3), VKEY) == 1
    assert (tmp_path / "checkpoint").read_bytes() == checkpoint(3)


def test_it_writes_no_checkpoint_before_the_last_tile_is_there(tmp_path):
    def dying():
        yield TILES[0]
        assert (tmp_path / TILES[0][0]).exists()
        assert not (tmp_path / "checkpoint").exists()
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_tiles(tmp_path, dying(), checkpoint(), VKEY)
    assert set(everything_below(tmp_path)) == {TILES[0][0]}
    assert write_tiles(tmp_path, TILES, checkpoint(), VKEY) == 2


def test_it_refuses_a_folder_that_holds_another_log(tmp_path):
    write_tiles(tmp_path, TILES, checkpoint(origin="example.net/other"), VKEY)
    before = everything_below(tmp_path)
    with pytest.raises(TilesRefused, match=r"another log \(example.net/other\). Nothing there was changed"):
        write_tiles(tmp_path, [("tile/0/001.p/1", b"c" * 32)], checkpoint(), VKEY)
    assert everything_below(tmp_path) == before


def test_it_refuses_to_go_back_behind_a_published_checkpoint(tmp_path):
    write_tiles(tmp_path, TILES, checkpoint(120), VKEY)
    with pytest.raises(TilesRefused, match="120 entries there, 80 here"):
        write_tiles(tmp_path, [], checkpoint(80), VKEY)


def test_it_refuses_a_folder_whose_checkpoint_is_something_else(tmp_path):
    (tmp_path / "checkpoint").write_text("a note of mine")
    with pytest.raises(TilesRefused, match="cannot be read as one"):
        write_tiles(tmp_path, TILES, checkpoint(), VKEY)
    assert everything_below(tmp_path) == {"checkpoint": b"a note of mine"}


def test_it_never_changes_a_tile(tmp_path):
    write_tiles(tmp_path, TILES, checkpoint(2), VKEY)
    with pytest.raises(TilesRefused, match="a tile never changes"):
        write_tiles(tmp_path, [(TILES[0][0], b"z" * 64)], checkpoint(3), VKEY)
    assert everything_below(tmp_path)[TILES[0][0]] == TILES[0][1]
    assert (tmp_path / "checkpoint").read_bytes() == checkpoint(2)


@pytest.mark.parametrize(
    "name", ["", "checkpoint", "../tile/0/000", "/tile/0/000", "tile/0/../000", "tile/0/000/..", "tile/0/1"]
)
def test_it_writes_nothing_outside_the_tiles(tmp_path, name):
    with pytest.raises(ValueError, match="not the path of a tile"):
        write_tiles(tmp_path / "out", [(name, b"x")], checkpoint(), VKEY)
