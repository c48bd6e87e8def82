"""Bad weather in words: what the disk said of a file, and what to do next."""

import errno
import io
import os

import pytest

from secondstory.cli.terminal import Terminal
from secondstory.cli.troubles import WEATHER_CODE, tell


def said_of(number: int) -> str:
    err = io.StringIO()
    trouble = OSError(number, os.strerror(number), "/srv/reviews/record.db")
    assert tell(Terminal(out=io.StringIO(), err=err), trouble) == WEATHER_CODE
    return err.getvalue()


@pytest.mark.parametrize("number", [errno.EIO, errno.ENOSPC, errno.EDQUOT, errno.EROFS])
def test_it_says_what_to_do_about_a_disk_that_said_no(number):
    said = said_of(number)
    assert said.startswith("/srv/reviews/record.db: ")
    assert "What was recorded before stays recorded." in said
    assert "do it again" in said


def test_it_speaks_of_no_disk_where_a_file_is_only_missing():
    assert said_of(errno.ENOENT) == "/srv/reviews/record.db: No such file or directory.\n"
