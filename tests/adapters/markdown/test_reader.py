"""Post-mortems of every shape, read: known templates, odd headings, items in tables, other languages."""

import pytest

from secondstory.adapters.markdown.reader import read_document
from secondstory.adapters.markdown.shape.headings import key
from secondstory.adapters.markdown.shape.synonyms import EXACT


def document(*lines: str) -> str:
    return "\n".join(lines) + "\n"


TEMPLATES = {
    "google-sre": document(
        "# Search outage (incident #465)",
        "**Date**: 2026-02-03",
        "**Authors**: ada, bo",
        "**Status**: Complete, action items in progress",
        "**Summary**: Search was down for an hour.",
        "**Impact**: An hour of lost queries.",
        "**Root Causes**: A limit nobody knew, and a page that fetched twice.",
        "**Trigger**: A sudden rise in traffic.",
        "**Resolution**: Traffic moved away.",
        "**Detection**: An alert paged the on-call.",
        "**Action Items**:",
        "",
        "| Action Item | Type | Owner | Bug |",
        "|---|---|---|---|",
        "| Cap fetches per page | prevent | bo | n/a **DONE** |",
        "| Drill the move | mitigate | cem | Bug 5 |",
        "",
        "## Lessons Learned",
        "### What went well",
        "- Paged in a minute",
        "### What went wrong",
        "- Nobody had moved traffic before",
        "### Where we got lucky",
        "- It was a holiday",
        "## Timeline",
        "2026-02-03 (*all times UTC*)",
        "- 14:51 Traffic rises",
        "- 14:53 **Outage begins**",
    ),
    "google-sre-workbook": document(
        "# Post-mortem: storage\n## Executive summary\nShort.\n## Problem summary\nLong hours.\n## Background\nOld.",
        "## Impact\n### User impact\nMany.\n### Revenue impact\nSome.\n## Root causes and trigger\nA full disk.",
        "## Recovery efforts\nAdded disks.\n## Action items\n### Prevent\n- [ ] Quota per tenant @ada",
    ),
    "pagerduty": document(
        "# Queue backlog\n## Overview\nEvents waited.\n## What Happened\nA queue grew.",
        "## Contributing Factors\n* One consumer\n* No limit\n## Resolution\nAdded consumers.\n## Impact",
        "| Time in SEV-1 | 10 min |\n|---|---|\n## Responders\n- IC: bo\n## How'd We Do?\n### What went well?\n- calm",
        "## Action Items\n- Limit the queue\n## Messaging\nSent.",
    ),
    "atlassian": document(
        "# Incident 12\n## Incident summary\nIt broke.\n## Leadup\nA change.\n## Fault\nThe change dropped an index.",
        "## Impact\nSlow.\n## Detection\nA call.\n## Response\nQuick.\n## Recovery\nIndex back.\n## Timeline\n14:00 slow",
        "## Five whys\n1. It was slow.\n2. The index was gone.\n## Blameless root cause\nMigrations run unreviewed.",
        "## Backlog check\nNo.\n## Recurrence\nNo.\n## Lessons learned\n- Look\n## Corrective actions\n- Run migrations dry",
    ),
    "gitlab": document(
        "# Incident Review\n## Summary\nGit was slow.\n## Customer Impact\nAll.\n## Incident Response Analysis\nFast.",
        "## Post Incident Analysis\n1. Was it diagnosed fast?\n## 5 Whys\n1. Disk full\n## Corrective actions\n- [Infra] Grow disk",
    ),
    "aws-coe": document(
        "# Correction of Error\n## Summary\nDown.\n## Metrics/Graphs\nx\n## Incident questions\n### Detection\nAn alarm.",
        "## 5 Whys\n1. Why? No cap.\n## Action items\n- Cap it\n## Related items\n- none",
    ),
    "azure-pir": document(
        "# Post Incident Review\n## What happened?\nSites were down.\n## What went wrong and why?\nA setting was pushed.",
        "## How did we respond?\n- 10:00 UTC noticed\n## How are we making incidents like this less likely or less impactful?",
        "- We stage settings (Completed)\n- We cap pushes (Estimated completion: March 2026)",
        "## How can customers make incidents like this less impactful?\n- Use two regions",
    ),
    "ccadb": document(
        "# Full Incident Report\n## Summary\n- CA Owner CCADB unique ID: A1\n- Incident description: wrong field",
        "## Impact\n12 certificates\n## Timeline\n2026-01-02 10:00 UTC issued\n## Root Cause Analysis\n### Contributing Factor 1",
        "- **Description:** a linter was off\n## Lessons Learned\n- What went well: speed\n## Action Items",
        "| Action Item | Kind | Corresponding Root Cause(s) | Evaluation Criteria | Due Date | Status |",
        "|---|---|---|---|---|---|",
        "| Lint before signing | Prevent | 1 | No unlinted certificate in a month | 2026-03-01 | Ongoing |",
    ),
    "limoncelli": document(
        "# Printer down\n## Summary\nNo print.\n## Contributing Conditions Analysis\n- Toner low\n## Action items\n- Order",
    ),
    "etsy-morgue": document(
        "# Cart empty\n## TL;DR\nCarts vanished.\n## Why were we surprised?\nIt never happened.\n## Timeline\n- 10:00 x",
        "## Channels\n#ops\n## Contact\nfay\n## Remediation\n- Keep carts twice",
    ),
    "generic": document(
        "# It broke\n\n## Summary\n\nIt broke.\n\n## Contributing factors\n\n- a limit\n\n## Action items\n\n- lift it"
    ),
}


@pytest.mark.parametrize("name", TEMPLATES)
def test_it_knows_the_template_and_finds_its_parts(name: str) -> None:
    reading = read_document(TEMPLATES[name])
    assert reading.understood, reading.why_not
    assert reading.template == name
    assert reading.title
    assert reading.followups
    assert reading.conditions or name == "etsy-morgue"


def test_it_reads_labels_and_a_table_of_action_items() -> None:
    reading = read_document(TEMPLATES["google-sre"])
    assert reading.fields["date"].text == "2026-02-03"
    assert reading.fields["impact"].line == 6
    assert [c.text for c in reading.conditions] == ["A limit nobody knew, and a page that fetched twice."]
    assert [(f.text, f.owner, f.ref, f.line) for f in reading.followups] == [
        ("Cap fetches per page", "bo", "n/a **DONE**", 15),
        ("Drill the move", "cem", "Bug 5", 16),
    ]
    assert [(lesson.label, lesson.text) for lesson in reading.lessons][2] == ("lucky", "It was a holiday")
    assert [(t.time_text, t.line) for t in reading.timeline][-2:] == [("14:51", 27), ("14:53", 28)]


def test_it_reads_the_end_state_out_of_evaluation_criteria() -> None:
    (followup,) = read_document(TEMPLATES["ccadb"]).followups
    assert (followup.due, followup.end_state, followup.state) == (
        "2026-03-01",
        "No unlinted certificate in a month",
        "Ongoing",
    )


@pytest.mark.parametrize(
    "heading",
    [
        "## Contributing Factors",
        "##Contributing factors",
        "### 3. Contributing factors:",
        "## \U0001f50e Contributing Factors (findings)",
        "## Contibuting Factors",
        "Contributing factors\n--------------------",
        "Contributing factors\n====================",
        "**Contributing factors**",
        "__Root cause(s):__",
        "**Root cause**:",
        "<h2>Root causes</h2>",
        "<b>Root Cause</b>",
        "<details><summary>Root cause</summary>",
        "> ## Root cause",
        "## [Root cause](#anchor) {#rc}",
        "Root causes:",
        "ROOT CAUSE",
        "## What went wrong, and why?",
        "## Why did this happen?",
        "## 5 Whys",
        "## Cause of the outage",
        "## Ursachen",
        "## Beitragende Faktoren",
        "## Causes profondes",
        "## Facteurs contributifs",
        "## Causa ra\u00edz",
        "## Factores contribuyentes",
        "## Fatores contribuintes",
        "## IV. Underlying causes",
    ],
)
def test_it_takes_any_shape_and_language_of_a_heading_for_conditions(heading: str) -> None:
    reading = read_document(f"# Title\n\n## Summary\n\nIt broke.\n\n{heading}\n\n- one limit\n* two limits\n")
    assert [c.text for c in reading.conditions] == ["one limit", "two limits"]
    assert reading.fields["conditions"].line == 7


@pytest.mark.parametrize(
    "heading",
    [
        "## Action itmes",
        "## Next steps",
        "## Corrective and preventive actions",
        "## N\u00e4chste Schritte",
        "## Plan d'action",
        "## Pr\u00f3ximos pasos",
        "## Pr\u00f3ximos passos",
        "## Remediation",
        "## How will we prevent this from happening again?",
        "## TODO",
        "## Follow-up actions",
        "## Ma\u00dfnahmen",
        "## What are we doing about it?",
    ],
)
def test_it_takes_any_name_of_the_list_of_follow_ups(heading: str) -> None:
    reading = read_document(
        f"# Title\n\n## Summary\n\nIt broke.\n\n{heading}\n\n1. Cap it\n   - Lift it\n\n- [x] Done it\n"
    )
    assert [(f.text, f.state) for f in reading.followups] == [
        ("Cap it", ""),
        ("Lift it", ""),
        ("Done it", "done"),
    ]


@pytest.mark.parametrize(
    ("text", "owner", "due"),
    [
        ("Cap it @ada by 2026-03-12", "@ada", "2026-03-12"),
        ("Cap it (owner: Bo Li, due 12 March)", "Bo Li", "12 March"),
        ("Cap it. **Owner**: Cem **Due**: end of March 2026", "Cem", "end of March 2026"),
        ("[Storage] Cap it by Q3", "Storage", "Q3"),
        ("Cap it [Storage]", "Storage", ""),
        ("Cap it (Storage team)", "Storage team", ""),
        ("Cap it, see [ticket](x) and a@b.example", "", ""),
        ("[PM-12] Replace what was done on 2026-03-01 by hand", "", ""),
        ("Responsable: Dee, \u00e9ch\u00e9ance: 3 mars 2026", "Dee", "3 mars 2026"),
    ],
)
def test_it_sees_owner_and_date_only_where_they_are_said(text: str, owner: str, due: str) -> None:
    (followup,) = read_document(f"# T\n## Action items\n- {text}\n").followups
    assert (followup.owner, followup.due) == (owner, due)


def test_it_completes_a_follow_up_from_what_is_nested_below_it() -> None:
    text = "# T\n## Action items\n- Cap it\n  - Owner: Cem\n  - Due: Friday\n  - Done when: refused above 50\n  - Type: prevent\n- Next"
    first, second = read_document(text).followups
    assert (first.text, first.owner, first.due, first.end_state, first.end_line) == (
        "Cap it",
        "Cem",
        "Friday",
        "refused above 50",
        7,
    )
    assert second.text == "Next"


def test_it_reads_columns_in_any_order_and_place() -> None:
    text = "# T\n## Notes\n| Due | Who | What |\n|:--|--:|---|\n| 2026-01-01 | bo | Cap \\| lift |\n| - | - | TBD |\n"
    (followup,) = read_document(text).followups
    assert (followup.text, followup.owner, followup.due, followup.line) == (
        "Cap | lift",
        "bo",
        "2026-01-01",
        5,
    )


def test_it_takes_hints_of_a_template_for_nothing() -> None:
    text = document(
        "# [Title]", "## Summary", "<!-- what happened?", "in short -->", "_TODO_", "## Impact", "N/A",
        "## Contributing factors", "- [describe here]", "-", "<!-- - not a factor -->", "## Action items", "- TBD", "- None",
        "```", "## Timeline", "- 10:00 in a code block", "```",
    )  # fmt: skip
    reading = read_document(text)
    assert not reading.understood
    assert (reading.conditions, reading.followups) == ((), ())
    assert not any(
        reading.fields[name].found for name in ("title", "summary", "impact", "conditions", "followups")
    )
    assert "A heading but no words below it: Summary, Impact" in reading.why_not


def test_it_leaves_labels_inside_a_list_of_conditions_where_they_are() -> None:
    text = "# T\n## Summary\nx y\n## Contributing factors\n- **Detection**: nobody was paged\n- Impact: grew\n### Culture\n- quiet"
    reading = read_document(text)
    assert [c.text for c in reading.conditions] == [
        "**Detection**: nobody was paged",
        "Impact: grew",
        "quiet",
    ]
    assert not reading.fields["detection"].found
    assert reading.levels["culture"]


def test_it_says_a_level_was_looked_at_only_on_plain_words() -> None:
    text = "# T\n## Summary\nOur culture and vendor budget.\n## Contributing factors\n- a bug\n- (Process) no handover\n"
    assert [level for level, seen in read_document(text).levels.items() if seen] == ["software", "process"]


def test_it_keeps_headings_it_does_not_know_with_their_lines() -> None:
    reading = read_document("# T\n## Summary\nx\n## Weather of the day\nrain\n\nmore\n## Action items\n- y\n")
    assert [(u.text, u.line, u.end_line) for u in reading.unknown] == [("Weather of the day", 4, 7)]


def test_it_reads_prose_as_conditions_when_there_are_no_bullets() -> None:
    reading = read_document("# T\n## Root cause\nA limit\nwas low.\n\nNobody knew:\n\nIt was old.\n")
    assert [(c.text, c.line, c.end_line) for c in reading.conditions] == [
        ("A limit was low.", 3, 4),
        ("It was old.", 8, 8),
    ]


def test_it_reads_front_matter_and_survives_a_broken_one() -> None:
    good = read_document(
        "---\ntitle: Carts empty\ndate: 2026-01-02\nseverity: high\n---\n## Summary\nx\n## Causes\n- y\n"
    )
    assert (good.title, good.fields["date"].text, good.fields["date"].line) == (
        "Carts empty",
        "2026-01-02",
        3,
    )
    toml = read_document('+++\ntitle = "Carts"\n+++\n## Summary\nx\n')
    assert toml.title == "Carts"
    broken = read_document("---\ntitle: [a\nb: {\n---\n# Carts\n## Summary\nx\n## Causes\n- y\n")
    assert broken.understood and broken.title == "Carts"
    assert "could not be read as YAML" in broken.notes[0]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["| Time | Event |", "|--|--|", "| 10:00 | up |"], [("10:00", "up", 5)]),
        (["- 2026-01-02 10:00 UTC - up", "- down"], [("2026-01-02 10:00 UTC", "up", 3), ("", "down", 4)]),
        (["### 10:00", "", "up", "", "### 10:05", "down"], [("10:00", "up", 3), ("10:05", "down", 7)]),
        (["10:00 up", "and on", "10:05 PM: down"], [("10:00", "up and on", 3), ("10:05 PM", "down", 5)]),
        (["```", "10:00 up", "```"], [("10:00", "up", 4)]),
        (["**10:00** \u2013 up"], [("10:00", "up", 3)]),
        (["- First seen: 2026-01-02 10:00 UTC"], [("2026-01-02 10:00 UTC", "First seen", 3)]),
        (["### 2 January 2026", "- 10:00 up"], [("2 January 2026 10:00", "up", 4)]),
    ],
)
def test_it_reads_a_timeline_however_it_is_written(
    lines: list[str], expected: list[tuple[str, str, int]]
) -> None:
    reading = read_document(document("# T", "## Timeline", *lines))
    assert [(item.time_text, item.text, item.line) for item in reading.timeline] == expected


def test_it_counts_lines_the_same_for_every_line_end() -> None:
    text = "# T\n\n## Summary\nx\n## Causes\n- y\u2028z\n"
    for end in ("\n", "\r\n", "\r"):
        reading = read_document("\ufeff" + text.replace("\n", end))
        assert [(c.text, c.line) for c in reading.conditions] == [("y\u2028z", 6)]


def test_it_has_one_meaning_for_every_name_of_a_section() -> None:
    meant: dict[str, str] = {}
    for field, phrases in EXACT.items():
        for phrase in phrases.split(";"):
            assert meant.setdefault(key(phrase), field) == field, phrase


def test_it_reads_lists_and_tables_in_html() -> None:
    text = document(
        "<h1>Search down</h1>", "<h2>Summary</h2>", "<p>Down.</p>", "<h2>Root Cause(s)</h2>", "<ul>", "<li>Index gone</li>",
        "<li><p>No <b>replica</b></p></li>", "</ul>", "<h2>Action Items</h2>", "<table><thead>", "<tr>", "<th>Action</th>",
        "<th>Owner</th>", "</tr></thead>", "<tr><td>Add | replica</td><td>Bo</td></tr>", "</table>",
    )  # fmt: skip
    reading = read_document(text)
    assert [(c.text, c.line) for c in reading.conditions] == [("Index gone", 6), ("No <b>replica</b>", 7)]
    assert [(f.text, f.owner, f.line) for f in reading.followups] == [("Add | replica", "Bo", 15)]
    assert reading.fields["conditions"].text.startswith("<ul>\n<li>")


@pytest.mark.parametrize(
    "mark", ["h2. {}", "== {} ==", "**{}**", "{}\n~~~~~~~~~~~~~~~~~~~~~~~~", "**{}?** Well:"]
)
def test_it_reads_headings_of_other_wikis_and_questions(mark: str) -> None:
    reading = read_document(
        f"# T\n{mark.format('Why did it break')}\n\n- a limit\n\n{mark.format('How do we avoid this')}\n\n- cap it\n"
    )
    assert ([c.text for c in reading.conditions], [f.text for f in reading.followups]) == (
        ["a limit"],
        ["cap it"],
    )


def test_it_reads_a_plain_text_without_any_mark() -> None:
    text = "Post-mortem - site down\n\nTLDR: the name expired.\n\nTimeline:\n10:00 - down\n\nRoot cause:\nThe card was old.\n\nActions\n- New card"
    reading = read_document(text)
    assert reading.understood and reading.title == "Post-mortem - site down"
    assert [c.text for c in reading.conditions] == ["The card was old."]
    assert [f.text for f in reading.followups] == ["New card"]


def test_it_lets_a_timeline_go_on_under_headings_of_days() -> None:
    reading = read_document(
        "# T\n## Timeline\nAll times in UTC.\n## July 22\n10:00\nup\n\n10:05\ndown\n## Next steps\n- cap it\n"
    )
    assert [(item.time_text, item.text) for item in reading.timeline] == [
        ("July 22 10:00", "up"),
        ("July 22 10:05", "down"),
    ]
    assert (reading.fields["timeline"].line, reading.fields["timeline"].end_line) == (2, 9)


def test_it_takes_phases_below_follow_ups_for_groups_of_them() -> None:
    reading = read_document(
        "# T\n## Action items\n### Detection\n- alarm on lag\n### Resolution\n- cap it\n## Timeline\n- 10:00 x\n"
    )
    assert [f.text for f in reading.followups] == ["alarm on lag", "cap it"]
    assert not reading.fields["detection"].found
