"""One visit: who asks, as which person, and the ways to answer. Made for each request, kept by nobody."""

from collections.abc import Mapping
from datetime import datetime, tzinfo
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from markupsafe import Markup

from secondstory.application.ceremony.chartering import charter_of
from secondstory.application.ceremony.knowing_people import name_of
from secondstory.application.ceremony.room.seats import begins_for, managers
from secondstory.application.correspondence.listening import ListeningJournal
from secondstory.application.correspondence.reactions import letters_for
from secondstory.application.looking import Standing, standing_of
from secondstory.application.office import Office
from secondstory.domain.ceremony.sittings import Sitting
from secondstory.domain.lifecycle import PostMortem
from secondstory.kernel.event import Event
from secondstory.kernel.frozen import replace
from secondstory.kernel.ids import PersonId, StreamId
from secondstory.kernel.refused import Refused
from secondstory.web.signin.models import User, is_alone
from secondstory.web.site.ground import Ground, ground
from secondstory.wiring.site.drafts import keep_waiting
from secondstory.wiring.site.room import rooms_in


class Visit:
    """What a page works with. `posting` says that the browser sent a form, which is then in `form`."""

    def __init__(self, request: HttpRequest) -> None:
        """Begin a visit with what the browser sent."""
        self.request = request
        self.posting = request.method == "POST"
        self.form: QueryDict = request.POST
        self.query: QueryDict = request.GET
        self.refusal: str | None = None
        self.here = request.path
        self.context: dict[str, Any] = {}
        self._heard: list[tuple[StreamId, Event]] = []
        self._has_told = False
        self._asked_of: object = None
        self._user: User | None = None

    @cached_property
    def ground(self) -> Ground:
        """What this process serves."""
        return ground()

    @property
    def user(self) -> User | None:
        """Who signed in, None when nobody did; asked anew when somebody signs in or out within the visit."""
        found = self.request.user
        if found is not self._asked_of:
            self._asked_of = found
            self._user = found if isinstance(found, User) else None
        return self._user if self._user is not None and self._user.is_active else None

    @property
    def is_signed_in(self) -> bool:
        """Whether somebody signed in."""
        return self.user is not None

    @property
    def is_administrator(self) -> bool:
        """Whether this person keeps the installation: its people and settings, nobody's post-mortems."""
        return self.user is not None and self.user.is_administrator

    @property
    def person(self) -> PersonId:
        """The person who visits. Only behind a page that asks for a sign-in."""
        assert self.user is not None
        return PersonId(self.user.person)

    @cached_property
    def office(self) -> Office:
        """The office of this person: every act and every look goes through it."""
        office = self.ground.workspace.office_for(
            self.person, alone=self._is_alone, is_glance=self.only_looks
        )
        return replace(office, journal=ListeningJournal(office.journal, self._heard))

    @property
    def has_recorded(self) -> bool:
        """Whether something of this visit is in the record."""
        return self._has_told or bool(self._heard)

    def tell_others(self) -> None:
        """Put the letters that follow from what was recorded in this visit into the outbox. Letters wait; nothing else does."""
        if not self._heard:
            return
        heard = tuple(self._heard)
        self._has_told = True
        self._heard.clear()
        for letter in letters_for(self.office, heard, links=self.ground.links, hour_of=self._hour_of):
            self.ground.outbox.send(letter)

    def _hour_of(self, pm: PostMortem, sitting: Sitting, person: PersonId) -> datetime | None:
        """Return when somebody's part of a sitting begins: later for managers, when somebody closest asked for that."""
        assert pm.incident.stream is not None
        floor = rooms_in(self.ground.workspace.place).floor((pm.incident.stream, sitting.number))
        leads = managers(self.office) if floor.first_hour_free else frozenset[PersonId]()
        return begins_for(pm, sitting, person, first_hour_free=floor.first_hour_free, leads=leads)

    def keep_drafts(self, stream: StreamId) -> None:
        """Let what people are typing in a story become versions of it, before a sitting or a gate looks at it."""
        workspace = self.ground.workspace
        keep_waiting(
            workspace.place.drafts, stream, lambda person: workspace.office_for(person, alone=self._is_alone)
        )

    @cached_property
    def _is_alone(self) -> bool:
        return is_alone()

    @property
    def only_looks(self) -> bool:
        """Whether the browser only looks: then nothing that this visit does changes who may see what."""
        return self.request.method in {"GET", "HEAD"}

    @cached_property
    def person_name(self) -> str:
        """The name others know this person by."""
        return name_of(self.office, self.person) if self.is_signed_in else ""

    @property
    def initials(self) -> str:
        """Two letters for the disc in the corner."""
        words = self.person_name.split()
        return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()

    @cached_property
    def zone(self) -> tzinfo:
        """The zone that this person reads times in."""
        stated = self.user.zone if self.user else ""
        return ZoneInfo(stated) if stated else self.ground.zone

    @property
    def organisation(self) -> str:
        """What the organisation is called."""
        return self.ground.config.organisation

    @cached_property
    def charter_version(self) -> str:
        """The version of the charter in force."""
        current = charter_of(self.office).current if self.is_signed_in else None
        return current.version if current else ""

    @property
    def csrf(self) -> Markup:
        """The hidden field that every form carries."""
        return Markup('<input type="hidden" name="csrfmiddlewaretoken" value="{}">').format(
            get_token(self.request)
        )

    @property
    def messages(self) -> list[str]:
        """What was done, said once."""
        return [str(one) for one in messages.get_messages(self.request)]

    def postmortem(self, number: int) -> Standing:
        """Return one post-mortem as it stands. Missing and forbidden are the same page."""
        return standing_of(self.office, self.stream(f"PM-{number}"))

    def stream(self, label: str) -> StreamId:
        """Return the stream behind `PM-7`, `FU-3`, `HO-1`. Missing and forbidden are the same page."""
        try:
            return self.office.door.stream_of(label)
        except Refused as missing:
            raise Http404 from missing

    def render(self, template: str, *, status: int = 200, **context: Any) -> HttpResponse:
        """Answer with a page. A refused form answers 422, with what was typed still in it."""
        text = render_to_string(
            template, {"visit": self, "zone": self.zone, **self.context, **context}, self.request
        )
        return HttpResponse(text, status=422 if self.refusal and status == 200 else status)

    def done(self, said: str = "", *, to: str | None = None) -> HttpResponse:
        """Answer a form: say what was done, and go to a page, the same one unless told otherwise."""
        if said:
            messages.success(self.request, said)
        answer = HttpResponseRedirect(to or self.request.get_full_path())
        answer.status_code = 303
        return answer

    def field(self, name: str, *, ask: str = "") -> str:
        """Return a field of the form, trimmed. Raises Refused with `ask` when it is empty and was asked for."""
        value = str(self.form.get(name, "")).strip()
        if ask and not value:
            raise Refused(ask)
        return value


def act_of(visit: Visit, acts: Mapping[str, Any]) -> Any:
    """Return the act that a form's button names. Raises Refused for one that no button has."""
    found = acts.get(str(visit.form.get("do", "")))
    if found is None:
        raise Refused(
            "This form said nothing that can be done here. Load the page again; nothing was changed."
        )
    return found
