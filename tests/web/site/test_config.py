"""The configuration is checked whole before anything starts."""

from pathlib import Path

import pytest

from secondstory.kernel.refused import Refused
from secondstory.web.site.config import Config, Smtp, read_config


def test_it_needs_nothing_to_serve_this_machine():
    assert read_config(None, {}) == Config()
    assert read_config(None, {}).url == "http://127.0.0.1:8470"


def test_it_reads_a_file_and_puts_the_environment_on_top(tmp_path: Path):
    file = tmp_path / "site.toml"
    file.write_text(
        'port = 9000\nsender = "a@b.test"\norganisation = "Kelda"\n[smtp]\nhost = "mail.test"\nport = 25\n'
    )
    found = read_config(file, {"SECONDSTORY_WEB_PORT": "9001", "SECONDSTORY_WEB_SMTP_PASSWORD": "s3"})
    assert (found.port, found.organisation) == (9001, "Kelda")
    assert found.smtp == Smtp(host="mail.test", port=25, password="s3")


def test_it_says_everything_that_is_wrong_at_once(tmp_path: Path):
    file = tmp_path / "site.toml"
    file.write_text('prot = 1\nthreads = "many"\nbehind_proxy = "perhaps"\n[smtp]\nuser = "x"\n')
    with pytest.raises(Refused) as refused:
        read_config(file, {})
    assert len(refused.value.problems) == 4
    assert "prot means nothing here" in refused.value.problems


def test_it_refuses_what_could_not_work(tmp_path: Path):
    with pytest.raises(Refused) as refused:
        read_config(
            None,
            {
                "SECONDSTORY_WEB_ADDRESS": "stories.example/",
                "SECONDSTORY_WEB_SMTP_HOST": "m",
                "SECONDSTORY_WEB_PORT": "99999",
            },
        )
    assert [word.split()[0] for word in refused.value.problems] == ["port", "address", "sender"]


def test_it_says_where_the_file_went_wrong(tmp_path: Path):
    with pytest.raises(Refused, match="cannot be read"):
        read_config(tmp_path / "none.toml", {})
    (tmp_path / "bad.toml").write_text("port = = 1")
    with pytest.raises(Refused, match="is not TOML"):
        read_config(tmp_path / "bad.toml", {})
