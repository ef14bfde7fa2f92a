"""What coordinators are told of what happened, each rule with a mutated build on which its story fails."""

from __future__ import annotations

import asyncio
import re
import sys
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from coalition import clock
from coalition.acts import letter_times
from coalition.acts.disclosure_levels import Level
from coalition.acts.tables import Disclosure
from coalition.database import counting_queries, transaction
from coalition.invitations import link_sessions, links
from coalition.invitations.delegating import delegate
from coalition.invitations.forms import DelegationForm
from coalition.jobs.worker import run_due
from coalition.mail.bouncing import note_report
from coalition.mail.delivery_reports import Report
from coalition.mail.letter_changes import bounced
from coalition.mail.tables import Letter, LetterState
from coalition.memoranda import happenings
from coalition.memoranda.membership import add_member, remove_member
from coalition.memoranda.tables import Memorandum
from coalition.news import news_letters, private_events, queries, reports
from coalition.news.choosing import choose_rhythm
from coalition.news.forms import NewsForm
from coalition.news.tables import NewsChoice, NewsRhythm
from coalition.people.revoking import disable
from coalition.settings import SUPPORTED_LANGUAGES
from coalition.signatures.forms import DeclineForm
from coalition.signatures.signing import decline
from coalition.signing_requests.tables import SigningRequest
from tests import factories
from tests.letters import letters_in_tray
from tests.mutants import mutated

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from coalition.organisations.tables import Organisation
    from coalition.people.tables import Coordinator

    Story = Callable[[Coordinator], Awaitable[None]]

pytestmark = pytest.mark.anyio

HIDDEN = Level(Disclosure.COUNTED)


@pytest.fixture(autouse=True)
def tray(store: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the letters: no mail server answers."""
    assert store
    monkeypatch.setenv("COALITION_SMTP_URL", "smtp://127.0.0.1:1")


async def news_after(wait: timedelta) -> list[str]:
    """Return the subjects and texts of the letters about what happened that are in the tray some time from now, each as one line."""
    with clock.shifted(wait):
        await run_due()
    return [f"{letter.subject} {' '.join(letter.text.split())}" for letter in await letters_in_tray(Letter.about.like("news:%"))]


async def news_of_today() -> str:
    """Return the one letter that is written once a day."""
    [letter] = await news_after(timedelta(days=1, minutes=2))
    return letter


async def chosen(person: Coordinator, rhythm: NewsRhythm) -> None:
    await choose_rhythm(person, NewsForm(rhythm=rhythm))


async def declined(memorandum: Memorandum, organisation: Organisation) -> None:
    session = await link_sessions.begin_session((await factories.invitation_link(memorandum, organisation)).rpartition("/")[2])
    opened = await link_sessions.session_opens(session)
    assert opened
    await decline(opened, DeclineForm.parse({"reason": "", "authority": True}))


async def names_stand_only_where_everybody_may_know_them(ada: Coordinator) -> None:
    memorandum = await factories.opened(ada)
    await factories.signed(memorandum, await factories.organisation("alpha", "Alpha"))
    await factories.signed(memorandum, await factories.organisation("beta", "Beta"), disclosure="counted")
    await declined(memorandum, await factories.organisation("gamma", "Gamma"))
    await factories.signed(memorandum, await factories.organisation("delta", "Delta", at_risk=True))
    letter = await news_of_today()
    assert "About “Memorandum on cooperation”:" in letter
    assert "Alpha signed" in letter
    assert "This is not public; the desk shows who it was: 1 organisation signed. 1 organisation declined." in letter
    assert "1 notification was issued that this letter does not quote" in letter
    assert not re.search("Beta|Gamma|Delta|beta|gamma|delta|Ben", letter)
    assert "/en/desk/memoranda/cooperation/dashboard" in letter


async def a_careful_forum_is_told_of_in_numbers(ada: Coordinator) -> None:
    await factories.forum("kyiv-2013", risk_profile="careful")
    memorandum = await factories.opened(ada, forum="kyiv-2013")
    await factories.signed(memorandum, await factories.organisation("alpha", "Alpha"))
    await factories.signed(memorandum, await factories.organisation("beta", "Beta"), disclosure="counted")
    letter = await news_of_today()
    assert re.search(r"\d things happened on a text that this letter does not name, for safety\.", letter)
    assert not re.search("(?i)alpha|beta|cooperation|kyiv|signed|opened", letter)


async def a_text_that_is_not_public_yet_names_nobody(ada: Coordinator) -> None:
    memorandum = await factories.opened(ada, publicity="participants")
    await factories.signed(memorandum, await factories.organisation("alpha", "Alpha"))
    letter = await news_of_today()
    assert "1 organisation signed." in letter
    assert "Alpha" not in letter


async def a_name_that_was_hidden_meanwhile_is_not_told(ada: Coordinator) -> None:
    memorandum = await factories.opened(ada)
    recorded = await factories.signed(memorandum, await factories.organisation("alpha", "Alpha"))
    assert "Alpha" in await news_of_today()
    with clock.shifted(timedelta(days=1, minutes=3)):
        await factories.disclosed(await links.follow(recorded.manage_token), HIDDEN)
    [letter] = await news_after(timedelta(days=1, hours=1))
    assert "1 organisation signed." in letter
    assert "Alpha" not in letter


async def nothing_is_told_twice(ada: Coordinator) -> None:
    """A second run of the job, as after a crash between the letter and the end of the job, writes nothing."""
    memorandum = await factories.opened(ada)
    await factories.signed(memorandum, await factories.organisation("alpha", "Alpha"))
    assert len(await news_after(timedelta(days=1, minutes=2))) == 1
    with clock.shifted(timedelta(days=1, minutes=3)):
        await news_letters.write_news({"coordinator": ada.id, "rhythm": "daily"})
    assert len(await news_after(timedelta(days=2, minutes=4))) == 1


async def whoever_left_or_was_disabled_gets_none(ada: Coordinator) -> None:
    memorandum = await factories.opened(ada)
    left, disabled = [await factories.coordinator(f"{name}@example.org", name.title()) for name in ("dina", "eli")]
    for person in (left, disabled):
        await add_member(memorandum, person.email)
    await factories.signed(memorandum, await factories.organisation("alpha", "Alpha"))
    with clock.shifted(timedelta(minutes=5)):
        await run_due()
    await remove_member(memorandum, left.id)
    await disable(disabled)
    with clock.shifted(timedelta(minutes=6)):
        await news_letters.write_news({"coordinator": disabled.id, "rhythm": "daily"})  # its job waited already
    await news_after(timedelta(days=1, minutes=2))
    assert [letter.address for letter in await letters_in_tray(Letter.about.like("news:%"))] == [ada.email]


async def a_waiting_letter_to_whoever_is_disabled_is_taken_back(ada: Coordinator) -> None:
    memorandum = await factories.opened(ada)
    eli = await factories.coordinator("eli@example.org", "Eli")
    await add_member(memorandum, eli.email)
    await factories.signed(memorandum, await factories.organisation("alpha", "Alpha"))
    assert len(await news_after(timedelta(days=1, minutes=2))) == 2
    await disable(eli)
    assert len(await news_after(timedelta(days=1, hours=1))) == 1


async def a_private_event_moves_no_letter_in_its_minute(ada: Coordinator) -> None:
    """Each of the moments is the last of the half hour."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(letter_times.secrets, "randbelow", lambda most: most - 1)
        await chosen(ada, NewsRhythm.AT_ONCE)
        memorandum = await factories.opened(ada)
        await factories.signed(memorandum, await factories.organisation("beta", "Beta"), disclosure="counted")
        assert await news_after(timedelta(minutes=25)) == []
        [letter] = await news_after(timedelta(hours=1))
    assert "1 organisation signed." in letter


async def letters_at_once_leave_ten_minutes_apart(ada: Coordinator) -> None:
    await chosen(ada, NewsRhythm.AT_ONCE)
    memorandum = await factories.opened(ada)
    numbers = []
    for minutes, slug in enumerate(("alpha", "bravo", "charlie")):
        with clock.shifted(timedelta(minutes=3 * minutes)):
            await factories.signed(memorandum, await factories.organisation(slug, slug.title()))
        numbers.append(len(await news_after(timedelta(minutes=3 * minutes + 2, seconds=30))))
    letters = await news_after(timedelta(minutes=20))
    assert (numbers, len(letters)) == ([1, 1, 1], 2)
    assert ["Alpha" in letters[0], "Bravo" in letters[1], "Charlie" in letters[1]] == [True] * 3


async def an_editor_is_told_what_everybody_may_know(ada: Coordinator) -> None:
    memorandum = await factories.opened(ada)
    edith = await factories.coordinator("edith@example.org", "Edith", role="editor")
    await add_member(memorandum, edith.email)
    await factories.signed(memorandum, await factories.organisation("alpha", "Alpha"))
    await factories.signed(memorandum, await factories.organisation("beta", "Beta"), disclosure="counted")
    await news_after(timedelta(days=1, minutes=2))
    [letter] = [letter.text for letter in await letters_in_tray(Letter.about.like("news:%")) if letter.address == edith.email]
    assert "Alpha" in letter
    assert "1 organisation signed" not in letter
    assert "/dashboard" not in letter


async def a_letter_of_last_month_that_comes_back_now_is_news_of_today(ada: Coordinator) -> None:
    memorandum = await factories.opened(ada)
    await factories.invitation_link(memorandum, await factories.organisation("bravo", "Bravo"), send=True)
    [letter] = await letters_in_tray(Letter.about.like("invitation:%"))
    sent = {Letter.state: LetterState.SENT.value, Letter.sent_at: clock.now() - timedelta(days=30)}
    await Letter.update(sent).where(Letter.id == letter.id)
    [row] = await Letter.select(Letter.message_id).where(Letter.id == letter.id)
    assert await note_report(Report("failed", "5.1.1"), row["message_id"]) == "noted"
    assert "1 letter came back." in await news_of_today()


STORIES = (
    names_stand_only_where_everybody_may_know_them,
    a_careful_forum_is_told_of_in_numbers,
    a_text_that_is_not_public_yet_names_nobody,
    a_name_that_was_hidden_meanwhile_is_not_told,
    nothing_is_told_twice,
    whoever_left_or_was_disabled_gets_none,
    a_waiting_letter_to_whoever_is_disabled_is_taken_back,
    a_private_event_moves_no_letter_in_its_minute,
    letters_at_once_leave_ten_minutes_apart,
    an_editor_is_told_what_everybody_may_know,
    a_letter_of_last_month_that_comes_back_now_is_news_of_today,
)


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.__name__)
async def test_the_rule_holds(story: Story, ada_account: Coordinator) -> None:
    await story(ada_account)


async def _account(number: int) -> Coordinator | None:
    return await news_letters.people.account(number)


def _everything_is_known(acts: Any) -> set[Any]:
    return {act.id for act in acts}


_CAREFUL = ("discreet=is_discreet(view, careful)", "discreet=False")
_AT_ONCE = ("(at_once | later)", "at_once")
_EDITORS = ("if person.role == Role.COORDINATOR:", "if person.role:")
MUTATED: dict[str, tuple[Story, object, str, object]] = {
    "an organisation at risk is named": (names_stand_only_where_everybody_may_know_them, reports, "_is_at_risk", lambda _: False),
    "a careful forum is named": (a_careful_forum_is_told_of_in_numbers, news_letters, "report_for", _CAREFUL),
    "the number of private acts is lost": (
        a_text_that_is_not_public_yet_names_nobody,
        private_events,
        "_known_on",
        lambda _, acts: _everything_is_known(acts),
    ),
    "a waiting letter is not taken back": (a_name_that_was_hidden_meanwhile_is_not_told, happenings._less_known, "steps", []),
    "the letter does not note how far it came": (nothing_is_told_twice, news_letters, "_note", lambda *_: asyncio.sleep(0)),
    "whoever left gets letters": (whoever_left_or_was_disabled_gets_none, queries, "served_by", lambda _: Memorandum.select(Memorandum.id)),
    "a disabled account gets letters": (whoever_left_or_was_disabled_gets_none, news_letters.people, "active", _account),
    "private events leave at once": (a_private_event_moves_no_letter_in_its_minute, news_letters, "leaves_when", lambda *, named: named or None),
    "there is no pause": (letters_at_once_leave_ten_minutes_apart, news_letters, "LEAST_PAUSE", timedelta()),
    "editors are told everything": (an_editor_is_told_what_everybody_may_know, news_letters, "report_for", _EDITORS),
    "a bounce counts on the day of its letter": (a_letter_of_last_month_that_comes_back_now_is_news_of_today, queries, "new_bounces", _AT_ONCE),
}


@pytest.mark.sqlite_only
@pytest.mark.parametrize("name", MUTATED)
async def test_a_mutated_build_is_found(name: str, ada_account: Coordinator, monkeypatch: pytest.MonkeyPatch) -> None:
    story, module, attribute, mutation = MUTATED[name]
    fault = mutated(sys.modules[getattr(module, attribute).__module__], *mutation)[attribute] if isinstance(mutation, tuple) else mutation
    monkeypatch.setattr(module, attribute, fault)
    with pytest.raises((AssertionError, ValueError)):
        await story(ada_account)


async def test_requests_delegations_and_letters_that_came_back_are_counted(ada_account: Coordinator) -> None:
    memorandum = await factories.opened(ada_account)
    path = await factories.invitation_link(memorandum, await factories.organisation("alpha", "Alpha"))
    opened = await link_sessions.session_opens(await link_sessions.begin_session(path.rpartition("/")[2]))
    assert opened
    await delegate(opened, "session", DelegationForm(name="Carla", email="carla@example.org", belongs=True))
    now = clock.now()
    asked = {"memorandum": memorandum.id, "organisation_name": "Issyk Watch", "name_language": "en", "person": "Cleo", "email": "cleo@example.org"}
    await SigningRequest.insert(SigningRequest(**asked, language="en", token_hash="0", requested_at=now, confirmed_at=now))
    await factories.invitation_link(memorandum, await factories.organisation("bravo", "Bravo"), send=True)
    letter = (await letters_in_tray(Letter.about.like("invitation:%")))[-1]
    async with transaction():
        await Letter.update({Letter.state: LetterState.BOUNCED.value, Letter.sent_at: now}).where(Letter.id == letter.id)
        await bounced(letter.about)
    news = await news_of_today()
    assert "1 organisation asks to sign. 1 invitation was handed over to a colleague. 1 letter came back." in news
    assert not re.search("Issyk|Carla|Cleo|Alpha|Bravo", news)


async def test_two_workers_at_once_write_one_letter(ada_account: Coordinator) -> None:
    memorandum = await factories.opened(ada_account)
    await factories.signed(memorandum, await factories.organisation("alpha", "Alpha"))
    with clock.shifted(timedelta(minutes=3)):
        await asyncio.gather(*(news_letters.write_news({"coordinator": ada_account.id, "rhythm": "daily"}) for _ in range(4)))
    assert await Letter.count().where(Letter.about.like("news:%")) == 1


async def test_a_letter_that_cannot_be_saved_is_written_by_the_next_attempt(ada_account: Coordinator, monkeypatch: pytest.MonkeyPatch) -> None:
    memorandum = await factories.opened(ada_account)
    await factories.signed(memorandum, await factories.organisation("alpha", "Alpha"))

    async def killed(*_: object) -> None:
        await asyncio.sleep(0)
        raise SystemError

    with monkeypatch.context() as patch:
        patch.setattr(news_letters, "_note", killed)
        assert await news_after(timedelta(days=1, minutes=2)) == []
    [letter] = await news_after(timedelta(days=1, minutes=10))
    assert "Alpha" in letter


async def test_weekly_letters_come_on_mondays_and_no_letters_never(ada_account: Coordinator) -> None:
    memorandum = await factories.opened(ada_account)
    await chosen(ada_account, NewsRhythm.WEEKLY)
    await factories.signed(memorandum, await factories.organisation("alpha"))
    assert len(await news_after(timedelta(days=7, minutes=2))) == 1
    await chosen(ada_account, NewsRhythm.NEVER)
    await factories.signed(memorandum, await factories.organisation("charlie"))
    assert len(await news_after(timedelta(days=20))) == 1


@pytest.mark.sqlite_only
@pytest.mark.parametrize("language", SUPPORTED_LANGUAGES)
async def test_the_letter_can_be_written_in_every_language(store: str, language: str) -> None:
    assert store
    ada = await factories.coordinator("ada@example.org", "Ada", language=language)
    memorandum = await factories.opened(ada)
    await factories.signed(memorandum, await factories.organisation("alpha", "Alpha"))
    await factories.signed(memorandum, await factories.organisation("beta", "Beta"), disclosure="counted")
    letter = await news_of_today()
    assert f"/{language}/desk/memoranda/cooperation/dashboard" in letter
    assert not set("{}%") & set(letter)
    assert "Beta" not in letter


@pytest.mark.sqlite_only
async def test_a_letter_about_one_and_about_twenty_needs_as_many_queries(ada_account: Coordinator) -> None:
    memorandum = await factories.opened(ada_account)
    counts = []
    for number in (1, 19):
        for at in range(number):
            await factories.signed(memorandum, await factories.organisation(email=""), disclosure=("public", "counted")[at % 2])
        await NewsChoice.delete(force=True)
        with clock.shifted(timedelta(minutes=3)), counting_queries() as count:
            await news_letters.write_news({"coordinator": ada_account.id, "rhythm": "daily"})
        counts.append(count.count)
    assert counts[0] == counts[1]
