"""Accounts: write first and look later, add, correct, say who reads it, and mark where two differ."""

from django.http import Http404, HttpResponse
from django.urls import reverse

from secondstory.application.keeping import custody
from secondstory.application.keeping.letting_go.retaining import words_for
from secondstory.application.looking import Standing
from secondstory.application.understanding import accounts as acts
from secondstory.domain.understanding.accounts import Account, Corrected, Shared, Withheld
from secondstory.kernel.ids import StreamId
from secondstory.kernel.refused import Refused
from secondstory.web.pages.postmortem.space import in_space
from secondstory.web.pages.understanding.accounts.shown import AccountShown, accounts_shown
from secondstory.web.visiting.page import page
from secondstory.web.visiting.visit import Visit, act_of

READERS = [
    ("facilitator", "The facilitator alone", "until you decide otherwise"),
    ("room", "The room", "everybody who has a part in this post-mortem"),
]
NOT_YOURS = "Nobody but its author changes an account. Write yours beside it; where the two differ, mark it."


@page("member")
def accounts(visit: Visit, number: int) -> HttpResponse:
    """Show the accounts side by side; those of others stay closed until one's own is written, or one asks."""
    standing = visit.postmortem(number)
    shown = accounts_shown(visit.office, _stream(standing))
    own = next((one for one in shown if one.is_own), None)
    return in_space(
        visit,
        standing,
        "evidence",
        "accounts/accounts.html",
        shown=shown,
        own=own,
        is_open=own is not None or "read" in visit.query,
        has_looked=acts.has_looked(visit.office, _stream(standing)),
    )


@page("member")
def write_one(visit: Visit, number: int) -> HttpResponse:
    """Write first, look later: one's own account, kept on the device until it is sent."""
    standing = visit.postmortem(number)
    stream = _stream(standing)
    if visit.posting:
        return _write(visit, stream, number)
    own = acts.own_account(visit.office, stream)
    if own is not None:
        return visit.done(to=_at(number, own))
    has_looked = acts.has_looked(visit.office, stream)
    return in_space(
        visit,
        standing,
        "evidence",
        "accounts/write.html",
        has_looked=has_looked,
        readers=READERS,
        kept_words=words_for(visit.office, "account"),
    )


@page("member")
def one(visit: Visit, number: int, account: int) -> HttpResponse:
    """Show one account; its author adds, corrects, chooses readers, and marks differences."""
    standing = visit.postmortem(number)
    shown = accounts_shown(visit.office, _stream(standing))
    found = next((one for one in shown if one.account.number == account), None)
    if found is None:
        raise Http404
    if visit.posting:
        answer: HttpResponse = act_of(visit, ACTS)(visit, standing, found.account)
        return answer
    return in_space(
        visit,
        standing,
        "evidence",
        "accounts/account.html",
        one=found,
        cites=[("", "The account as a whole"), *_cites(found)],
        others=_others(visit, standing, shown, found) if found.is_own else [],
        kept_words=words_for(visit.office, "account"),
    )


def _write(visit: Visit, stream: StreamId, number: int) -> HttpResponse:
    role = visit.field("role", ask="From which role do you tell it? For example: engineer on call.")
    before = {"yes": True, "no": False}.get(visit.field("before"))
    kept = acts.write(
        visit.office, stream, str(visit.form.get("words", "")), role=role, before_evidence=before
    )
    assert kept.account.stream is not None
    if visit.field("readers") == "room":
        acts.choose_readers(visit.office, kept.account.stream, Shared())
        return visit.done(f"Sent: A-{kept.account.number}. The room reads it.", to=_at(number, kept.account))
    said = f"Sent: A-{kept.account.number}. The facilitator alone reads it until you share it."
    return visit.done(said, to=_at(number, kept.account))


def _add(visit: Visit, standing: Standing, account: Account) -> HttpResponse:
    if account.author != visit.person:
        raise Refused(NOT_YOURS)
    before = {"yes": True, "no": False}.get(visit.field("before"))
    words = str(visit.form.get("more", ""))
    acts.add_to(visit.office, _stream(standing), words, before_evidence=before)
    return visit.done(f"Added to A-{account.number}. The first words stay as they were.")


def _correct(visit: Visit, _standing: Standing, account: Account) -> HttpResponse:
    cites = visit.field("cites")
    if cites and not (cites.isascii() and cites.isdecimal()):
        raise Refused("Which paragraph is put right? Choose one of those that stand there.")
    draft = Corrected(
        reason=visit.field("reason"), text=visit.field("text"), cites=int(cites) if cites else None
    )
    acts.correct(visit.office, _of(account), draft)
    return visit.done(
        "Your correction stands beside the first version. A correction made by you is honesty, and stays safe."
    )


def _share(visit: Visit, _standing: Standing, account: Account) -> HttpResponse:
    acts.choose_readers(visit.office, _of(account), Shared())
    return visit.done(f"Shared: A-{account.number}. The room reads it from now on.")


def _withhold(visit: Visit, _standing: Standing, account: Account) -> HttpResponse:
    acts.choose_readers(visit.office, _of(account), Withheld())
    return visit.done(f"Kept: A-{account.number}. The facilitator alone reads it from now on.")


def _differ(visit: Visit, _standing: Standing, account: Account) -> HttpResponse:
    other = visit.field("other", ask="From what does it differ? Choose an account or a piece of evidence.")
    acts.mark_difference(visit.office, account, other, visit.field("about"))
    return visit.done(f"Marked: A-{account.number} and {other} differ, and both stay.")


def _cites(found: AccountShown) -> list[tuple[str, str]]:
    paragraphs = enumerate(found.account.paragraphs, 1)
    return [(str(place), f"Paragraph {place}: {one.text[:60]}") for place, one in paragraphs]


def _others(
    visit: Visit, standing: Standing, shown: list[AccountShown], found: AccountShown
) -> list[tuple[str, str]]:
    told = [(one.label, f"{one.label}, {one.account.author_role}") for one in shown if one != found]
    rows = custody.items(visit.office, _stream(standing))
    return [*told, *((f"E-{row['number']}", f"E-{row['number']}, {row['name']}") for row in rows)]


def _stream(standing: Standing) -> StreamId:
    assert standing.pm.stream is not None
    return standing.pm.stream


def _of(account: Account) -> StreamId:
    assert account.stream is not None
    return account.stream


def _at(number: int, account: Account) -> str:
    return reverse("account", kwargs={"number": number, "account": account.number})


ACTS = {"add": _add, "correct": _correct, "share": _share, "withhold": _withhold, "differ": _differ}
