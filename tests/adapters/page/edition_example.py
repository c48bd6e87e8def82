"""One invented edition with something in every part, used by the tests of page and pictures and for looking at."""

from datetime import date

from secondstory.application.edition import (
    Account,
    Amendment,
    Band,
    Checkpoint,
    DecisionPoint,
    Defence,
    Edition,
    FollowUp,
    GateException,
    Impact,
    LevelLook,
    Review,
    Source,
    Term,
    TimelineGap,
)
from tests.adapters.page.edition_conditions import CONDITIONS, EFFECTS, LINKS
from tests.adapters.page.edition_night import TIMELINE, at, digest

NARRATIVE = """\
Norrdal Heat keeps 4,300 buildings warm from one room with two chairs. On the second Tuesday of a month the \
night operator lowers the supply temperature of one district, so that a crew can work on a valve in the \
morning. It takes four minutes, and the same two people had done it for eleven winters.[E-04]

On 12 January the crew needed district *N-02*. The operator typed `N-2` into the group field, as people had \
typed it since the field was made. Until November that was one district with two spellings. Since the merger \
with the Westre network it was two.[E-07, E-09]

The console answered as it always does: **set-point accepted, 1 group**. It did not say that the group held \
212 buildings on the far side of the river, and that one of them was a care home.[E-05]

## Colder than the alarm could say

An alarm exists for a building that gets too cold. It looks at the difference from the set-point, and the \
set-point had just been lowered.[E-11] From the alarm's seat all was well: 212 buildings did what they were told.

> We trusted the quiet. The quiet was the alarm agreeing with us.

The first to know was a caretaker who put a hand on a radiator at ten past one.[A-03] She rang the number on \
the boiler door. It rang in an office that had moved in October.

## What brought the heat back

At 04:10 the operator laid the work order beside the screen and saw two characters where one should be. The \
sentence in the log reads: *I sent it to the wrong side of the river, I am turning it back now.* It was \
written before anybody asked.[E-13]
"""

_NOTE = "norrdal.example/second-story\n5218\nq3v0m1N0m8m0mC1mZ0F1d2p4dW9uZ3VhZ2Ugb2Ygc25vdw8=\n\n\u2014 norrdal.example/second-story Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n"

EXAMPLE = Edition(
    number=23,
    title="N-2 is not N-02",
    lede="How two names that sound the same left 212 buildings cold for a night, and why the alarm agreed.",
    first_story="The wrong district was typed into a field.",
    second_story="Two networks had been joined and one name now meant two places. The field took either, the answer counted groups and not buildings, and the only alarm compared the cold with the order to be cold.",
    narrative=NARRATIVE,
    organisation="Norrdal Heat",
    published_at=at(26, "09:00"),
    reading_minutes=8,
    zone="CET, one hour ahead of UTC",
    impact=(
        Impact(
            party="residents west of the river",
            number="212",
            unit="buildings below 18\u00a0°C",
            method="the meters, every 15 minutes",
            marks=("E-12",),
        ),
        Impact(
            party="the care home Solgården, moved to a warm wing for the night",
            number="41",
            unit="people",
            marks=("A-03",),
        ),
    ),
    words=(
        Term(
            term="Set-point",
            meaning="The temperature of the water that the plant sends out. Lower it, and a district cools within the hour.",
        ),
    ),
    review=Review(
        sittings=("Thu 14 January", "Tue 19 January"),
        facilitator="from customer billing",
        independence="independent",
        people=11,
        vantage_points=4,
    ),
    thanks=(
        "By role, as they chose: to the night operator, whose sentence at 04:10 saved the morning, and to Aleksandra Wiśniewska-Sørlie, caretaker, who agreed to be named.",
    ),
    exceptions=(
        GateException(
            gate="One condition above the code is neither owned nor accepted",
            reason="the board meets on 4 February",
            by="Maren Oddvarsdotter Lindqvist-Haugland, head of operations",
            at=at(25, "15:00"),
        ),
    ),
    withheld=("Names of residents and of the care home’s patients.",),
    timeline=TIMELINE,
    timeline_gaps=(
        TimelineGap(
            starts_at=at(12, "23:10"),
            ends_at=at(13, "00:05"),
            cause="no console log, rotated at midnight before the hold",
            lane="Control system",
        ),
    ),
    bands=(
        Band(name="Nobody could see it", starts_at=at(12, "22:33"), ends_at=at(13, "01:10")),
        Band(name="Seen, and nobody to tell", starts_at=at(13, "01:10"), ends_at=at(13, "02:45")),
        Band(name="Working it out", starts_at=at(13, "02:45"), ends_at=at(13, "04:10")),
        Band(name="Warming up", starts_at=at(13, "04:10"), ends_at=at(13, "06:30")),
    ),
    accounts=(
        Account(
            id="A-01",
            role="Night operator",
            text="I read N-02 on the order and typed what I always type. The screen said accepted. Nothing about that screen has ever looked different when it was right.",
            before_evidence=True,
            sealed_at=at(13, "08:40"),
            differs_from=("A-02",),
        ),
        Account(
            id="A-02",
            role="Duty engineer, pumps",
            text="From West 4 it looked like a pump. I had the curve in front of me and it was the curve of a pump that slows down. I would send the crew again.",
            sealed_at=at(13, "14:05"),
            differs_from=("A-01",),
        ),
        Account(
            id="A-03",
            role="Caretaker, care home",
            text="I put my hand on it and it was cold. I rang the number on the door, it rang and rang. Then I rang everybody I knew.",
            before_evidence=True,
            sealed_at=at(14, "10:20"),
        ),
    ),
    decision_points=(
        DecisionPoint(
            title="Saving the set-point",
            at=at(12, "22:32"),
            done="Typed N-2, 48\u00a0°C, and pressed Save. [E-05]",
            effects="One green line: accepted, 1 group.",
            expected="That district N-02 would cool slowly until six.",
            assumed="That N-2 and N-02 are one district, as they had been for eleven winters.",
            understood="The order was a routine one and the plant did as told.",
            sensible="For eleven winters both spellings had reached the same place, and nothing on the screen had changed when that stopped being so.",
            marks=("E-04", "E-05"),
        ),
        DecisionPoint(
            title="Sending the crew to West 4",
            at=at(13, "02:52"),
            done="Sent two people to the pump station.",
            effects="A falling curve without an alarm.",
            expected="A pump that had tripped.",
            understood="Every slow curve in the last six years had been a pump.",
            sensible="The screen with the curve does not show set-points; the only cause it can show is a pump.",
            marks=("A-02",),
        ),
    ),
    conditions=CONDITIONS,
    links=LINKS,
    effects=EFFECTS,
    levels=(
        LevelLook(level="organisation", looked="found"),
        LevelLook(
            level="outside",
            looked="found",
            note="Asked the municipal energy office for its list of protected customers; there is none.",
        ),
        LevelLook(
            level="process", looked="found", note="Asked planning, the control room and the customer office."
        ),
    ),
    defences=(
        Defence(stood="held", text="The plant refuses set-points under 40 °C; the water never froze."),
        Defence(
            stood="failed", text="The low-temperature alarm compared the cold with the order to be cold."
        ),
        Defence(stood="absent", text="No screen shows which buildings a set-point will reach."),
    ),
    luck=("It was −4 °C that night. A week later it was −19 °C.",),
    surprises=("The two registers agree on 38 of 41 names; nobody knew which three.",),
    went_well=(
        "The sentence at 04:10 was written before anybody asked.",
        "The care home had drilled a move to the warm wing in autumn.",
    ),
    followups=(
        FollowUp(
            number=61,
            text="The group field takes a district from the register and shows its buildings",
            strength="stronger",
            changes="condition",
            conditions=("C9", "C10"),
            owner="Ingrid Øverland, control systems",
            state="Accepted",
            end_state="A name that fits two districts cannot be saved, shown on the training plant",
            due=date(2027, 2, 26),
        ),
        FollowUp(
            number=62,
            text="One register for both networks",
            strength="stronger",
            changes="condition",
            conditions=("C1",),
            owner="Asked of the head of operations",
            state="Escalated, answer by 5 February",
        ),
        FollowUp(
            number=63,
            text="The alarm also looks at how cold it is, whatever was ordered",
            strength="intermediate",
            changes="condition",
            conditions=("C11",),
            owner="Duty engineers, pumps",
            state="Accepted",
            end_state="A drill lowers one set-point and the alarm comes within 20 minutes",
            due=date(2027, 2, 12),
        ),
        FollowUp(
            number=64,
            text="New stickers on 900 boiler doors",
            strength="weaker",
            changes="symptom",
            conditions=("C6",),
            state="Nobody has said yes yet; it goes up on Friday",
        ),
    ),
    sources=(
        Source(
            id="E-04",
            what="Work orders of the control room, eleven winters",
            captured_at=at(13, "11:02"),
            custody="Held by operations, sealed on the day, read twice",
            digest=digest("E-04"),
        ),
        Source(
            id="E-05",
            what="Console journal, 12 and 13 January",
            captured_at=at(13, "11:10"),
            custody="Captured with evidence run, exit code 0",
            digest=digest("E-05"),
        ),
        Source(
            id="E-06",
            what="Pump curves west, one-minute values",
            captured_at=at(13, "11:30"),
            digest=digest("E-06"),
        ),
        Source(
            id="E-07",
            what="Register of districts, before and after the merger",
            captured_at=at(13, "15:00"),
            digest=digest("E-07"),
        ),
        Source(
            id="E-08", what="Naming note, 14 December", captured_at=at(14, "09:12"), digest=digest("E-08")
        ),
        Source(
            id="E-09", what="Source of the group field", captured_at=at(14, "09:40"), digest=digest("E-09")
        ),
        Source(
            id="E-10",
            what="Call records of the old office",
            captured_at=at(14, "13:20"),
            digest=digest("E-10"),
        ),
        Source(
            id="E-11", what="Alarm rule and its tests", captured_at=at(14, "13:45"), digest=digest("E-11")
        ),
        Source(
            id="E-12",
            what="Meters of 212 buildings, every 15 minutes",
            captured_at=at(15, "08:00"),
            digest=digest("E-12"),
        ),
        Source(id="E-13", what="Control room log", captured_at=at(13, "11:15"), digest=digest("E-13")),
        Source(
            id="E-14",
            what="Staffing plan, autumn",
            state="missing",
            custody="On the record since 15 January; the shared folder was emptied by its own rule",
        ),
    ),
    gaps=("No console log between 23:10 and 00:05. It was rotated before the hold.",),
    amendments=(
        Amendment(
            at=at(2, "10:00", 2),
            text="The number of buildings was 212, not 214: two meters had been counted twice.",
            reason="correction by the metering team",
            by="Olav Brekke",
        ),
    ),
    charter_version="3",
    checkpoint=Checkpoint(size=5218, root="q3v0m1N0m8m0mC1mZ0F1d2p4dW9uZ3VhZ2Ugb2Ygc25vdw8=", note=_NOTE),
    vkey="norrdal.example/second-story+7f2c91aa+AZx3Jk9Qm0yQ1dWw4n0Q2b5H8s7uT3pV6rC9eL1kX0fG",
    origin="norrdal.example/second-story",
)
