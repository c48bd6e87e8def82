"""`retention`: rules at the terminal, what comes due, and the way from asking to a record that verifies as erased."""

from tests.cli.conftest import Shell
from tests.cli.keeping import release_hold, seal

BASIS = ("--basis", "retention policy 4.2", "--reason", "what was learnt is published by then")


def ended(shell: Shell, *, held: bool = False) -> Shell:
    """Open a post-mortem with an account and an item, and withdraw it; its hold is released unless it stays."""
    shell.ok("open", "Seats released too early")
    if not held:
        release_hold(shell)
    shell.ok("account", "PM-1", "--role", "on call", "--text", "I saw Wilhelmina's booking fall.")
    seal(shell, "console.log", b"Wilhelmina")
    shell.ok("withdraw", "PM-1", "opened twice", "--yes")
    return shell


def approve(shell: Shell, number: int = 1) -> None:
    shell.ok("erase", "--confirm", f"ER-{number}", "--yes")
    shell.later(days=1)
    shell.ok("erase", "--confirm", f"ER-{number}", "--yes")


def test_it_teaches_when_no_rule_is_set(shell):
    said = shell.ok("retention").out
    assert "kept until somebody asks" in said
    assert "account: 730 days after publication. An account lives with its post-mortem." in said
    assert "For ever, and without a rule: post-mortem, follow-up" in said
    found = shell.json("retention")
    assert [one["rule"] for one in found["kinds"]] == [None] * 4
    assert found["kinds"][0]["suggested"]["days"] == 730


def test_it_sets_changes_and_removes_a_rule_and_keeps_the_history(shell):
    done = shell.json("retention", "set", "accounts", "730", *BASIS)
    assert (done["changed"], done["rule"]["since"]) == (True, "publication")
    assert shell.json("retention", "set", "account", "730", *BASIS)["changed"] is False
    shell.ok("retention", "set", "account", "365", *BASIS)
    said = shell.ok("retention").out
    assert "Kept for 365 days after publication, by the rule of entry" in said
    assert "Removed, by entry" in shell.ok("retention", "remove", "account", "--reason", "all stays").out
    history = shell.json("retention")["history"]
    assert [one["days"] for one in history] == [730, 365, None]


def test_it_refuses_what_lives_for_ever_and_what_says_too_little(shell):
    refused = shell("retention", "set", "pm", "30", *BASIS)
    assert (refused.code, "A post-mortem lives for ever" in refused.err) == (1, True)
    assert "On which basis?" in shell("retention", "set", "account", "30", "--reason", "so").err
    assert "There are: account" in shell("retention", "set", "mail", "30", *BASIS).err
    assert "No rule stands for accounts" in shell("retention", "remove", "account", "--reason", "x").err


def test_it_goes_from_a_rule_to_a_record_that_verifies_as_erased(shell):
    shell.ok("retention", "set", "account", "30", *BASIS)
    ended(shell).later(days=29)
    assert "Nothing is due" in shell.ok("retention", "due").out
    assert shell.json("retention")["kinds"][0]["due_within_days"] == {"30": 1, "90": 1}
    shell.later(days=1)
    assert "account" in shell.ok("retention", "due").out
    assert "two people approve each" in shell.ok("retention", "due").out
    assert shell.json("retention", "ask") == {"asked": ["ER-1"], "held": 0}
    assert shell.json("retention", "ask") == {"asked": [], "held": 0}
    waiting = shell.ok("erase", "--waiting").out
    assert "ER-1, A-1 of PM-1, waits for two approvals." in waiting
    assert "The rule for accounts (entry" in waiting
    assert "asks for this" in waiting
    first = shell.ok("erase", "--confirm", "ER-1", "--yes").out
    assert "Approved, the first of two: ER-1. Nothing is erased before a later you" in first
    assert "A later you can approve it" in shell("erase", "--confirm", "ER-1", "--yes").err
    assert "waits for a later you" in shell.ok("erase", "--waiting").out
    shell.later(days=1)
    assert "with the next batch" in shell.ok("erase", "--confirm", "ER-1", "--yes").out
    assert shell.json("erase", "--due", "--yes")["carried_out"] == ["ER-1"]
    report = shell.json("verify")
    assert report["verdict"] == 0
    assert any("lawfully erased" in one for one in report["proved"])
    assert shell.json("erase", "--waiting") == {"waiting": []}


def test_it_agrees_to_all_of_a_kind_at_once(shell):
    shell.ok("retention", "set", "account", "30", *BASIS)
    shell.ok("retention", "set", "evidence", "30", *BASIS)
    ended(shell)
    seal(shell, "second.log", b"Wilhelmina")
    shell.later(days=31)
    assert shell.json("retention", "ask")["asked"] == ["ER-1", "ER-2", "ER-3"]
    assert "Nothing was agreed to" in shell("retention", "agree", "evidence").err
    done = shell.json("retention", "agree", "evidence", "--yes")
    assert done == {"agreed": ["ER-2", "ER-3"], "waiting": ["ER-2", "ER-3"]}
    assert "Nothing of this kind waits for you" in shell("retention", "agree", "evidence", "--yes").err
    shell.later(days=1)
    assert "They go together with the next batch" in shell.ok("retention", "agree", "evidence", "--yes").out
    assert shell.json("erase", "--due", "--yes")["carried_out"] == ["ER-2", "ER-3"]


def test_it_says_what_a_hold_keeps_and_asks_when_it_is_released(shell):
    shell.ok("retention", "set", "evidence", "30", *BASIS)
    ended(shell, held=True).later(days=31)
    assert "HO-1" in shell.ok("retention", "due").out
    assert shell.json("retention", "ask") == {"asked": [], "held": 1}
    assert "1 due and kept by a hold" in shell.ok("retention", "ask").out
    release_hold(shell)
    assert shell.json("retention", "ask") == {"asked": ["ER-1"], "held": 0}


def test_it_takes_back_what_a_rule_of_before_asked_for(shell):
    shell.ok("retention", "set", "account", "30", *BASIS)
    ended(shell).later(days=31)
    shell.ok("retention", "ask")
    assert shell.json("retention", "set", "account", "60", *BASIS)["taken_back"] == ["ER-1"]
    assert shell.json("erase", "--waiting") == {"waiting": []}
    shell.later(days=30)
    assert shell.json("retention", "ask")["asked"] == ["ER-2"]
    assert "Taken back" in shell.ok("retention", "remove", "account", "--reason", "all stays").out


def test_it_lets_somebody_decline_with_a_reason(shell):
    shell.ok("retention", "set", "account", "30", *BASIS)
    ended(shell).later(days=31)
    shell.ok("retention", "ask")
    shell.ok("erase", "--withdraw", "ER-1", "--reason", "the insurer asked for it")
    assert shell.json("retention", "ask") == {"asked": [], "held": 0}
    assert shell.json("retention")["kinds"][0]["standing"] == {"declined": 1}


def test_it_says_for_how_long_where_something_is_written(shell):
    shell.ok("open", "Seats released too early")
    quiet = shell.ok("account", "PM-1", "--role", "on call", "--text", "It fell.").out
    assert "Kept for" not in quiet
    for kind in ("account", "support", "evidence"):
        shell.ok("retention", "set", kind, "90", *BASIS)
    line = "Kept for 90 days after publication, by the rule of entry"
    assert line in shell.ok("account", "PM-1", "--more", "--text", "It fell again.").out
    assert line in shell.ok("support", "PM-1", "--stepped-away").out
    assert line in shell.ok("evidence", "run", "PM-1", "--", "echo", "fell").out
    file = shell.root / "console.log"
    file.write_text("fell")
    assert line in shell.ok("evidence", "add", "PM-1", str(file)).out
    assert "by the rule" not in str(shell.json("evidence", "add", "PM-1", str(file))), "JSON stays an answer"


def test_it_leaves_no_trace_of_a_name_on_the_disk(shell):
    from secondstory.application.keeping import directory
    from secondstory.wiring.workspace import open_workspace

    office = open_workspace(str(shell.workspace)).office
    gone = directory.join(office, "Wilhelmina Roe", "wilhelmina@example.org").person
    directory.leave(office, gone)
    shell.ok("retention", "set", "people", "30", *BASIS)
    assert b"Wilhelmina" in on_disk(shell)
    shell.later(days=31)
    assert shell.json("retention", "ask")["asked"] == ["ER-1"]
    approve(shell)
    shell.ok("erase", "--due", "--yes")
    assert b"ilhelmina" not in on_disk(shell)
    assert shell("verify").code == 0


def on_disk(shell: Shell) -> bytes:
    return b"".join(path.read_bytes() for path in shell.workspace.rglob("*") if path.is_file())
