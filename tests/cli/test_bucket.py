"""`bucket` against a real store: set after a probe, filled, read from when a disk lost something, and said so everywhere."""

import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from secondstory.adapters.remote.bucket.opening import Address, open_bucket
from secondstory.application.keeping.letting_go.copying import note_copy
from secondstory.application.record.copies import copies
from secondstory.domain.keeping.evidence import CopyLocked
from secondstory.kernel.frozen import replace
from secondstory.vault.bucket import object_key
from secondstory.wiring.bucket.pushing import push
from secondstory.wiring.places import BucketSettings, Place, read_settings, write_settings
from secondstory.wiring.site.rounds import Round, Rounds, lock_copies
from secondstory.wiring.workspace import open_workspace
from tests.cli.conftest import Shell
from tests.cli.keeping import release_hold
from tests.gateway import ACCESS, LOCKED, PLAIN, READER, READER_SECRET, SECRET, Gateway

pytestmark = pytest.mark.slow
LOG = "22:40 hold window set to 48\n"


class Kept:
    """A workspace with one sealed file, beside a running store."""

    def __init__(self, shell: Shell, gateway: Gateway):
        self.shell, self.gateway, self.prefix = shell, gateway, gateway.prefix()
        shell.ok("open", "Seats released too early")
        release_hold(shell)
        Path("hold.log").write_text(LOG)
        shell.ok("evidence", "add", "PM-1", "hold.log")

    def set(self, name=LOCKED, *more):
        where = ("--prefix", self.prefix, "--endpoint", self.gateway.endpoint)
        return self.shell("bucket", "set", name, *where, *more)

    def bucket(self):
        return open_bucket(Address(bucket=LOCKED, prefix=self.prefix, endpoint=self.gateway.endpoint))

    def lose(self) -> str:
        workspace = open_workspace(str(self.shell.workspace))
        (digest,) = workspace.objects.digests()
        workspace.objects.erase(digest)
        return digest

    def last_kinds(self, count):
        return [one["kind"] for one in self.shell.json("log", "--last", str(count))["entries"]]


@pytest.fixture
def kept(shell, gateway) -> Kept:
    return Kept(shell, gateway)


def test_it_is_set_once_a_probe_has_shown_that_its_locks_hold(kept):
    said = kept.set()
    assert said.code == 0, said.err
    for words in (
        "a canary was locked for a day",
        "delete it",
        "shorten its lock",
        "downgrade it",
        "locked for 365 days",
    ):
        assert words in said.out
    assert sorted(kept.last_kinds(2)) == ["installation.bucket_probed.v1", "installation.policy_set.v1"]
    shown = kept.shell.ok("bucket").out
    assert f"s3://locked/{kept.prefix} at 127.0.0.1:{kept.gateway.port}" in shown
    assert "1 piece of evidence not there yet" in shown
    assert "all was refused that must be" in shown


@pytest.mark.parametrize(
    "name, words", [(PLAIN, "Object Lock is not turned on"), ("nowhere", "no bucket of that name")]
)
def test_it_sets_no_bucket_that_protects_nothing(kept, name, words):
    refused = kept.set(name)
    assert (refused.code, words in refused.err) == (1, True)
    assert read_settings(Place(kept.shell.workspace)).bucket == BucketSettings()
    assert "No bucket is set here" in kept.shell.ok("bucket").out
    assert kept.shell("bucket", "push").code == 1


def test_it_keeps_no_credentials_and_shows_none(kept):
    said = kept.set()
    more = kept.shell.ok("bucket", "push")
    kept.shell.env.setenv("AWS_SECRET_ACCESS_KEY", "wrong-and-secret")
    refused = kept.shell("bucket", "push")
    told = "".join(one.out + one.err for one in (said, more, refused))
    for secret in (ACCESS, SECRET, "wrong-and-secret"):
        assert secret not in told
        for path in kept.shell.root.rglob("*"):
            assert not path.is_file() or secret.encode() not in path.read_bytes(), path


def test_it_gives_back_from_the_bucket_what_a_disk_lost(kept):
    kept.set()
    done = kept.shell.json("bucket", "push")
    assert (done["locked"], done["wrong"]) == (1, [])
    digest = kept.lose()
    assert kept.shell.ok("evidence", "open", "E-1").out == LOG
    report = kept.shell.json("verify", "--full")
    assert report["verdict"] == 0
    assert any("missing here and was read from its locked copy" in one for one in report["proved"])
    assert kept.shell.json("bucket", "fetch")["fetched"] == 1
    assert open_workspace(str(kept.shell.workspace)).objects.exists(digest)
    report = kept.shell.json("verify", "--full")
    assert not any("locked copy" in one for one in report["proved"])


def test_it_lends_nothing_to_a_drill_which_is_about_the_two_backups_alone(kept):
    kept.set()
    kept.shell.ok("bucket", "push")
    kept.lose()
    kept.shell.env.setenv("SECONDSTORY_RECOVERY_KEY", kept.shell.recovery_key)
    made = kept.shell.json("backup", "--data-to", "data", "--keys-to", "keys")
    drilled = kept.shell("restore", "--drill", made["data"], made["keys"])
    assert drilled.code == 2
    assert "bytes were sealed, and no entry erased them" in drilled.out


def test_it_asks_whether_every_copy_stands_as_recorded(kept):
    kept.set()
    kept.shell.ok("bucket", "push")
    assert kept.shell.json("bucket", "check", "--whole") == {"stand": 1, "wrong": []}
    workspace = open_workspace(str(kept.shell.workspace))
    (copy,) = copies(workspace.storage.rows, kept.bucket().name)
    forged = CopyLocked(where=copy.where, version="0" * 32, ciphertext_digest=copy.digest, until=copy.until)
    longer = CopyLocked(
        where=copy.where,
        version=copy.version,
        ciphertext_digest=copy.digest,
        until=copy.until + timedelta(days=9),
    )
    for said in (forged, longer):
        note_copy(workspace.office, workspace.storage.rows, copy.stream, said)
    checked = kept.shell("bucket", "check")
    assert checked.code == 2
    assert "is not in s3://locked/" in checked.out
    assert "is not locked until" in checked.out


def test_it_still_reads_by_version_what_was_overwritten_and_hidden_there(kept):
    kept.set()
    kept.shell.ok("bucket", "push")
    key = f"{kept.prefix}/{object_key(kept.lose())}"
    client = kept.gateway.client()
    client.put_object(Bucket=LOCKED, Key=key, Body=b"forged")
    client.delete_object(Bucket=LOCKED, Key=key)
    assert kept.shell.ok("evidence", "open", "E-1").out == LOG


def test_it_says_that_nobody_answers_and_nothing_is_lost(kept):
    kept.set()
    kept.shell.ok("bucket", "push")
    kept.lose()
    kept.shell.env.setenv("AWS_ACCESS_KEY_ID", "nobody")
    verified = kept.shell("verify", "--full")
    assert verified.code == 2
    assert "MISSING here. The record names a copy" in verified.out
    assert "does not know these credentials" in verified.out
    opened = kept.shell("evidence", "open", "E-1")
    assert (opened.code, opened.out) == (1, "")
    assert "does not know these credentials" in opened.err
    pushed = kept.shell("bucket", "push")
    assert (pushed.code, "Traceback" in pushed.err) == (0, False)


def test_it_is_filled_by_a_serving_process_which_says_what_is_in_the_way(kept):
    assert list(lock_copies(open_workspace(str(kept.shell.workspace)))) == []
    kept.set()
    workspace = open_workspace(str(kept.shell.workspace))
    turn = Round(name="bucket", every_s=600, go=lambda: lock_copies(workspace))
    said = []
    rounds = Rounds(workspace, [turn], say=said.append)
    kept.shell.env.setenv("AWS_ACCESS_KEY_ID", "nobody")
    assert "does not know these credentials" in rounds.turn(turn).troubles[0]
    assert len(said) == 1
    kept.shell.env.setenv("AWS_ACCESS_KEY_ID", ACCESS)
    assert rounds.turn(turn).troubles == ()
    assert kept.shell.json("bucket")["locked"] == 1


def test_it_says_what_to_install_and_verifies_all_the_rest_without_it(kept):
    kept.set()
    kept.shell.ok("bucket", "push")
    kept.lose()
    kept.shell.env.setitem(sys.modules, "boto3", None)
    refused = kept.shell("bucket", "probe")
    assert (refused.code, "pip install 'secondstory[s3]'" in refused.err) == (1, True)
    assert kept.shell.ok("bucket", "status").out.startswith("s3://locked/")
    verified = kept.shell("verify", "--full")
    assert (verified.code, "pip install 'secondstory[s3]'" in verified.out) == (2, True)


def test_it_tells_missing_rights_from_a_lock(kept):
    kept.set()
    kept.shell.env.setenv("AWS_ACCESS_KEY_ID", READER)
    kept.shell.env.setenv("AWS_SECRET_ACCESS_KEY", READER_SECRET)
    refused = kept.shell("bucket", "probe")
    assert (refused.code, "may not do that" in refused.err) == (1, True)


def test_it_removes_what_was_erased_once_its_lock_ran_out(kept):
    assert kept.set(LOCKED, "--days", "2").code == 0
    workspace = open_workspace(str(kept.shell.workspace))
    ends = datetime.now(UTC) + timedelta(seconds=2)
    assert push(workspace, now=ends - timedelta(days=2)).new == 1
    why = ("--basis", "GDPR art. 17", "--reason", "it holds a name")
    kept.shell.ok("erase", "E-1", "--of", "PM-1", *why)
    kept.shell.later(days=1)
    said = kept.shell.ok("erase", "--confirm", "ER-1", "--yes").out
    assert "nobody can remove it before" in said
    assert "1 copy of what was erased cannot be removed yet" in kept.shell.ok("bucket").out
    (version,) = [one.version for one in kept.bucket().versions("objects/")]
    while datetime.now(UTC) <= ends:
        assert version
    assert push(open_workspace(str(kept.shell.workspace)), now=ends + timedelta(seconds=1)).removed == 1
    assert list(kept.bucket().versions("objects/")) == []
    assert kept.shell.json("verify", "--full")["verdict"] == 0


def test_it_is_shown_by_doctor_with_the_next_step(kept):
    said = kept.shell("doctor", "--json").data
    found = next(one for one in said["findings"] if one["name"] == "locked copies")
    assert found["step"] == "secondstory bucket set NAME"
    kept.set()
    kept.shell.ok("bucket", "push")
    said = kept.shell("doctor", "--bucket", "--json").data
    found = next(one for one in said["findings"] if one["name"] == "locked copies")
    assert (found["standing"], found["step"]) == ("well", None)
    assert any("stay locked in s3://locked/" in one for one in said["protection"])
    assert kept.last_kinds(1) == ["installation.bucket_probed.v1"]


def test_it_is_left_in_the_open(kept):
    kept.set()
    kept.shell.ok("bucket", "push")
    assert "stays there, locked until its day" in kept.shell.ok("bucket", "unset").out
    assert kept.shell.json("bucket")["where"] is None
    assert kept.shell("bucket", "unset").code == 1
    kept.lose()
    assert kept.shell("verify", "--full").code == 2


def test_it_refuses_days_that_nobody_could_live_with(kept):
    refused = kept.set(LOCKED, "--days", "1")
    assert (refused.code, "2 to 36,500 days" in refused.err) == (1, True)


def test_it_keeps_its_settings_word_for_word(kept):
    wanted = BucketSettings(
        name="abc",
        prefix='p"q\\r',
        endpoint="https://s3.example:9",
        region="eu-central-1",
        profile="k",
        days=90,
    )
    place = Place(kept.shell.workspace)
    write_settings(place, replace(read_settings(place), bucket=wanted))
    assert read_settings(place).bucket == wanted
