"""A reminder spares answers that were saved with a link that still works: it says where that link is, and brings no other."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from coalition import clock
from coalition.database import transaction
from coalition.invitations import links, silent_letters
from coalition.invitations.addressees import addressees_of
from coalition.invitations.forms import InvitingForm
from coalition.invitations.fresh_links import send_fresh_links
from coalition.invitations.inviting import invite
from coalition.invitations.letters import subject_of
from coalition.invitations.reminding import remind
from coalition.invitations.tables import Invitation, SavedAnswers, SigningSession
from coalition.invitations.window_letters import extend
from coalition.jobs.queue import payload_of
from coalition.jobs.tables import Job
from coalition.languages import date_text
from coalition.memoranda.edition_queries import latest_edition
from coalition.memoranda.rule_forms import ExtensionForm
from coalition.organisations.tables import Organisation
from tests import factories
from tests.mutants import mutated
from tests.signing.walking import NEW, Case, enter, last_link_to, letters_to, words

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    import httpx

    from coalition.people.tables import Coordinator

    Story = Callable[[httpx.AsyncClient, Coordinator], Awaitable[None]]

pytestmark = pytest.mark.anyio

MAILBOX = "contact@bir-duino.example.org"
BACK = "/en/desk/memoranda/cooperation"
IN_DAYS = timedelta(days=3)


async def mailed(ada_account: Coordinator, days: int | None = 30, **more: object) -> Case:
    """Invite by letter; the link is that of the letter."""
    memorandum = await factories.opened(ada_account, days=days)
    organisation = await factories.organisation("bir-duino", **more)
    await invite(memorandum, InvitingForm(organisations=["bir-duino"]))
    return Case(memorandum, organisation, await last_link_to(MAILBOX), str((await latest_edition(memorandum.id)).digest))


async def save(ben: httpx.AsyncClient, case: Case) -> None:
    await enter(ben, case)
    assert (await ben.post("/en/signing/saved-answers", data={"representative_name": "Ben Sultanov", "digest": case.digest})).status_code == 303


async def reminded() -> str:
    """Return the reminder, on one line."""
    letter = (await letters_to(MAILBOX))[-1]
    assert letter.kind == "reminder"
    return " ".join(letter.text.split())


async def the_saved_answers_stay(ben: httpx.AsyncClient, ada_account: Coordinator) -> None:
    case = await mailed(ada_account)
    await save(ben, case)
    with clock.shifted(IN_DAYS):
        assert await remind(case.memorandum) == ["bir-duino"]
        letter = await reminded()
        assert f"open the link in our letter of {date_text(clock.today() - IN_DAYS, 'en')}" in letter
        assert f"until {date_text(clock.today() + timedelta(days=27), 'en')}" in letter
        assert "works until" not in letter
        assert case.link not in letter
        await enter(ben, case)
        assert "Ben Sultanov" in (await ben.get(NEW)).text


async def the_link_of_such_a_reminder_opens_nothing(ben: httpx.AsyncClient, ada_account: Coordinator) -> None:
    case = await mailed(ada_account)
    await save(ben, case)
    await remind(case.memorandum)
    asking = await last_link_to(MAILBOX)
    page = await ben.get(asking)
    assert (page.status_code, "Ask for a fresh link" in page.text, "Cooperation" in page.text) == (200, True, False)
    await ben.post(f"{asking}/session")
    assert await SigningSession.count() == 0


async def test_a_fresh_link_replaces_the_earlier_one_and_deletes_the_answers(ben: httpx.AsyncClient, ada_account: Coordinator) -> None:
    case = await mailed(ada_account)
    await save(ben, case)
    await remind(case.memorandum)
    asking = await last_link_to(MAILBOX)
    said = words((await ben.get(asking)).text)
    assert "the saved answers are deleted" in said
    [form] = re.findall(r'<form method="post" action="([^"]+)"', (await ben.get(asking)).text.partition("<main")[2])
    assert await SavedAnswers.count() == 1
    await ben.post(form)
    [job] = await Job.objects().where(Job.kind == "fresh_link")
    await send_fresh_links(payload_of(job))
    fresh = await last_link_to(MAILBOX)
    assert fresh not in {asking, case.link}
    assert await SavedAnswers.count() == 0
    assert ((await ben.get(case.link)).status_code, (await ben.get(fresh)).status_code) == (410, 200)


@pytest.mark.parametrize("lost", ["time over", "care", "thrown away"])
async def test_otherwise_a_reminder_brings_a_new_link(ben: httpx.AsyncClient, ada_account: Coordinator, lost: str) -> None:
    case = await mailed(ada_account)
    await save(ben, case)
    if lost == "care":
        await Organisation.update({Organisation.at_risk: True}).where(Organisation.id == case.organisation.id)
    if lost == "thrown away":
        await SavedAnswers.delete(force=True)
    with clock.shifted(timedelta(days=29, hours=23) if lost == "time over" else IN_DAYS):
        if lost == "time over":
            await SavedAnswers.update({SavedAnswers.expires_at: clock.now()}, force=True)
        await remind(case.memorandum)
        letter = await reminded()
        assert ("works until" in letter, "saved" in letter) == (True, False)
        assert await SavedAnswers.count() == 0
        new = await last_link_to(MAILBOX)
        assert ((await ben.get(case.link)).status_code, (await ben.get(new)).status_code) == (410, 200)


@pytest.mark.parametrize(("days", "kind"), [(30, "extended"), (None, "last_day_set")])
async def test_another_last_day_spares_them_too(ben: httpx.AsyncClient, ada_account: Coordinator, days: int | None, kind: str) -> None:
    case = await mailed(ada_account, days)
    await save(ben, case)
    await extend(case.memorandum, ExtensionForm(closes=clock.today() + timedelta(days=60)))
    letter = (await letters_to(MAILBOX))[-1]
    text = " ".join(letter.text.split())
    assert (letter.kind, "in our letter of" in text, "a new link" in text) == (kind, True, False)
    assert await SavedAnswers.count() == 1


@pytest.mark.sqlite_only
async def test_a_letter_about_accession_brings_a_new_link(ben: httpx.AsyncClient, ada_account: Coordinator) -> None:
    case = await mailed(ada_account)
    await save(ben, case)
    async with transaction():
        waiting = await Invitation.objects().where(Invitation.organisation == case.organisation.id)
        await silent_letters.write_to_silent("accession_opened", case.memorandum, await addressees_of(waiting), await subject_of(case.memorandum))
    assert "works until" in " ".join((await letters_to(MAILBOX))[-1].text.split())
    assert await SavedAnswers.count() == 0


async def test_a_link_that_was_handed_over_is_in_no_letter(ben: httpx.AsyncClient, ada_account: Coordinator) -> None:
    memorandum = await factories.opened(ada_account)
    organisation = await factories.organisation("bir-duino", language="ru")
    link = await factories.invitation_link(memorandum, organisation)
    await save(ben, Case(memorandum, organisation, link, ""))
    await remind(memorandum)
    letter = await reminded()
    assert "в нашем письме" not in letter
    assert " ".join(date_text(clock.today(), "ru").split()) in letter


async def test_the_desk_says_how_many_letters_bring_no_link(ada: httpx.AsyncClient, ben: httpx.AsyncClient, ada_account: Coordinator) -> None:
    case = await mailed(ada_account)
    await factories.invitation_link(case.memorandum, await factories.organisation("asar"))
    sentence = "1 of them has saved answers to go on later."
    assert sentence not in words((await ada.get(f"{BACK}/signatories")).text)
    await save(ben, case)
    page = (await ada.get(f"{BACK}/signatories")).text
    assert sentence in words(page)
    token = re.search(r'name="form_token" value="([^"]+)"', page)
    assert token
    for address, fields in ((f"{BACK}/reminders", {"step": "letters"}), (f"{BACK}/invitations/chosen/review", {"measure": "remind", "all": "yes"})):
        assert sentence in words((await ada.post(address, data=fields | {"form_token": token[1]})).text), address
    await remind(case.memorandum)
    assert sentence not in words((await ada.get(f"{BACK}/signatories")).text)


STORIES = (the_saved_answers_stay, the_link_of_such_a_reminder_opens_nothing)


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.__name__)
async def test_a_story(ben: httpx.AsyncClient, ada_account: Coordinator, story: Story) -> None:
    await story(ben, ada_account)


@pytest.mark.sqlite_only
async def test_a_build_that_replaces_every_link_is_found(ben: httpx.AsyncClient, ada_account: Coordinator, monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = mutated(silent_letters, "if invitation.id in saved and not", "if not saved and not")
    monkeypatch.setattr("coalition.invitations.reminding.write_to_silent", wrong["write_to_silent"])
    with pytest.raises(AssertionError):
        await the_saved_answers_stay(ben, ada_account)


@pytest.mark.sqlite_only
async def test_a_build_in_which_the_link_opens_the_text_is_found(
    ben: httpx.AsyncClient, ada_account: Coordinator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(links, "check", mutated(links, "        raise FreshLinkOffered\n", "        pass\n")["check"])
    with pytest.raises(AssertionError):
        await the_link_of_such_a_reminder_opens_nothing(ben, ada_account)
