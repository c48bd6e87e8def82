"""Every command in one table, light enough that `--help` reads nothing else."""

from typing import NamedTuple


class Command(NamedTuple):
    """One command: its word, what it does in half a line, the module that has it, and where help shows it."""

    name: str
    summary: str
    module: str
    group: str


GROUPS = ("Begin", "Understand", "Meet and commit", "Evidence", "The record", "Documents and language")

_BEGIN, _UNDERSTAND, _MEET, _EVIDENCE, _RECORD, _LANGUAGE = GROUPS

COMMANDS: tuple[Command, ...] = (
    Command("init", "make a workspace and its record here", "ground.init", _BEGIN),
    Command("open", "open a post-mortem, in one line", "ground.open", _BEGIN),
    Command("solo", "walk through a post-mortem alone, in about 25 minutes", "ground.solo", _BEGIN),
    Command("serve", "the web application, for a team or for yourself", "ground.serve", _BEGIN),
    Command("example", "play one whole example through its life", "ground.example", _BEGIN),
    Command("status", "where you are, and what is next", "ground.status", _BEGIN),
    Command("list", "post-mortems, follow-ups, holds, evidence", "ground.list", _BEGIN),
    Command("show", "one post-mortem or follow-up, whole", "ground.show", _BEGIN),
    Command("search", "find words in everything you may read", "ground.search", _BEGIN),
    Command("doctor", "what protects this workspace, and the next cheap step", "ground.doctor", _BEGIN),
    Command("support", "before anything else: who is with them", "postmortem.support", _UNDERSTAND),
    Command("account", "write down what you remember", "postmortem.account", _UNDERSTAND),
    Command("timeline", "what happened when, known then and known now", "postmortem.timeline", _UNDERSTAND),
    Command(
        "story", "the narrative, its decision points, luck and surprise", "postmortem.story", _UNDERSTAND
    ),
    Command("condition", "contributing conditions, level by level", "postmortem.condition", _UNDERSTAND),
    Command("map", "the map of conditions: picture, table, Mermaid, Graphviz", "postmortem.map", _UNDERSTAND),
    Command(
        "withdraw", "take back a post-mortem that was opened in error", "postmortem.withdraw", _UNDERSTAND
    ),
    Command("charter", "the principles and the one hard line", "ceremony.charter", _MEET),
    Command("sitting", "meet: to learn, then to commit", "ceremony.sitting", _MEET),
    Command("followup", "propose, ask, accept, finish, look again", "ceremony.followup", _MEET),
    Command("publish", "publish a post-mortem as a page and as Markdown", "ceremony.publish", _MEET),
    Command("amend", "add a dated amendment to a published post-mortem", "ceremony.amend", _MEET),
    Command("export", "write a post-mortem as Markdown, JSON or a page", "ceremony.export", _MEET),
    Command("hold", "stop deletion of what may be needed", "evidence.hold", _EVIDENCE),
    Command("evidence", "seal files and command output, with custody", "evidence.evidence", _EVIDENCE),
    Command("bucket", "locked copies of evidence, elsewhere", "evidence.bucket", _EVIDENCE),
    Command("erase", "lawful erasure of a part, an item or a stream", "evidence.erase", _EVIDENCE),
    Command(
        "retention", "for how long each kind is kept, and what comes due", "evidence.retention", _EVIDENCE
    ),
    Command("log", "what was recorded; tiles for other software", "record.log", _RECORD),
    Command("verify", "check the whole record", "record.verify", _RECORD),
    Command("witness", "somebody elsewhere confirms that the record only grew", "record.witness", _RECORD),
    Command("prove", "a receipt for one entry, to check elsewhere", "record.prove", _RECORD),
    Command("bundle", "a post-mortem for strangers, with all its proofs", "record.bundle", _RECORD),
    Command("checkpoint", "put the newest checkpoint where others see it", "record.checkpoint", _RECORD),
    Command("backup", "copy the data and the keys, apart", "record.backup", _RECORD),
    Command("restore", "bring a workspace back from its backups", "record.restore", _RECORD),
    Command("keys", "which key signs, its change, and how long backups stay", "record.keys", _RECORD),
    Command("move", "take a workspace to another machine", "record.move", _RECORD),
    Command("upgrade", "bring a workspace to this version's format", "record.upgrade", _RECORD),
    Command("rebuild", "fold the rows that people see afresh", "record.rebuild", _RECORD),
    Command("import", "read existing Markdown post-mortems", "language.importing", _LANGUAGE),
    Command("check", "a report card for any Markdown post-mortem", "language.check", _LANGUAGE),
    Command("coach", "wording that blames or judges, and a better question", "language.coach", _LANGUAGE),
    Command("lsp", "the coach in your editor, while you write", "language.lsp", _LANGUAGE),
    Command("completion", "completion for bash, zsh or fish", "language.completion", _LANGUAGE),
)

BY_NAME = {command.name: command for command in COMMANDS}

USAGE = "secondstory [--workspace DIR] [--json] COMMAND ..."

GLOBALS = """\
  --workspace DIR    where the record lives (else $SECONDSTORY_WORKSPACE, else the nearest .secondstory/)
  --json             answer in JSON, for scripts
  --version          the version of this software
"""


def overview() -> str:
    """Return the help of the whole program."""
    lines = ["Second Story: post-mortems, from the first minute to the day things have changed.", ""]
    lines += [f"usage: {USAGE}", "       secondstory                 where you are, and what is next", ""]
    for group in GROUPS:
        lines.append(f"{group}:")
        lines += [f"  {command.name:<12}{command.summary}" for command in COMMANDS if command.group == group]
        lines.append("")
    lines += ["Everywhere:", GLOBALS, "Each command shows examples with --help."]
    return "\n".join(lines)
