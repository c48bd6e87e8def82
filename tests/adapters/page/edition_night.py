"""The invented night: its clock and the entries of its timeline."""

from datetime import datetime, timedelta, timezone
from hashlib import sha256

from secondstory.application.edition import TimelineEntry

ZONE = timezone(timedelta(hours=1), "CET")


def at(day: int, clock: str, month: int = 1) -> datetime:
    """Return a moment of the invented winter."""
    hour, minute = map(int, clock.split(":"))
    return datetime(2026 if month > 10 else 2027, month, day, hour, minute, tzinfo=ZONE)


def digest(name: str) -> str:
    """Return a digest that looks like one."""
    return "sha256:" + sha256(name.encode()).hexdigest()


TIMELINE = (
    TimelineEntry(
        id="T-01",
        occurred_at=at(9, "10:15", 11),
        text="Westre network joins; its district is named N-2",
        lane="Ordinary work",
        sources=("E-07",),
    ),
    TimelineEntry(
        id="T-02",
        occurred_at=at(14, "16:40", 12),
        text="Naming note goes to the planning list",
        lane="Ordinary work",
        sources=("E-08",),
    ),
    TimelineEntry(
        id="T-03",
        occurred_at=at(12, "21:05"),
        text="Handover: valve job in N-02, said aloud as “en two”",
        kind="account",
        lane="Ordinary work",
        sources=("A-01",),
    ),
    TimelineEntry(
        id="T-04",
        occurred_at=at(12, "22:32"),
        text="Set-point for group N-2 saved as 48\u00a0°C",
        lane="Ordinary work",
        sources=("E-05",),
        decisive=True,
    ),
    TimelineEntry(
        id="T-05",
        occurred_at=at(12, "22:33"),
        text="Console answers: accepted, 1 group",
        lane="Control system",
        sources=("E-05",),
    ),
    TimelineEntry(
        id="T-06",
        occurred_at=at(12, "22:50"),
        text="Pumps west of the river slow down",
        lane="Control system",
        sources=("E-06",),
    ),
    TimelineEntry(
        id="T-07",
        occurred_at=at(12, "23:40"),
        known_at=at(13, "06:30"),
        text="First flats fall below 18\u00a0°C",
        lane="Residents",
        sources=("E-12",),
    ),
    TimelineEntry(
        id="T-08",
        occurred_at=at(13, "00:20"),
        text="Alarm for low temperature should have come and did not",
        kind="inference",
        lane="Control system",
        sources=("E-11",),
    ),
    TimelineEntry(
        id="T-09",
        occurred_at=at(13, "01:10"),
        text="Caretaker finds cold radiators in the care home",
        kind="account",
        lane="Residents",
        sources=("A-03",),
    ),
    TimelineEntry(
        id="T-10",
        occurred_at=at(13, "01:14"),
        text="Call to the number on the boiler door; nobody there",
        lane="Residents",
        sources=("E-10",),
    ),
    TimelineEntry(
        id="T-11",
        occurred_at=at(13, "01:32"),
        text="Care home wakes its own technician",
        kind="account",
        lane="Residents",
        sources=("A-03",),
    ),
    TimelineEntry(
        id="T-12",
        occurred_at=at(13, "02:45"),
        text="Technician reaches the control room by the police line",
        lane="Response",
        sources=("E-10",),
    ),
    TimelineEntry(
        id="T-13",
        occurred_at=at(13, "02:52"),
        text="A pump fault is suspected",
        kind="inference",
        lane="Response",
        sources=("A-02",),
        decisive=True,
    ),
    TimelineEntry(
        id="T-14",
        occurred_at=at(13, "03:15"),
        text="Crew leaves for pump station West 4",
        lane="Response",
        sources=("E-13",),
    ),
    TimelineEntry(
        id="T-15",
        occurred_at=at(13, "03:55"),
        text="Crew: the pump runs as told",
        kind="account",
        lane="Response",
        sources=("A-02",),
    ),
    TimelineEntry(
        id="T-16",
        occurred_at=at(13, "04:10"),
        text="“I sent it to the wrong side of the river”",
        kind="account",
        lane="Response",
        sources=("E-13",),
        decisive=True,
    ),
    TimelineEntry(
        id="T-17",
        occurred_at=at(13, "04:12"),
        text="Set-point back to 74\u00a0°C",
        lane="Control system",
        sources=("E-05",),
    ),
    TimelineEntry(
        id="T-18",
        occurred_at=at(13, "06:30"),
        text="Last building above 20\u00a0°C",
        lane="Residents",
        sources=("E-12",),
    ),
)
