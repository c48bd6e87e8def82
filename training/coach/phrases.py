"""Sentences put together from lists of phrases: who did it decides. The same words of us, of a machine, of somebody."""

import random
from collections.abc import Iterator
from pathlib import Path

from training.coach.sentences import HERE, Row, sentence

NAMES = "Bob Priya Wei Marta Tom Olga Deepa Jonas Yusuf Ines Karen Raj Sven Chidi Ana Marcus".split()
SOMEBODY = (
    "the intern|an engineer|our new SRE|the on-call engineer|the DBA|someone on the mobile team|the release manager"
    "|a contractor|the night shift|whoever was on call|the vendor's technician|the platform team|QA|management"
    "|the person who approved it|two members of the storage team|the previous admin|he|she|they|the operator on duty"
    "|a junior developer|the network team|marketing|the reviewer|the nurse|the dispatcher|the mechanic|the supplier"
    "|one of the developers|the author of the change|somebody"
).split("|")
OURSELVES = "we|I|our team|we|I|as a team we".split("|")
MACHINES = (
    "the script|the replica|the cron job|Kubernetes|the health check|the load balancer|the Kubernetes operator"
    "|the client|the agent on node 4|the scheduler|the cache|the controller|Terraform|the old firmware|the pipeline"
    "|the backup job|the driver|the sensor|the app|the worker"
).split("|")
BEFORE = (
    "||||On Friday |At 03:12 |During the rollout, |After the deploy, |The outage began when |It happened because "
    "|The investigation showed that |According to the timeline, |In the end |That night |The site went down after "
    "|We lost an hour because |The root cause was that |As the log shows, |It turned out that |This started when "
).split("|")
AFTER = (
    "||||.| and the queue grew| before the release| during the migration|, and checkout was down for 40 minutes"
    "|, which led to the outage| at 14:02| in the second week"
).split("|")
_SEVERAL = frozenset(("we", "they", "two members of the storage team", "as a team we"))
SOURCE, WEIGHT = "phrases", 1.0


def combined(seed: int = 0) -> list[Row]:
    """Return the sentences; the same seed gives the same ones."""
    dice = random.Random(seed)
    made = [*_of_people(dice), *_whole()]
    return [sentence(f"[[{labels}|{text}]]" if labels else text, SOURCE, WEIGHT) for text, labels in made]


def _of_people(dice: random.Random) -> Iterator[tuple[str, str]]:
    for phrase in _phrases("fault"):
        for _ in range(2):
            yield _said(dice, [*NAMES, *SOMEBODY], phrase), "a"
        if not {"us", "our"} & set(phrase.split()):
            yield _said(dice, OURSELVES, phrase), ""
    for phrase in _phrases("neutral"):
        yield _said(dice, [*NAMES, *SOMEBODY], phrase), ""
        yield _said(dice, [*NAMES, *SOMEBODY, *OURSELVES], phrase), ""
    for phrase in _phrases("system"):
        yield _said(dice, MACHINES, phrase), ""
    for phrase in _phrases("b"):
        yield _said(dice, [*NAMES, *SOMEBODY], f"was {phrase}"), "b"
    for phrase in _phrases("was"):
        for _ in range(3):
            yield _said(dice, [*NAMES, *SOMEBODY], f"was {phrase}"), ""


def _whole() -> Iterator[tuple[str, str]]:
    for path in sorted((HERE / "phrases").glob("*.txt")):
        name = path.stem
        if name.endswith("_clean"):
            yield from ((phrase, "") for phrase in _phrases(name))
        elif len(name.removesuffix("_free")) == 1 and name != "b":
            yield from ((phrase, name[0]) for phrase in _phrases(name))


def _phrases(name: str) -> list[str]:
    path: Path = HERE / "phrases" / f"{name}.txt"
    return [line.strip() for line in path.read_text("utf-8").splitlines() if line.strip()]


def _said(dice: random.Random, subjects: list[str], phrase: str) -> str:
    subject = dice.choice(subjects)
    if subject in _SEVERAL:
        phrase = phrase.replace("was ", "were ", 1) if phrase.startswith("was ") else phrase
        phrase = phrase.replace("has ", "have ", 1) if phrase.startswith("has ") else phrase
    said = f"{dice.choice(BEFORE)}{subject} {phrase}{dice.choice(AFTER)}"
    said = said[0].upper() + said[1:]
    return said if said.endswith(".") else f"{said}."
