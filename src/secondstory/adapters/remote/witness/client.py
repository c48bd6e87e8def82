"""Posts to a witness. It believes nothing: an answer is a status, a type and bytes, all of limited length and time."""

import http.client

from secondstory.adapters.remote.connected import connected, words_of
from secondstory.adapters.remote.witness.address import check_address
from secondstory.application.record.witnessed import Answer, NoAnswer
from secondstory.record.witnessing import ADD_CHECKPOINT, MAX_ANSWER_BYTES

TIME_S = 20.0


def post(url: str, body: bytes, *, plain: bool = False, time_s: float = TIME_S) -> Answer:
    """Post a request to the witness at the submission prefix `url`; return its answer, a redirect included.

    No redirect is followed. time_s: for all of it, connecting included. Raises NoAnswer when none came in time or it
    was too long, Refused as `check_address` does.
    """
    parts = check_address(url, plain=plain)
    path = f"{parts.path.rstrip('/')}{ADD_CHECKPOINT}"
    try:
        with connected(parts, time_s) as connection:
            connection.request("POST", path, body, {"Content-Type": "application/octet-stream"})
            answer = connection.getresponse()
            content = answer.read(MAX_ANSWER_BYTES + 1)
            if len(content) > MAX_ANSWER_BYTES:
                raise NoAnswer(f"Its answer is longer than {MAX_ANSWER_BYTES} bytes, and was not read on.")
            return Answer(
                status=answer.status, content_type=answer.getheader("Content-Type", ""), body=content
            )
    except TimeoutError as late:
        raise NoAnswer(f"It did not answer within {time_s:.0f} seconds.") from late
    except (OSError, http.client.HTTPException, UnicodeError, ValueError) as why:
        raise NoAnswer(f"It could not be asked: {words_of(why)}.") from why
