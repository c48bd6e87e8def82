"""Tokens of a real authority: believed when they fit, and each way in which one does not fit has words."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from hypothesis import given, settings
from hypothesis import strategies as st

from secondstory.adapters.remote.timestamps import tokens
from secondstory.adapters.remote.timestamps.sorting import with_sorted_certificates
from secondstory.adapters.remote.timestamps.troubles import NoToken
from secondstory.application.record.verifying.timestamps import BadToken
from secondstory.kernel.refused import Refused
from tests.adapters.remote.timestamps.authority import Authority, made
from tests.record.fuzzing.near import DEEP, LONG, LONG_ONES, anything, bounded

NOTE = b"log.example/record\n8\nroot\n\n\xe2\x80\x94 log.example/record c2ln\n"
OLD = Path(__file__).with_name("expired")


@pytest.fixture(scope="module")
def north(tmp_path_factory) -> Authority:
    return made(tmp_path_factory.mktemp("authorities") / "north")


@pytest.fixture(scope="module")
def south(tmp_path_factory) -> Authority:
    return made(tmp_path_factory.mktemp("authorities") / "south")


@pytest.fixture(scope="module")
def asked(north):
    """A request over the note, and what north answered."""
    query = tokens.query_over(NOTE)
    return query, north.reply(query.der)


def roots(authority):
    return tokens.roots_in(authority.roots)


def why(token, note, trusted=None):
    with pytest.raises(BadToken) as bad:
        tokens.check(token, note, roots=trusted)
    assert str(bad.value)
    return bad.value.why


def test_it_takes_what_answers_the_request(asked, north):
    query, answer = asked
    stamp = tokens.taken(answer, NOTE, query, roots(north))
    assert stamp.by == "CN=Clock of the north"
    assert abs(datetime.now(UTC) - stamp.at) < timedelta(minutes=10)
    assert tokens.check(answer, NOTE, roots=roots(north)) == stamp


def test_it_asks_with_another_nonce_each_time():
    assert len({tokens.query_over(NOTE).nonce for _ in range(20)}) == 20


def test_it_takes_no_answer_to_something_else(asked, north):
    query, answer = asked
    with pytest.raises(NoToken, match="over something else"):
        tokens.taken(answer, NOTE + b"x", query, roots(north))
    assert why(answer, NOTE + b"x") == "unfit"


def test_it_takes_no_older_answer(asked, north):
    _, answer = asked
    with pytest.raises(NoToken, match="the nonce is not the one that was sent"):
        tokens.taken(answer, NOTE, tokens.query_over(NOTE), roots(north))


def test_it_takes_no_other_digest_of_the_same_bytes(tmp_path):
    from rfc3161_client import HashAlgorithm, TimestampRequestBuilder

    here = made(tmp_path / "other", digests="sha512")
    request = TimestampRequestBuilder().data(NOTE).hash_algorithm(HashAlgorithm.SHA512).build()
    assert why(here.reply(request.as_bytes()), NOTE) == "unfit"


def test_it_takes_no_answer_without_the_certificate_that_was_asked_for(north):
    from rfc3161_client import HashAlgorithm, TimestampRequestBuilder

    builder = TimestampRequestBuilder().data(NOTE).hash_algorithm(HashAlgorithm.SHA256)
    request = builder.cert_request(cert_request=False).build()
    answer = north.reply(request.as_bytes())
    with pytest.raises(NoToken, match="does not hold the certificate"):
        tokens.taken(answer, NOTE, tokens.Query(request.as_bytes(), request.nonce), None)


def test_it_says_what_the_authority_refused(north):
    # SHA-512 is not among the digests that north takes.
    from rfc3161_client import HashAlgorithm, TimestampRequestBuilder

    request = TimestampRequestBuilder().data(NOTE).hash_algorithm(HashAlgorithm.SHA512).build()
    answer = north.reply(request.as_bytes())
    with pytest.raises(NoToken, match=r"refused it \(status 2\)\. It says: .*not supported"):
        tokens.taken(answer, NOTE, tokens.Query(request.as_bytes(), request.nonce or 0), None)


@pytest.mark.parametrize(
    ("status", "words"), [(1, "granted with changes"), (3, "asked again later"), (5, "refused it")]
)
def test_it_takes_nothing_that_was_not_plainly_granted(asked, status, words):
    _, answer = asked
    changed = answer.replace(b"\x30\x03\x02\x01\x00", bytes([0x30, 3, 2, 1, status]), 1)
    with pytest.raises(BadToken, match=words):
        tokens.check(changed, NOTE, roots=None)


def test_it_believes_no_authority_that_the_roots_do_not_confirm(asked, south):
    query, answer = asked
    assert why(answer, NOTE, roots(south)) == "unconfirmed"
    with pytest.raises(NoToken, match="The roots that were given do not confirm it"):
        tokens.taken(answer, NOTE, query, roots(south))


def test_it_trusts_no_certificate_that_came_in_the_token(tmp_path, south):
    # Whoever forges a token may put a whole chain of their own into it.
    forger = made(tmp_path / "forger", sends="root")
    answer = forger.reply(tokens.query_over(NOTE).der)
    assert tokens.check(answer, NOTE, roots=roots(forger)).by
    assert why(answer, NOTE, roots(south)) == "unconfirmed"


def test_it_finds_its_way_to_the_root_by_what_came_in_the_token(tmp_path):
    here = made(tmp_path / "below", sends="middle", by="middle")
    assert tokens.check(here.reply(tokens.query_over(NOTE).der), NOTE, roots=roots(here)).by
    silent = made(tmp_path / "silent", by="middle")
    assert why(silent.reply(tokens.query_over(NOTE).der), NOTE, roots(silent)) == "unconfirmed"


def test_it_reads_certificates_in_whatever_order_they_came(tmp_path):
    here = made(
        tmp_path / "long", sends="root", name="A clock whose name makes its certificate long" + 9 * "x"
    )
    answer = here.reply(tokens.query_over(NOTE).der)
    ordered = with_sorted_certificates(answer)
    assert ordered != answer
    assert sorted(ordered) == sorted(answer)
    assert tokens.check(answer, NOTE, roots=roots(here)) == tokens.check(ordered, NOTE, roots=roots(here))
    assert with_sorted_certificates(ordered) == ordered


def test_it_believes_none_that_was_signed_when_its_certificate_had_expired(tmp_path):
    late = made(tmp_path / "late", dates=("20200101000000Z", "20210101000000Z"))
    early = made(tmp_path / "early", dates=("20980101000000Z", "20990101000000Z"))
    for one in (late, early):
        answer = one.reply(tokens.query_over(NOTE).der)
        assert why(answer, NOTE, roots(one)) == "unconfirmed"


def test_it_believes_one_whose_certificate_was_valid_then_and_has_expired_since():
    token, note = (OLD / "7.tsr").read_bytes(), (OLD / "7.checkpoint").read_bytes()
    (certificate,) = tokens.roots_in(OLD / "tsa.pem")
    assert certificate.not_valid_after_utc < datetime.now(UTC)
    stamp = tokens.check(token, note, roots=tokens.roots_in(OLD / "root.pem"))
    assert certificate.not_valid_before_utc <= stamp.at <= certificate.not_valid_after_utc


def test_it_sees_every_byte_of_a_token_that_was_changed(asked, north):
    """What is signed in a token is changed nowhere unseen; what is not (the order of its wrapping) reads the same."""
    _, answer = asked
    good, trusted = tokens.check(answer, NOTE, roots=roots(north)), roots(north)
    for at in range(0, len(answer), 3):
        bad = answer[:at] + bytes([answer[at] ^ 0x01]) + answer[at + 1 :]
        try:
            assert tokens.check(bad, NOTE, roots=trusted).at == good.at
        except BadToken as refused:
            assert str(refused)


@pytest.mark.parametrize("cut", [0, 1, 2, 5, 9, 40, 200, -1])
def test_it_answers_a_token_that_was_cut(asked, cut):
    assert why(asked[1][:cut], NOTE) == "unreadable"


@given(st.data())
@settings(max_examples=200)
def test_it_answers_any_bytes_with_an_error_of_its_own(data):
    good = (OLD / "7.tsr").read_bytes()
    raw = data.draw(anything(good))
    with_sorted_certificates(raw)
    try:
        tokens.check(raw, NOTE, roots=None)
    except BadToken as refused:
        assert str(refused)


def test_it_answers_a_certificate_of_an_unknown_version():
    good = (OLD / "7.tsr").read_bytes()
    at = good.index(bytes.fromhex("a003020102")) + 4
    with pytest.raises(BadToken):
        tokens.check(good[:at] + b"\x03" + good[at + 1 :], NOTE, roots=None)


@pytest.mark.parametrize("raw", DEEP, ids=range(len(DEEP)))
def test_it_answers_deep_nesting(raw):
    with bounded():
        assert why(raw, NOTE) == "unreadable"


def test_it_answers_nesting_of_its_own_kind_and_ten_megabytes_soon():
    deep = b""
    for _ in range(2000):
        deep = b"\x30\x84" + len(deep).to_bytes(4, "big") + deep
    for raw in (deep, b"\x30\x80" * 5000, *(one(LONG) for one in LONG_ONES.values())):
        with bounded():
            assert why(raw, NOTE) == "unreadable"


def test_it_says_what_is_wrong_with_a_file_of_roots(tmp_path, north):
    with pytest.raises(Refused, match="cannot be read"):
        tokens.roots_in(tmp_path / "none.pem")
    (tmp_path / "none.pem").write_text("nothing of the sort\n")
    with pytest.raises(Refused, match="holds no certificates in PEM"):
        tokens.roots_in(tmp_path / "none.pem")
    both = tmp_path / "both.pem"
    both.write_bytes(north.roots.read_bytes() * 2)
    (one, other) = tokens.roots_in(both)
    assert one.public_bytes(Encoding.PEM) == other.public_bytes(Encoding.PEM)
    assert re.search("Root north", one.subject.rfc4514_string())
