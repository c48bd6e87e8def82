"""Who does what in a post-mortem: roles taken and left, the vantage point of each, and who owns the review."""

from collections.abc import Callable, Mapping

from django.http import HttpResponse

from secondstory.application.looking import Standing, names
from secondstory.application.understanding import roles as acts
from secondstory.domain.lifecycle import PostMortem
from secondstory.domain.understanding.incidents import Role
from secondstory.kernel.frozen import dataclass
from secondstory.kernel.ids import PersonId
from secondstory.kernel.refused import Refused
from secondstory.web.pages.postmortem.space import in_space, is_in_room
from secondstory.web.visiting.page import page
from secondstory.web.visiting.visit import Visit, act_of

WORDS: Mapping[Role, tuple[str, str]] = {
    Role.OWNER: ("Owns the review", "sees that it goes on; it says nothing about the incident"),
    Role.FACILITATOR: ("Facilitates", "holds the room, was not involved"),
    Role.SCRIBE: ("Writes down", "what the room says, in its words"),
    Role.PARTICIPANT: ("Takes part", "was there, or knows the work"),
    Role.INVOLVED: ("Was closest to it", "support comes to them first"),
    Role.COMMANDER: ("Led the response", "that night"),
    Role.LISTENER: ("Listens", "reads once it is published"),
    Role.GUEST: ("Is a guest", "for a sitting"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One role as somebody has it. may_leave: the reader can take it away, or leave it."""

    role: Role
    words: str
    person: PersonId
    name: str
    initials: str
    vantage: str
    is_me: bool


def roster_of(visit: Visit, pm: PostMortem) -> list[Member]:
    """Return who does what, with names; empty for a reader who is not in the room: to them it speaks of roles alone."""
    if not is_in_room(visit, pm):
        return []
    known = names(visit.office)
    order = list(Role)
    held = sorted(pm.incident.roles, key=lambda one: order.index(one.role))
    return [
        Member(
            role=one.role,
            words=WORDS[one.role][0],
            person=one.person,
            name=known.get(str(one.person), "somebody"),
            initials=_initials(known.get(str(one.person), "")),
            vantage=one.vantage or "",
            is_me=one.person == visit.person,
        )
        for one in held
    ]


@page("member")
def roles(visit: Visit, number: int) -> HttpResponse:
    """Show who does what, and take changes to it."""
    standing = visit.postmortem(number)
    if visit.posting:
        answer: HttpResponse = act_of(visit, ACTS)(visit, standing)
        return answer
    everybody = sorted(names(visit.office).items(), key=lambda one: one[1].casefold())
    return in_space(
        visit,
        standing,
        "overview",
        "postmortem/roles.html",
        roster=roster_of(visit, standing.pm),
        people=everybody,
        others=[one for one in everybody if one[0] not in standing.pm.incident.who(Role.OWNER)],
        choices=[
            (role.value, f"{words}: {about}")
            for role, (words, about) in WORDS.items()
            if role is not Role.OWNER
        ],
        owned=bool(standing.pm.incident.who(Role.OWNER)),
    )


def _give(visit: Visit, standing: Standing) -> HttpResponse:
    role, person = _role(visit), _person(visit)
    acts.give_role(
        visit.office, visit.stream(standing.pm.label), role, person, vantage=visit.field("vantage")
    )
    return visit.done(f"Added: {names(visit.office)[person]}, who {_doing(role)}.")


def _leave(visit: Visit, standing: Standing) -> HttpResponse:
    role, person = _role(visit), _person(visit)
    acts.leave_role(visit.office, visit.stream(standing.pm.label), role, person)
    who = "You" if person == visit.person else names(visit.office)[person]
    return visit.done(f"{who} left the role. What was written meanwhile stays.")


def _stand(visit: Visit, standing: Standing) -> HttpResponse:
    role, person = _role(visit), _person(visit)
    acts.stand_at(visit.office, visit.stream(standing.pm.label), role, person, visit.field("vantage"))
    return visit.done("Kept: the place from which it was seen.")


def _hand_over(visit: Visit, standing: Standing) -> HttpResponse:
    person = _person(visit)
    acts.hand_over(visit.office, visit.stream(standing.pm.label), person)
    return visit.done(f"Handed over: {names(visit.office)[person]} owns the review from here on.")


ACTS: Mapping[str, Callable[[Visit, Standing], HttpResponse]] = {
    "give": _give,
    "leave": _leave,
    "stand": _stand,
    "hand-over": _hand_over,
}


def _role(visit: Visit) -> Role:
    try:
        return Role(visit.field("role", ask="Which role? Choose one of the list."))
    except ValueError as unknown:
        raise Refused("Choose one of the roles that the form offers; nothing was changed.") from unknown


def _person(visit: Visit) -> PersonId:
    person = visit.field("person", ask="Who? Choose somebody of the list.")
    if person not in names(visit.office):
        raise Refused("Nobody here is known by that name; choose somebody of the list.")
    return PersonId(person)


def _doing(role: Role) -> str:
    words = WORDS[role][0]
    return words[:1].lower() + words[1:]


def _initials(name: str) -> str:
    words = name.split()
    return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()
