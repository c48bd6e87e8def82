"""A refusal in the words of the web: what it says, without the commands that it names for a terminal."""

import re

_COMMAND = re.compile(r"\bsecondstory [a-z-]|(?<!\S)--[a-z]")
_SENTENCES = re.compile(r"(?<=[.?!])\s+")
NOTHING = "That cannot be done like this. Nothing was changed."


def words_of(refused: Exception) -> str:
    """Return why it was refused and what to do instead; a sentence that names a command ends before the command.

    refused: a Refused, or what the disk said, which is in words for people too.
    """
    kept = [said for one in _SENTENCES.split(str(refused)) if (said := _without_command(one))]
    return " ".join(kept) or NOTHING


def _without_command(sentence: str) -> str:
    if _COMMAND.search(sentence) is None:
        return sentence
    before, colon, _ = sentence.rpartition(": ")
    return f"{before}." if colon and _COMMAND.search(before) is None else ""
