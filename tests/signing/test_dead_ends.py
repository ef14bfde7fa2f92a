"""Every page where a private link ends says what happened, names who can help, and has a next step; a stranger learns nothing from it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

import pytest

from coalition import clock, database
from coalition.host.describing import describe_host
from coalition.host.forms import HostForm
from coalition.invitations import errors, inviting, link_queries
from coalition.invitations.coordinator_queries import coordinator_for
from coalition.invitations.delegating import delegate
from coalition.invitations.forms import DelegationForm
from coalition.invitations.links import follow, make_link, opened_by
from coalition.invitations.recipients import bind
from coalition.invitations.tables import Invitation, Link, LinkPurpose
from coalition.memoranda.opening import close
from coalition.memoranda.tables import Edition
from coalition.people.tokens import new_token
from coalition.signatures.forms import DeclineForm, VouchingForm
from coalition.signatures.link_ends import end_links_at_desk
from coalition.signatures.second_contact import vouch
from coalition.signatures.signing import decline
from coalition.web import limits
from coalition.web.pages import name_answering
from tests import factories
from tests.signing.walking import DECLINE, last_link_to, post, words

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    import httpx

    from coalition.invitations.links import Opened
    from coalition.memoranda.tables import Memorandum
    from coalition.organisations.tables import Organisation
    from coalition.people.tables import Coordinator
    from coalition.web.routing import AnyRequest

pytestmark = pytest.mark.anyio

LANGUAGES = ("en", "ru", "ar", "nb")
HOST = {
    "texts": [{"language": code, "name": f"Steppe Bureau {code}"} for code in LANGUAGES],
    "email": "desk@bureau.example",
    "phone": "+7 727 250-00-00",
}
ZARINA, HER_ADDRESS = "Zarina Tulegenova", "zarina@answers.example"
SECRETS = ("cooperation", "сотрудничестве", "التعاون", "invited-", "Invited ")


class Asked(NamedTuple):
    """An organisation that was invited by letter, with the path of its link."""

    memorandum: Memorandum
    organisation: Organisation
    link: str

    @property
    def token(self) -> str:
        return self.link.rpartition("/")[2]

    async def invitation(self) -> Invitation:
        theirs = (Invitation.memorandum == self.memorandum.id) & (Invitation.organisation == self.organisation.id)
        return await Invitation.objects().get(theirs)

    async def opened(self) -> Opened:
        return await follow(self.token)


class End(NamedTuple):
    """One way in which a link ends: how it comes about, the status and the broken rule of its page, and what the page offers."""

    happens: Callable[[Asked], Awaitable[str | None]]
    error: type[Exception]
    fresh: bool = True
    names: bool = False
    at_risk: bool = False
    status: int = 410


async def unknown(_: Asked) -> str:
    return f"/en/invitations/{new_token()[0]}"


async def truncated(asked: Asked) -> str:
    return asked.link[:-7]


async def signed(asked: Asked) -> None:
    await factories.signed(asked.memorandum, asked.organisation)


async def declined(asked: Asked) -> None:
    await decline(await asked.opened(), DeclineForm(authority=True))


async def expired(asked: Asked) -> None:
    await Link.update({Link.expires_at: clock.now()}).where(Link.invitation == (await asked.invitation()).id)


async def expired_for_a_former_contact(asked: Asked) -> None:
    await expired(asked)
    async with database.transaction():
        await bind((await asked.invitation()).id, [])


async def expired_and_shown_to_a_coordinator(asked: Asked) -> str:
    shown = await factories.invitation_link(asked.memorandum, asked.organisation)
    await expired(asked)
    return shown


async def replaced(asked: Asked) -> None:
    await factories.invitation_link(asked.memorandum, asked.organisation, send=True)


async def closed(asked: Asked) -> None:
    await close(asked.memorandum)


async def text_changed(asked: Asked) -> None:
    digest = "sha256:" + "1" * 64
    await Edition.insert(Edition(memorandum=asked.memorandum.id, number=2, digest=digest, created_at=clock.now()))


async def taken_back(asked: Asked) -> None:
    await inviting.revoke(asked.memorandum, (await asked.invitation()).id)


async def handed_over(asked: Asked) -> None:
    address = f"dilshod@{asked.organisation.slug}.example.org"
    form = DelegationForm.parse({"name": "Dilshod", "email": address, "language": "en", "belongs": "yes"})
    await delegate(await asked.opened(), "session", form)


async def ended_at_the_desk(asked: Asked) -> None:
    await end_links_at_desk(asked.memorandum, asked.organisation.id)


async def second_person(asked: Asked, **columns: object) -> str:
    async with database.transaction():
        token, _ = await make_link((await asked.invitation()).id, LinkPurpose.VOUCH, **columns)
    return f"/en/invitations/{token}"


async def vouched(asked: Asked) -> str:
    made = await factories.signed(asked.memorandum, asked.organisation)
    link = await second_person(asked, act=made.act.id)
    await vouch(await follow(link.rpartition("/")[2]), VouchingForm(colleague_name="Dora"))
    return link


async def nothing_to_vouch_for(asked: Asked) -> str:
    return await second_person(asked)


async def contact_unknown(_: Asked) -> str:
    return f"/en/signing/contacts/{new_token()[0]}"


async def proof_unknown(_: Asked) -> str:
    return f"/en/signing/proofs/{new_token()[0]}"


async def request_unknown(_: Asked) -> str:
    return f"/en/signing/disclosure-requests/{new_token()[0]}"


async def only_asks(asked: Asked) -> str:
    async with database.transaction():
        [row] = await Invitation.objects().where(Invitation.organisation == asked.organisation.id)
        token, _ = await make_link(row.id, LinkPurpose.ASK, recipient=row.contact)
    return f"/en/invitations/{token}"


async def session_over(_: Asked) -> str:
    return "/en/signing"


ENDS: dict[str, End] = {
    "unknown": End(unknown, errors.LinkUnknown, status=404),
    "truncated": End(truncated, errors.LinkUnknown, status=404),
    "signed with": End(signed, errors.LinkUsed),
    "declined with": End(declined, errors.LinkUsed),
    "expired": End(expired, errors.LinkExpired, names=True),
    "expired, at risk": End(expired, errors.LinkExpired, at_risk=True),
    "expired, contact removed": End(expired_for_a_former_contact, errors.LinkExpired),
    "expired, not mailed": End(expired_and_shown_to_a_coordinator, errors.LinkExpired),
    "replaced by a newer one": End(replaced, errors.LinkExpired, names=True),
    "it only asks for a fresh one": End(only_asks, errors.FreshLinkOffered, names=True, status=200),
    "taken back": End(taken_back, errors.LinkRevoked, fresh=False),
    "handed over": End(handed_over, errors.LinkExpired),
    "ended at the desk": End(ended_at_the_desk, errors.LinkExpired),
    "a second person answered": End(vouched, errors.AlreadyVouched, fresh=False),
    "nothing to vouch for": End(nothing_to_vouch_for, errors.ActEnded, fresh=False),
    "the letter to a contact": End(contact_unknown, errors.LinkUnknown, fresh=False, status=404),
    "the letter to a domain": End(proof_unknown, errors.LinkUnknown, fresh=False, status=404),
    "the letter that can stop a change": End(request_unknown, errors.LinkUnknown, fresh=False, status=404),
    "the session ended": End(session_over, errors.SessionEnded, fresh=False, status=403),
    "the text is closed": End(closed, errors.LinkExpired, names=True),
    "the text has changed": End(text_changed, errors.TextReplaced, names=True),
}


@pytest.fixture
async def zarina(store: str, monkeypatch: pytest.MonkeyPatch) -> Coordinator:
    """Zarina answers for the texts, and the host is filled in."""
    assert store
    monkeypatch.setenv("COALITION_SMTP_URL", "smtp://127.0.0.1:1")
    limits._unknown_links.forget()
    await describe_host(HostForm.parse(HOST))
    return await factories.coordinator(HER_ADDRESS, ZARINA)


async def asked_of(memorandum: Memorandum, place: int, *, at_risk: bool) -> Asked:
    organisation = await factories.organisation(f"invited-{place}", at_risk=at_risk)
    return Asked(memorandum, organisation, await factories.invitation_link(memorandum, organisation, send=True))


async def walk(zarina: Coordinator, browser: httpx.AsyncClient, names: tuple[str, ...] = tuple(ENDS)) -> None:
    """Let every link end, one organisation for each way, and read its page in every language."""
    memorandum = await factories.opened(zarina)
    for place, name in enumerate(names):
        end = ENDS[name]
        asked = await asked_of(memorandum, place, at_risk=end.at_risk)
        path = await end.happens(asked) or asked.link
        for language in LANGUAGES:
            page = await browser.get(path.replace("/en/", f"/{language}/"))
            check(f"{name} ({language})", end, page, language)
        if "/invitations/" in path:
            check(f"{name}, asked", end._replace(status=200, fresh=True), await browser.get(f"{path}/fresh-link"), "en")
        if name in {"the text is closed", "the text has changed"}:
            memorandum = await factories.opened(zarina, f"cooperation-{place}")


def check(name: str, end: End, page: httpx.Response, language: str) -> None:
    assert page.status_code == end.status, name
    for way in (f"Steppe Bureau {language}", 'href="mailto:desk@bureau.example"', 'href="tel:+7727250-00-00"', 'id="help"'):
        assert way in page.text, (name, way)
    assert ("/fresh-link" in page.text) is end.fresh, name
    assert (f'href="mailto:{HER_ADDRESS}"' in page.text, ZARINA in page.text) == (end.names, end.names), name
    for secret in SECRETS:
        assert secret not in page.text, (name, secret)


async def test_every_dead_end_has_a_next_step_and_names_nobody_to_strangers(zarina: Coordinator, cleo: httpx.AsyncClient) -> None:
    await walk(zarina, cleo)


def test_no_way_in_which_a_link_ends_is_left_out() -> None:
    known = {errors.LinkUnknown, errors.SessionEnded, *errors.LinkClosed.__subclasses__()} - {errors.LinkClosed}
    assert {error for error in known if error.__module__ == errors.__name__} == {end.error for end in ENDS.values()}


async def test_what_was_typed_in_a_session_that_ended_has_help_beside_it(zarina: Coordinator, ben: httpx.AsyncClient) -> None:
    assert zarina
    for language in LANGUAGES:
        page = await ben.post(DECLINE.replace("/en/", f"/{language}/"), data={"reason": "The board has not met.", "form_token": "x"})
        assert (page.status_code, 'name="held_form"' in page.text) == (403, True)
        for way in (f"Steppe Bureau {language}", 'href="mailto:desk@bureau.example"', 'id="help"', 'name="link"'):
            assert way in page.text, way


async def test_a_letter_to_a_contact_that_came_too_late_has_help_too(zarina: Coordinator, cleo: httpx.AsyncClient) -> None:
    assert zarina
    await factories.organisation("late", confirmed=False)
    link = await last_link_to("contact@late.example.org")
    with clock.shifted(timedelta(days=15)):
        page = await cleo.get(link)
    check("the letter came too late", End(contact_unknown, errors.LinkUnknown, fresh=False), page, "en")


async def test_a_session_whose_text_changed_asks_for_a_fresh_link_too(zarina: Coordinator, ben: httpx.AsyncClient) -> None:
    asked = await asked_of(await factories.opened(zarina), 1, at_risk=False)
    await ben.post(f"{asked.link}/session")
    await text_changed(asked)
    page = await ben.get("/en/signing")
    assert (page.status_code, 'action="/en/signing/fresh-link"' in page.text) == (410, True)
    assert "Look into the mailbox" in words((await post(ben, "/en/signing/fresh-link", {"step": "ask"})).text)


async def test_the_address_of_the_coordinator_stands_on_pages_unless_letters_are_discreet(zarina: Coordinator, ben: httpx.AsyncClient) -> None:
    careful = await factories.forum("careful-2026", risk_profile="careful")
    plain, quiet = await factories.opened(zarina), await factories.opened(zarina, "quiet", forum=careful.slug)
    for place, (memorandum, at_risk, is_open) in enumerate([(plain, False, True), (plain, True, False), (quiet, False, False)]):
        asked = await asked_of(memorandum, place, at_risk=at_risk)
        landing = (await ben.get(asked.link)).text
        assert (ZARINA in landing, f"mailto:{HER_ADDRESS}" in landing) == (True, is_open)
        person = await coordinator_for(memorandum, asked.organisation.id)
        assert person
        assert bool(person.email) is is_open


async def _yes(*_: object) -> bool:
    return True


async def _no(*_: object) -> bool:
    return False


async def _whoever_holds_it(opened: Opened) -> bool:
    return opened.link.ended_at is None and opened.invitation.answered_at is None and opened.invitation.revoked_at is None


async def _of_any_link(request: AnyRequest, token: str) -> None:
    link = await link_queries.link_of(token)
    if link:
        opened = await opened_by(link)
        name_answering(request, await coordinator_for(opened.memorandum, opened.invitation.organisation))


async def _even_ended(opened: Opened) -> bool:
    return bool(await link_queries.link_by_hash(opened.link.token_hash)) and opened.link.recipient is not None and not opened.invitation.answered_at


HERE, ASKED = "coalition.invitations.coordinator_queries", "coalition.signing.invitations.fresh_links"
MUTATED_BUILDS: dict[str, tuple[tuple[str, ...], str, object]] = {
    "a used link names the coordinator": (("signed with",), f"{HERE}._is_invited", _yes),
    "a decline names the coordinator": (("declined with",), f"{HERE}._is_invited", _yes),
    "an ended link names the coordinator": (("ended at the desk",), f"{HERE}._is_invited", _even_ended),
    "a former contact learns the coordinator": (("expired, contact removed",), f"{HERE}._is_invited", _whoever_holds_it),
    "an organisation at risk learns the coordinator": (("expired, at risk",), f"{HERE}.are_letters_discreet", _no),
    "whoever asks for a fresh link learns the coordinator": (("signed with",), f"{ASKED}.name_coordinator_behind", _of_any_link),
}


@pytest.mark.parametrize("name", MUTATED_BUILDS)
@pytest.mark.sqlite_only
async def test_a_mutated_build_is_found(zarina: Coordinator, cleo: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    ends, place, mutated = MUTATED_BUILDS[name]
    monkeypatch.setattr(place, mutated)
    with pytest.raises(AssertionError, match=ends[0]):
        await walk(zarina, cleo, ends)
