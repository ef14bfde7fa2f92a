"""Ben ends his session: for ten minutes the page that follows names who answers for the text, and nothing else is left of the session."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from coalition import clock
from coalition.addresses import ROUTES, Audience, url_for
from coalition.invitations import coordinator_queries
from coalition.invitations.ended_sessions import leave_text, token_after
from coalition.invitations.saved_answers import _erasing, erase_outdated
from coalition.invitations.tables import EndedSession, SigningSession
from coalition.memoranda.tables import Memorandum, Publicity
from coalition.people.tokens import hash_of
from tests import factories
from tests.signing.walking import Case, a_case, enter, everything, sign

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    import httpx

    from coalition.invitations.links import Opened
    from coalition.people.tables import Coordinator

    Story = Callable[["httpx.AsyncClient", Coordinator], Awaitable[None]]

pytestmark = pytest.mark.anyio

SAVED, HANDED_OVER, LINK_END = "/en/signing/saved-answers", "/en/signing/delegation", "/en/signing/link-end"
COLLEAGUE = {"name": "Dilshod", "email": "dilshod@bir-duino.example.org", "language": "en", "belongs": "yes"}
NAME, ADDRESS = "<bdi>Ada</bdi> answers for the text", "mailto:ada@example.org"
AFTER = {"signing.saved_answers.show", "signing.delegation.show", "signing.link_end.show"}


async def end(ben: httpx.AsyncClient, case: Case, path: str) -> str:
    """End a session in one of three ways and return the address of the page that follows."""
    await (sign if path == LINK_END else enter)(ben, case)
    before = ben.cookies["signing"]
    answer = await ben.post(path, data=case.answers | COLLEAGUE | {"end": "yes"})
    assert (answer.status_code, "Max-Age=600;" in answer.headers["set-cookie"]) == (303, True)
    assert before not in {ben.cookies["signing"], *(await everything()).split("'")}
    return answer.headers["location"]


async def named_for_ten_minutes(ben: httpx.AsyncClient, ada_account: Coordinator) -> None:
    memorandum = await factories.opened(ada_account)
    for path in (SAVED, HANDED_OVER, LINK_END):
        shown = await end(ben, await a_case(ada_account, f"bir-duino-{path.rpartition('/')[2]}", memorandum), path)
        for language in ("en", "ar"):
            page = (await ben.get(shown.replace("/en/", f"/{language}/"))).text
            assert (ADDRESS in page, "Bir Duino" in page, "ooperation" in page) == (True, False, False)
        assert NAME in (await ben.get(shown)).text
        with clock.shifted(timedelta(minutes=11)):
            assert (await ben.get(shown)).status_code == 200
            assert "Ada" not in (await ben.get(shown)).text


async def acts_no_more(ben: httpx.AsyncClient, ada_account: Coordinator) -> None:
    """Neither the cookie from before nor the one from after reads a page or sends a form of the text."""
    case = await a_case(ada_account)
    await enter(ben, case)
    session = ben.cookies["signing"]
    await ben.post(SAVED, data=case.answers)
    before = await everything()
    own = {name: route for name, route in ROUTES.items() if route.audience is Audience.LINK and "{token}" not in route.path}
    for token in (session, ben.cookies["signing"]):
        ben.cookies.clear()
        ben.cookies.set("signing", token, domain="127.0.0.1")
        for name, route in own.items():
            path = url_for(name, lang="en", **dict.fromkeys(re.findall(r"{(\w+)}", route.path.replace("{lang}", "")), "1"))
            given = {"data": case.signature | COLLEAGUE} if route.method == "POST" else {}
            answer = await ben.request(route.method, path, **given)
            assert (answer.status_code == 403) is (name not in AFTER), (name, answer.status_code)
            assert ("Bir Duino" in answer.text, "ooperation" in answer.text) == (False, False), name
    assert await everything() == before


async def erased_after_ten_minutes(ben: httpx.AsyncClient, ada_account: Coordinator) -> None:
    await end(ben, await a_case(ada_account), HANDED_OVER)
    for minutes, left in ((9, 1), (11, 0)):
        with clock.shifted(timedelta(minutes=minutes)):
            _erasing.last = clock.now() - timedelta(days=1)
            await erase_outdated()
            assert await EndedSession.count() == left


async def discreet_where_letters_are(ben: httpx.AsyncClient, ada_account: Coordinator) -> None:
    careful = await factories.forum("careful-2026", risk_profile="careful")
    plain, quiet = await factories.opened(ada_account), await factories.opened(ada_account, "quiet", forum=careful.slug)
    taken = await factories.opened(ada_account, "taken")
    for place, (memorandum, at_risk) in enumerate([(plain, True), (quiet, False), (taken, False)]):
        shown = await end(ben, await a_case(ada_account, f"handing-over-{place}", memorandum, at_risk=at_risk), HANDED_OVER)
        if memorandum is taken:  # by another coordinator, some minutes later
            await Memorandum.update({Memorandum.publicity: Publicity.WITHDRAWN_FROM_PUBLIC.value}).where(Memorandum.id == taken.id)
        page = (await ben.get(shown)).text
        assert (NAME in page, ADDRESS in page) == (True, False), place


STORIES: tuple[Story, ...] = (named_for_ten_minutes, acts_no_more, erased_after_ten_minutes, discreet_where_letters_are)


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.__name__)
async def test_an_ended_session_names_who_answers_and_does_nothing(ben: httpx.AsyncClient, ada_account: Coordinator, story: Story) -> None:
    await story(ben, ada_account)


async def test_others_are_named_nobody(ben: httpx.AsyncClient, cleo: httpx.AsyncClient, ada_account: Coordinator) -> None:
    shown = await end(ben, await a_case(ada_account), SAVED)
    assert "Ada" not in (await cleo.get(shown)).text
    cleo.cookies.set("signing", "A" * 43, domain="127.0.0.1")
    assert "Ada" not in (await cleo.get(shown)).text


def test_what_is_left_has_no_link_and_no_organisation() -> None:
    left = {column._meta.name for column in EndedSession._meta.columns}
    assert left == {"id", "token_hash", "memorandum", "gives_address", "expires_at"}


async def _goes_on(session: str, opened: Opened) -> None:
    await leave_text(session, opened.memorandum, gives_address=True)


async def _goes_on_under_the_new_token(session: str, opened: Opened) -> None:
    await leave_text(session, opened.memorandum, gives_address=True)
    new = {SigningSession.token_hash: hash_of(token_after(session))}
    await SigningSession.update(new).where(SigningSession.token_hash == hash_of(session))


async def _sessions_only() -> None:
    await SigningSession.delete().where(SigningSession.expires_at < clock.now())


async def _later_too(token_hash: str, _: object, real: Any = coordinator_queries._text_after) -> Any:
    return await real(token_hash, clock.now() - timedelta(hours=1))


async def _never(*_: object) -> bool:
    return False


MUTATED_BUILDS: dict[str, tuple[Story, str, object]] = {
    "an ended session still acts": (acts_no_more, "signatures.saving_answers.end_session", _goes_on),
    "it acts with its new token": (acts_no_more, "signatures.saving_answers.end_session", _goes_on_under_the_new_token),
    "what it leaves is not erased": (erased_after_ten_minutes, "invitations.saved_answers.erase_sessions_over", _sessions_only),
    "what it leaves is there for a day": (erased_after_ten_minutes, "invitations.ended_sessions.NAMED_FOR", timedelta(days=1)),
    "what is not erased yet is shown": (named_for_ten_minutes, "invitations.coordinator_queries._text_after", _later_too),
    "the address is given where letters are discreet": (discreet_where_letters_are, "invitations.ending_links.are_letters_discreet", _never),
}


@pytest.mark.parametrize("name", MUTATED_BUILDS)
@pytest.mark.sqlite_only
async def test_a_mutated_build_is_found(ben: httpx.AsyncClient, ada_account: Coordinator, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    story, place, mutated = MUTATED_BUILDS[name]
    monkeypatch.setattr(f"coalition.{place}", mutated)
    with pytest.raises(AssertionError):
        await story(ben, ada_account)
