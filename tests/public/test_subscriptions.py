"""Notifications by mail: asked for by anybody, confirmed from the mailbox, told once, stopped with one click."""

from __future__ import annotations

import re
from datetime import timedelta
from email import message_from_bytes

import pytest

from coalition import clock
from coalition.acts.disclosure_levels import HIDDEN
from coalition.announcements import mailing
from coalition.database import transaction
from coalition.invitations import links
from coalition.jobs.tables import Job
from coalition.jobs.worker import run_due
from coalition.mail.message import as_bytes
from coalition.mail.tables import Letter, LetterState
from coalition.memoranda.tables import Memorandum, Publicity
from coalition.notices import queries
from coalition.notices.forms import SubscriptionForm
from coalition.notices.subscribing import ask
from coalition.notices.tables import Notification, Rhythm, Subscription
from coalition.settings import SUPPORTED_LANGUAGES
from coalition.signatures import disclosing
from coalition.signatures.forms import WithdrawalForm
from coalition.signatures.withdrawing import withdraw
from tests import factories
from tests.letters import answer_requests, letters_in_tray
from tests.public.reading import words
from tests.signing.walking import everything

pytestmark = pytest.mark.anyio

FORM = "/en/notifications/subscription"
WANTED = {"email": "ben@example.org", "memorandum": "", "rhythm": "at_once", "language": "en"}


@pytest.fixture(autouse=True)
def tray(store, monkeypatch):
    """Let every story begin without attempts, and keep the letters: no mail server answers."""
    monkeypatch.setenv("COALITION_SMTP_URL", "smtp://127.0.0.1:1")


async def letters(about: str = "") -> list[Letter]:
    """Return what was written about something, oldest first."""
    return await letters_in_tray(Letter.about.like(f"{about}%"))


def flat(letter: Letter) -> str:
    return " ".join(letter.text.split())


def link_in(letter: Letter) -> str:
    return re.findall(r"http://127\.0\.0\.1:8000(/\S+/subscription/[\w-]+)", letter.text)[-1]


async def subscribe(browser, **more) -> str:
    """Ask, open the link of the letter and confirm; return the path of the link."""
    wanted = WANTED | more
    assert (await browser.post(FORM, data=wanted)).status_code == 200
    await answer_requests()
    path = link_in((await letters())[-1])
    assert (await browser.post(path, data={"rhythm": wanted["rhythm"], "language": wanted["language"]})).status_code == 303
    return path


async def later(minutes: int) -> list[Letter]:
    """Do what is due after some minutes; return the letters of notifications."""
    with clock.shifted(timedelta(minutes=minutes)):
        await run_due()
    return await letters("subscription:")


async def test_the_mailbox_itself_confirms_and_looking_confirms_nothing(cleo, ada_account):
    await factories.opened(ada_account)
    page = (await cleo.get(f"{FORM}?memorandum=cooperation")).text
    assert '<option value="cooperation" selected>Memorandum on cooperation</option>' in page
    answer = await cleo.post(FORM, data=WANTED | {"memorandum": "cooperation"})
    assert (answer.status_code, "Look into your mail" in answer.text, "set-cookie" in answer.headers) == (200, True, False)
    await answer_requests()
    [letter] = await letters()
    assert (letter.address, letter.subject, letter.unsubscribe) == ("ben@example.org", "Notifications by e-mail: please confirm", "")
    assert "cooperation" not in letter.text.lower()
    path = link_in(letter)
    before = await everything()
    for method in ("GET", "HEAD"):
        for address in (path, f"{path}/removal", FORM):
            assert (await cleo.request(method, address)).status_code == 200
    assert await everything() == before
    assert "Nothing is sent before you confirm it here." in words((await cleo.get(path)).text)
    assert (await cleo.post(path, data={"rhythm": "weekly", "language": "ru"})).headers["location"] == path
    row = await Subscription.objects().first()
    assert (row.rhythm, row.language, row.confirmed_at is not None, row.last) == ("weekly", "ru", True, await queries.last_id())
    shown = words((await cleo.get(path)).text)
    assert "You get letters" in shown
    assert "Memorandum on cooperation" in shown


async def test_a_stranger_learns_nothing_and_changes_nothing(cleo, ada_account):
    await factories.opened(ada_account)
    fresh = await cleo.post(FORM, data=WANTED | {"email": "nobody@example.org"})
    await subscribe(cleo)
    before = await Subscription.select().where(Subscription.email == "ben@example.org")
    again = await cleo.post(FORM, data=WANTED | {"rhythm": "weekly", "language": "ar"})
    await answer_requests()
    assert (again.status_code, again.content) == (fresh.status_code, fresh.content)
    assert await Subscription.select().where(Subscription.email == "ben@example.org") == before
    assert (await letters())[-1].address == "ben@example.org"


async def test_what_does_not_fit_is_said_and_kept(cleo, ada_account):
    await factories.draft(ada_account, "secret-draft")
    for wrong, sentence in (
        ({"email": "ben"}, "Write an e-mail address"),
        ({"email": "be\0n@example.org"}, "hidden character"),
        ({"email": "ben@example.org\r\nBcc: all@example.org"}, "Write an e-mail address"),
        ({"memorandum": "secret-draft"}, "Choose one of the texts offered."),
        ({"rhythm": ""}, "Choose how often letters come."),
        ({"language": "de"}, "Choose one of the languages"),
    ):
        answer = await cleo.post(FORM, data=WANTED | wrong)
        assert (answer.status_code, sentence in answer.text) == (422, True), wrong
    assert (await Subscription.count(), await Letter.count()) == (0, 0)


async def test_a_mailbox_gets_three_such_letters_an_hour_and_nobody_is_told(cleo):
    answers = [await cleo.post(FORM, data=WANTED) for _ in range(5)]
    assert len({answer.content for answer in answers}) == 1
    await answer_requests()
    assert await Letter.count() == 3
    more = [(await cleo.post(FORM, data=WANTED | {"email": f"{at}@example.org"})).status_code for at in range(33)]
    assert more == [200] * 25 + [429] * 8


async def test_what_comes_together_is_told_in_one_letter_and_once(cleo, ada_account):
    memorandum = await factories.opened(ada_account)
    await factories.opened(ada_account, "another")
    path = await subscribe(cleo)
    await subscribe(cleo, email="other@example.org", memorandum="another")
    ben = await factories.signed(memorandum, await factories.organisation("alpha", "Alpha"))
    await factories.signed(memorandum, await factories.organisation("beta", "Beta"), disclosure="counted")
    await withdraw(await links.follow(ben.manage_token), WithdrawalForm(typed_name="Ben"))
    assert await later(0) == []
    [letter] = await later(3)
    year = clock.today().year
    numbers = [row.number for row in await Notification.objects().where(Notification.organisation == "alpha").order_by(Notification.id)]
    assert letter.subject == f"2 notifications, N.{numbers[0]}.{year} to N.{numbers[1]}.{year}"
    assert "2 notifications were issued: About “Memorandum on cooperation”:" in flat(letter)
    assert flat(letter).index("Alpha signed.") < flat(letter).index("Alpha withdrew.")
    assert "beta" not in letter.text.lower()
    assert link_in(letter) == path
    assert letter.unsubscribe == f"http://127.0.0.1:8000{path}/removal"
    assert [again.id for again in await later(60)] == [letter.id]
    assert [again.id for again in await later(8 * 24 * 60)] == [letter.id]


@pytest.mark.parametrize(("rhythm", "days"), [("daily", 1), ("weekly", 7)])
async def test_letters_of_the_day_and_of_the_week_wait(cleo, ada_account, rhythm, days):
    memorandum = await factories.opened(ada_account)
    await subscribe(cleo, rhythm=rhythm)
    await factories.signed(memorandum, await factories.organisation("alpha", "Alpha"))
    [job] = await Job.select(Job.run_at).where(Job.payload.like(f'%"{rhythm}"%')).order_by(Job.run_at).limit(1)
    assert (job["run_at"].hour, job["run_at"].minute, job["run_at"] - clock.now() <= timedelta(days=days, minutes=1)) == (6, 1, True)
    assert rhythm == "daily" or job["run_at"].weekday() == 0
    wait = int((job["run_at"] - clock.now()).total_seconds() // 60)
    assert await later(max(wait - 1, 0)) == []
    assert len(await later(wait + 1)) == 1


async def test_a_letter_tells_what_may_be_known_when_it_is_written(cleo, ada_account):
    memorandum = await factories.opened(ada_account)
    await subscribe(cleo)
    alpha = await factories.signed(memorandum, await factories.organisation("alpha", "Alpha"))
    await factories.signed(memorandum, await factories.organisation("gamma", "Gamma"))
    await disclosing.disclose(await links.follow(alpha.manage_token), HIDDEN)
    [letter] = await later(3)
    assert "Gamma signed." in letter.text
    assert "alpha" not in letter.text.lower()
    assert letter.subject.startswith("Notification N.")


async def test_nothing_to_tell_is_no_letter(cleo, ada_account):
    memorandum = await factories.opened(ada_account)
    await subscribe(cleo)
    alpha = await factories.signed(memorandum, await factories.organisation("alpha", "Alpha"))
    await disclosing.disclose(await links.follow(alpha.manage_token), HIDDEN)
    assert await later(3) == []
    await factories.signed(memorandum, await factories.organisation("gamma", "Gamma"))
    await Memorandum.update({Memorandum.publicity: Publicity.WITHDRAWN_FROM_PUBLIC.value}).where(Memorandum.id == memorandum.id)
    assert await later(6) == []
    row = await Subscription.objects().first()
    assert row.last == await queries.last_id()


async def test_where_care_is_asked_for_a_letter_gives_numbers_only(cleo, ada_account):
    await factories.forum("kyiv-2013", risk_profile="careful")
    memorandum = await factories.opened(ada_account, forum="kyiv-2013")
    await subscribe(cleo)
    await factories.signed(memorandum, await factories.organisation("alpha", "Alpha"))
    [letter] = await later(3)
    for secret in ("alpha", "cooperation", "memorandum", "signed"):
        assert secret not in f"{letter.subject} {letter.text}".lower()
    assert f"/en/notifications/{clock.today().year}/3" in letter.text


async def test_one_click_stops_the_letters_without_having_seen_a_page(cleo, ada_account):
    memorandum = await factories.opened(ada_account)
    path = await subscribe(cleo)
    answer = await cleo.post(f"{path}/removal", files={"List-Unsubscribe": (None, "One-Click")})
    assert (answer.status_code, "location" in answer.headers, "set-cookie" in answer.headers) == (200, False, False)
    assert await Subscription.count() == 0
    await factories.signed(memorandum, await factories.organisation("alpha", "Alpha"))
    assert await later(3) == []
    for gone in (await cleo.get(path), await cleo.get(f"{path}/removal"), await cleo.post(f"{path}/removal"), await cleo.post(path, data={})):
        assert (gone.status_code, "No letters under this link" in gone.text) == (404, True)
    assert (await subscribe(cleo)) == path


@pytest.mark.sqlite_only
async def test_the_letter_says_to_mail_programs_how_to_stop_it(cleo, ada_account, monkeypatch, tmp_path):
    memorandum = await factories.opened(ada_account)
    path = await subscribe(cleo)
    await factories.signed(memorandum, await factories.organisation("alpha", "Alpha"))
    [letter] = await later(3)
    raw = as_bytes(letter, letter, "Coalition <letters@memo.example.org>")
    assert f"List-Unsubscribe: <http://127.0.0.1:8000{path}/removal>\r\n".encode() in raw
    assert message_from_bytes(raw)["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    first = (await letters())[0]
    assert b"List-Unsubscribe" not in as_bytes(first, first, "letters@memo.example.org")
    monkeypatch.setenv("COALITION_SMTP_URL", f"file:{tmp_path}")
    await later(10)
    assert {letter.content for letter in await letters_in_tray(Letter.state == LetterState.SENT.value)} == {""}


async def test_an_address_nobody_confirmed_is_forgotten(cleo, ada_account):
    await factories.opened(ada_account)
    await cleo.post(FORM, data=WANTED | {"email": "cleo@example.org"})
    await subscribe(cleo)
    with clock.shifted(timedelta(days=2)):
        await run_due()
        assert await Subscription.count() == 2
    with clock.shifted(timedelta(days=4, hours=1)):
        await run_due()
        assert await Subscription.select(Subscription.email).output(as_list=True) == ["ben@example.org"]


async def test_an_address_that_refuses_letters_is_forgotten(cleo, ada_account):
    memorandum = await factories.opened(ada_account)
    await subscribe(cleo)
    await factories.signed(memorandum, await factories.organisation("alpha", "Alpha"))
    await later(3)
    async with transaction():
        await Letter.update({Letter.state: LetterState.BOUNCED.value}).where(Letter.about.like("subscription:%"))
    await factories.signed(memorandum, await factories.organisation("beta", "Beta"))
    assert len(await later(6)) == 1
    assert await Subscription.count() == 0


async def test_hundreds_are_one_letter_that_lists_fifty(cleo, ada_account, monkeypatch):
    monkeypatch.setattr(mailing, "MOST_LISTED", 3)
    monkeypatch.setattr(mailing, "MOST_READ", 6)
    memorandum = await factories.opened(ada_account)
    await subscribe(cleo)
    for at in range(8):
        await factories.signed(memorandum, await factories.organisation(f"org-{at}", f"Org {at}", email=""))
    first, second = await later(3)
    assert ("6 notifications were issued:" in first.text, "3 further notifications are on the page:" in first.text) == (True, True)
    assert re.findall(r"Org (\d) signed", flat(first) + flat(second)) == ["0", "1", "2", "6", "7"]


async def test_a_changed_secret_key_costs_old_links_and_no_subscription(cleo, ada_account, monkeypatch):
    memorandum = await factories.opened(ada_account)
    old = await subscribe(cleo)
    monkeypatch.setenv("COALITION_SECRET_KEY", "another secret of more than thirty-two letters")
    await factories.signed(memorandum, await factories.organisation("alpha", "Alpha"))
    [letter] = await later(3)
    assert link_in(letter) != old
    assert [(await cleo.get(path)).status_code for path in (old, link_in(letter))] == [404, 200]


@pytest.mark.sqlite_only
@pytest.mark.parametrize("language", SUPPORTED_LANGUAGES)
async def test_the_letters_can_be_written_in_every_language(store, ada_account, language):
    memorandum = await factories.opened(ada_account)
    await ask(SubscriptionForm(email="ben@example.org", rhythm=Rhythm.AT_ONCE, language=language))
    await Subscription.update({Subscription.confirmed_at: clock.now()}, force=True)
    await factories.signed(memorandum, await factories.organisation("alpha", "Alpha"))
    [letter] = await later(3)
    for letter_in_language in (letter, (await letters())[0]):
        assert f"/{language}/notifications/subscription/" in letter_in_language.text
        assert "%(" not in letter_in_language.subject + letter_in_language.text
        assert "\n\n\n" not in letter_in_language.text
