"""Evidence in a browser: sealing, secrets, custody, opening originals safely."""

import pytest

from secondstory.application.keeping import custody
from secondstory.wiring.site.uploads import uploads_of
from tests.web.conftest import Town, text_of
from tests.web.pages.sealing_for_tests import PNG, SECRET, opens_with_bo, seal, sealed


@pytest.fixture
def here(town: Town) -> str:
    """Where the evidence of Ada's post-mortem is; Bo takes part."""
    return opens_with_bo(town)


def read_times(town: Town, item: str = "E-1") -> int:
    office = town.office("ada")
    state = custody.state_of(office, custody.find(office, item, of="PM-1"))
    return sum(type(one.event).__name__ == "Read" for one in state.custody)


def test_it_says_how_to_begin_when_nothing_is_sealed(town: Town, here: str):
    words = text_of(town.ada.get(here))
    assert "Nothing is sealed yet" in words
    assert "HO-1" in words


def test_it_seals_a_file_from_a_plain_form(town: Town, here: str):
    sealed(town.ada)
    words = text_of(town.ada.get(here))
    assert "Sealed: E-1, hold.log, 8 bytes." in words
    assert "a file, from booking-3" in words
    assert uploads_of(town.ground.workspace).all() == []


def test_it_seals_pasted_text_as_a_copy(town: Town, here: str):
    form = {"do": "seal", "pasted": "20:52 saved\r\n", "pasted_name": "chat.txt", "captured_from": "#deploys"}
    assert town.ada.post(here, {**form, "whole": "yes"}).status_code == 303
    assert "a copy, from #deploys" in text_of(town.ada.get(here))


def test_it_seals_nothing_of_a_form_that_was_cut(town: Town, here: str):
    answer = seal(town.ada, whole="ye")
    assert answer.status_code == 422
    assert "cut short" in text_of(answer)
    assert "Nothing is sealed yet" in text_of(town.ada.get(here))


def test_it_asks_for_something_to_seal(town: Town, here: str):
    answer = town.ada.post(here, {"do": "seal", "captured_from": "booking-3", "whole": "yes"})
    assert answer.status_code == 422
    assert 'value="booking-3"' in answer.content.decode()


def test_it_keeps_a_file_whose_origin_nobody_said_and_asks(town: Town, here: str):
    answer = seal(town.ada, captured_from=" ")
    waiting = answer.headers["Location"]
    assert waiting.startswith(f"{here}/uploads/")
    assert "Where does hold.log come from?" in text_of(town.ada.get(waiting))
    done = town.ada.post(waiting, {"do": "seal", "captured_from": "booking-3"}, follow=True)
    assert "Sealed: E-1, hold.log" in text_of(done)


def test_it_does_not_seal_the_same_bytes_twice(town: Town, here: str):
    sealed(town.ada)
    sealed(town.ada, "again.log")
    words = text_of(town.ada.get(here))
    assert "E-1 holds these very bytes already, so again.log was not sealed twice." in words
    assert "E-2" not in words


def waiting_secret(town: Town) -> str:
    answer = seal(town.ada, "deploy.log", SECRET)
    return str(answer.headers["Location"])


def test_it_shows_likely_secrets_masked_and_seals_nothing_before_an_answer(town: Town, here: str):
    page = town.ada.get(waiting_secret(town)).content.decode()
    assert "1 likely secret" in page
    assert "hT7-xQm29" not in page
    assert "Nothing is sealed yet" in text_of(town.ada.get(here))


def test_it_seals_a_copy_with_secrets_blotted_out(town: Town, here: str):
    done = town.ada.post(waiting_secret(town), {"do": "redact"}, follow=True)
    assert "1 place blotted out" in text_of(done)
    town.ada.post(f"{here}/1/original", {})
    words = text_of(town.ada.get(f"{here}/1/original"))
    assert "step 3 ok" in words
    assert "hT7-xQm29" not in words


def test_it_seals_secrets_as_they_are_for_a_reason_only(town: Town, here: str):
    waiting = waiting_secret(town)
    asked = town.ada.post(waiting, {"do": "anyway", "name": "renamed.log", "reason": " "})
    assert asked.status_code == 422
    assert "Why is it sealed with them in it?" in text_of(asked)
    done = town.ada.post(waiting, {"do": "anyway", "reason": "the key was changed at 21:00"}, follow=True)
    assert "Sealed, with likely secrets" in text_of(done)
    assert "the key was changed at 21:00" in text_of(town.ada.get(f"{here}/1"))


def test_it_blots_nothing_out_of_what_is_no_text(town: Town, here: str):
    waiting = seal(town.ada, "core.bin", b"\x80\n" + SECRET).headers["Location"]
    answer = town.ada.post(waiting, {"do": "redact"})
    assert answer.status_code == 422
    assert "It is not UTF-8 text" in text_of(answer)
    assert "--seal" not in text_of(answer)


def test_it_discards_what_shall_not_be_sealed(town: Town, here: str):
    done = town.ada.post(waiting_secret(town), {"do": "discard"}, follow=True)
    assert "Discarded: deploy.log" in text_of(done)
    assert uploads_of(town.ground.workspace).all() == []


def test_it_keeps_a_waiting_upload_from_everybody_else(town: Town, here: str):
    waiting = waiting_secret(town)
    for browser in (town.bo, town.fay):
        assert browser.get(waiting).status_code == 404
        assert browser.post(waiting, {"do": "discard"}).status_code == 404
    assert town.stranger.get(waiting).status_code == 302
    assert "deploy.log" not in text_of(town.bo.get(here))


def test_it_lets_go_of_what_waited_for_two_days(town: Town, here: str):
    waiting = waiting_secret(town)
    town.later(hours=49)
    town.ada.get(here)
    assert town.ada.get(waiting).status_code == 404
    assert uploads_of(town.ground.workspace).all() == []


def test_it_asks_before_an_original_is_opened_and_records_it_once_a_day(town: Town, here: str):
    sealed(town.ada)
    asked = town.bo.get(f"{here}/1/original")
    assert "hold 48" not in text_of(asked)
    assert read_times(town) == 0
    assert "hold 48" in text_of(town.bo.post(f"{here}/1/original", {"purpose": "the time"}, follow=True))
    town.bo.get(f"{here}/1/original")
    town.bo.post(f"{here}/1/original", {})
    assert read_times(town) == 1
    town.later(days=1)
    assert "hold 48" not in text_of(town.bo.get(f"{here}/1/original"))
    assert "Bo Lindqvist opened it: the time" in text_of(town.ada.get(f"{here}/1"))


def test_it_shows_text_escaped_with_numbered_lines_in_pages(town: Town, here: str):
    sealed(town.ada, "page.html", b"<script>alert(1)</script>\n" + b"line\n" * 1500)
    town.ada.post(f"{here}/1/original", {})
    first = town.ada.get(f"{here}/1/original").content.decode()
    assert "&lt;script&gt;alert(1)" in first
    assert "<script>alert" not in first
    assert 'id="L1000"' in first
    assert 'id="L1001"' not in first
    assert 'id="L1501"' in town.ada.get(f"{here}/1/original?from=1001").content.decode()


def test_it_serves_pictures_where_nothing_can_run(town: Town, here: str):
    sealed(town.ada, "shot.png", PNG)
    assert town.ada.get(f"{here}/1/bytes").status_code == 404
    town.ada.post(f"{here}/1/original", {})
    answer = town.ada.get(f"{here}/1/bytes")
    assert b"".join(answer.streaming_content) == PNG
    assert answer.headers["Content-Type"] == "image/png"
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"


@pytest.mark.parametrize(
    "content", [b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"%PDF-1.4\n\x00", b"<html>"]
)
def test_it_never_serves_anything_else_inline(town: Town, here: str, content: bytes):
    sealed(town.ada, "shot.png", content)
    town.ada.post(f"{here}/1/original", {})
    assert town.ada.get(f"{here}/1/bytes").status_code == 404
    copy = town.ada.post(f"{here}/1/copy", {"purpose": "to look at it"})
    assert copy.headers["Content-Disposition"].startswith("attachment")
    assert copy.headers["Content-Type"] == "application/octet-stream"
    assert b"".join(copy.streaming_content) == content


def test_it_takes_a_copy_out_for_a_purpose_only(town: Town, here: str):
    sealed(town.ada)
    assert town.ada.post(f"{here}/1/copy", {"purpose": " "}).status_code == 422
    assert b"".join(town.ada.post(f"{here}/1/copy", {"purpose": "the insurer"})) == b"hold 48\n"
    assert "took a copy out: the insurer" in text_of(town.ada.get(f"{here}/1"))


def test_it_puts_a_correction_beside_and_hands_on(town: Town, here: str):
    sealed(town.ada)
    done = town.ada.post(
        f"{here}/1", {"do": "correct", "cites": "1", "text": "It is from booking-4"}, follow=True
    )
    assert "corrected line 1: It is from booking-4" in text_of(done)
    done = town.ada.post(f"{here}/1", {"do": "hand", "to": "The insurer", "reason": "file 2210"}, follow=True)
    assert "handed it to The insurer: file 2210" in text_of(done)


@pytest.mark.parametrize(
    "form",
    [{"do": "correct", "cites": "9", "text": "x"}, {"do": "hand", "to": "", "reason": "kept"}, {"do": "?"}],
)
def test_it_refuses_and_keeps_what_was_typed(town: Town, here: str, form: dict[str, str]):
    sealed(town.ada)
    assert town.ada.post(f"{here}/1", form).status_code == 422


def test_it_says_when_an_item_is_missing(town: Town, here: str):
    sealed(town.ada)
    objects = town.ground.workspace.objects
    for digest in objects.digests():
        objects.erase(digest)
    assert "Missing" in text_of(town.ada.get(here))
    words = text_of(town.ada.get(f"{here}/1"))
    assert "its bytes are not in the store" in words
    assert "Open it" not in words


def test_it_names_a_gap(town: Town, here: str):
    form = {
        "what": "Console log",
        "cause": "never-captured",
        "since": "2026-11-01T22:00",
        "until": "2026-11-01T22:24",
    }
    done = town.ada.post(f"{here}/gap", form, follow=True)
    assert "Recorded: a gap, Console log. It is no question about anybody." in text_of(done)
    assert town.ada.post(f"{here}/gap", {"what": "", "cause": "unknown"}).status_code == 422
    assert town.ada.post(f"{here}/gap", {"what": "x", "cause": "retention-expired"}).status_code == 422


PLACES = (
    "",
    "/gap",
    "/uploads",
    "/1",
    "/1/original",
    "/1/bytes",
    "/1/copy",
    "/1/erase",
    "/holds/new",
    "/holds/1",
    "/holds/1/release",
)


def test_it_is_not_there_for_whoever_may_see_nothing(town: Town, here: str):
    sealed(town.ada)
    for place in PLACES:
        assert town.fay.get(f"{here}{place}").status_code == 404, place
        assert town.fay.post(f"{here}{place}", {"do": "seal", "whole": "yes"}).status_code == 404, place
        assert town.stranger.get(f"{here}{place}").status_code == 302, place


def test_it_takes_no_item_of_another_post_mortem(town: Town, here: str):
    sealed(town.ada)
    town.opens("ada", "Another night")
    assert town.ada.get("/pm/2/evidence/1").status_code == 404
    assert town.ada.get("/pm/2/evidence/holds/1").status_code == 404


def test_it_says_in_words_what_each_rule_may_have_found():
    from secondstory.adapters.secrets.rules import RULES
    from secondstory.web.pages.understanding.evidence.shown import SECRETS

    assert set(SECRETS) <= {rule.name for rule in RULES}


def test_it_covers_lines_and_gives_readers_the_copy(town: Town, here: str):
    sealed(town.ada)
    refused = town.ada.post(f"{here}/1", {"do": "redact", "lines": "1", "because": "secret", "why": " "})
    assert refused.status_code == 422
    assert "Why is it redacted?" in text_of(refused)
    wish = {"do": "redact", "lines": "1", "because": "third-party", "why": "agreed with the partner"}
    assert "Readers are given E-2 now" in text_of(town.ada.post(f"{here}/1", wish, follow=True))
    words = text_of(town.ada.get(f"{here}/1"))
    assert "Redacted: E-2 is read in its place" in words
    assert "agreed with the partner" in words
    assert "A redacted copy of E-1" in text_of(town.ada.get(f"{here}/2"))
    assert town.ada.get(f"{here}/1/original").headers["Location"].endswith("/evidence/2/original")
    sent = town.ada.post(f"{here}/1/original", {}).headers["Location"]
    assert sent.endswith("/evidence/2/original")
    assert town.ada.post(f"{here}/1/copy", {"purpose": "insurer"}).status_code == 422
    town.ada.post(f"{here}/2/original", {})
    assert "[redacted: something of a third party]" in text_of(town.ada.get(f"{here}/2/original"))


def test_it_lets_nobody_else_cover_lines(town: Town, here: str):
    sealed(town.ada)
    wish = {"do": "redact", "lines": "1", "because": "secret", "why": "x"}
    assert town.fay.post(f"{here}/1", wish).status_code == 404
