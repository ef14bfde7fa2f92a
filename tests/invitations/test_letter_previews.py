"""The letters of a large choice are shown before they are sent: one for each language and discretion, with their number and own words."""

from __future__ import annotations

import re
from collections import Counter
from html import unescape
from typing import TYPE_CHECKING, Any

import pytest

from coalition import clock
from coalition.database import counting_queries, transaction
from coalition.invitations import inviting, letter_previews, recipient_queries
from coalition.invitations.forms import InvitingForm
from coalition.invitations.tables import Invitation
from coalition.jobs import long_work
from coalition.jobs.work_queries import work_on
from coalition.languages import number_text
from coalition.mail.tables import Letter
from coalition.organisations.contact_changes import ContactChange, change_contacts
from coalition.organisations.forms import ContactForm
from coalition.organisations.tables import Contact, Organisation
from tests import factories
from tests.desk.conftest import send
from tests.invitations.test_own_words import OWN, shown_letters
from tests.letters import letters_in_tray
from tests.mutants import mutated
from tests.rows_read import counting_rows

if TYPE_CHECKING:
    import httpx

    from coalition.memoranda.tables import Memorandum
    from coalition.people.tables import Coordinator

pytestmark = pytest.mark.anyio

CHOOSING = "/en/desk/memoranda/cooperation/invitations/choice"
ALL = {"way": "countries", "value": "KZ", "send": "yes"}
GROUP = re.compile(r"<h3>(.*?)</h3>", re.DOTALL)


def groups(page: str) -> list[str]:
    """Return the heading of each letter."""
    return [" ".join(unescape(re.sub("<[^>]+>", " ", heading)).split()) for heading in GROUP.findall(page)]


async def fill(first: int, last: int) -> None:
    """Put organisations into the register with one contact each: every second one writes Russian, every fifth is at risk."""
    now, numbers = clock.now(), range(first, last)
    shared: dict[str, Any] = {"country": "KZ", "created_at": now, "updated_at": now}
    async with transaction():
        for at in range(first, last, 100):
            part = [number for number in numbers if at <= number < at + 100]
            rows = [Organisation(slug=f"many-{number}", at_risk=number % 5 == 0, name_key=f"{number:06}", **shared) for number in part]
            made = await Organisation.insert(*rows)
            contacts = [
                Contact(organisation=row["id"], email=f"{number}@x.example", language=("en", "ru")[number % 2], created_at=now, confirmed_at=now)
                for row, number in zip(made, part, strict=True)
            ]
            await Contact.insert(*contacts)


async def party(slug: str, **more: Any) -> Organisation:
    return await factories.organisation(slug, f"Party {slug}", **({"email": f"{slug}@example.org"} | more))


async def test_a_choice_of_more_than_a_page_is_shown_and_sent_with_own_words(
    ada: httpx.AsyncClient, ada_account: Coordinator, monkeypatch: pytest.MonkeyPatch
) -> None:
    memorandum = await factories.opened(ada_account)
    for at in range(6):
        await party(f"party-{at}", language=("en", "ru")[at % 2], at_risk=at == 5)
    await party("silent", email="")
    monkeypatch.setattr("coalition.desk.invitations.choices_of_invited.PAGE", 3)
    page = await ada.get(f"{CHOOSING}?way=countries&country=KZ")
    assert 'name="step" value="letters"' in page.text
    shown = await send(ada, CHOOSING, ALL | OWN | {"step": "letters"})
    assert await letters_in_tray() == []
    assert groups(shown.text) == ["English · 3 letters", "Russian · 2 letters", "Russian · 1 letter names nothing"]
    assert "6 letters would be sent" in shown.text
    assert ["Oslo" in text or "Осло" in text for text in shown_letters(shown.text)] == [True, True, False]
    carried = dict(re.findall(r'<input type="hidden" name="(way|value|send)" value="([^"]*)"', shown.text))
    assert carried == ALL
    assert f'href="{CHOOSING}?way=countries&amp;value=KZ"' in shown.text
    monkeypatch.setattr(long_work, "AT_ONCE", 2)
    await send(ada, CHOOSING, carried | OWN)
    while works := await work_on(memorandum.id):
        await long_work.go_on({"work": works[0].id})
    letters = await letters_in_tray(Letter.kind == "invitation")
    assert Counter(letter.language for letter in letters) == {"en": 3, "ru": 3}
    assert sum("Oslo" in letter.text or "Осло" in letter.text for letter in letters) == 5


@pytest.mark.changes_nothing
async def test_own_words_that_do_not_fit_are_refused_and_stay(ada: httpx.AsyncClient, ada_account: Coordinator) -> None:
    await factories.opened(ada_account)
    await party("one")
    answer = await send(ada, CHOOSING, ALL | {"words_en": "x" * 1001})
    assert (answer.status_code, "At most 1000 characters fit here." in answer.text, "x" * 1001 in answer.text) == (422, True, True)
    assert 'name="value" value="KZ"' in answer.text


@pytest.mark.sqlite_only
async def test_as_many_rows_are_read_for_five_thousand(ada: httpx.AsyncClient, ada_account: Coordinator) -> None:
    await factories.opened(ada_account)
    for slug, more in (("one", {}), ("two", {"language": "ru"}), ("three", {"at_risk": True}), ("four", {"language": "ru", "at_risk": True})):
        await party(slug, **more)  # the examples; the others have no names
    needed = []
    for first, last in ((4, 50), (50, 500), (500, 5000)):
        await fill(first, last)
        with counting_queries() as counted, counting_rows() as rows:
            page = await send(ada, CHOOSING, ALL | {"step": "letters"})
        assert f"{number_text(last)} letters would be sent" in page.text
        needed.append((counted.count, sum(rows)))
    assert needed[0] == needed[1] == needed[2]


async def every_situation(memorandum: Memorandum) -> list[str]:
    """Let organisations be in every situation on which the contact of a letter depends; the language tells which contact it is."""
    second = ContactChange(add=ContactForm(email="b@x.example", language="ru"), confirmed=True)
    await party("unconfirmed", confirmed=False)
    await change_contacts(await party("confirmed-later", confirmed=False), second)
    await party("without", email="")
    await factories.signed(memorandum, await party("signed"))
    named = {}
    for slug in ("waiting", "waiting-in-vain", "revoked", "revoked-and-gone"):
        named[slug] = await party(slug, language="nb")
        await factories.invitation_link(memorandum, named[slug])
        added = await change_contacts(named[slug], second)
        assert added
    last = (Invitation.organisation == named["revoked"].id) & (Invitation.memorandum == memorandum.id)
    [contact] = await Contact.select(Contact.id).where((Contact.organisation == named["revoked"].id) & (Contact.language == "ru"))
    await Invitation.update({Invitation.contact: contact["id"]}).where(last)
    for slug in ("waiting-in-vain", "revoked-and-gone"):
        await Contact.delete().where((Contact.organisation == named[slug].id) & (Contact.language == "nb"))
    ended = Invitation.organisation.is_in([named["revoked"].id, named["revoked-and-gone"].id])
    await Invitation.update({Invitation.revoked_at: clock.now()}).where(ended)
    return [row["slug"] for row in await Organisation.select(Organisation.slug)]


async def previewed(memorandum: Memorandum, slugs: list[str]) -> Counter[str]:
    return Counter({letter.language: letter.number for letter in await letter_previews.preview_invitations(memorandum, slugs, {})})


async def sent(memorandum: Memorandum, slugs: list[str]) -> Counter[str]:
    await inviting.invite(memorandum, InvitingForm(organisations=slugs))
    return Counter(letter.language for letter in await letters_in_tray(Letter.kind == "invitation"))


async def test_the_numbers_are_those_of_the_letters_that_are_written(ada_account: Coordinator) -> None:
    memorandum = await factories.opened(ada_account)
    slugs = await every_situation(memorandum)
    expected = Counter({"en": 1, "ru": 3, "nb": 1})
    assert await previewed(memorandum, slugs) == expected
    assert await sent(memorandum, slugs) == expected


@pytest.mark.sqlite_only
@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("k.confirmed_at IS NOT NULL", "k.confirmed_at IS NULL"),
        ("SELECT 1 {_WAITING}", "SELECT 1 {_WAITING} AND FALSE"),
        ("WHERE b.id = i.contact", "WHERE FALSE"),
        (" & Contact.organisation.not_in(acting)", ""),
    ],
)
async def test_a_mutated_build_counts_other_letters(ada_account: Coordinator, monkeypatch: pytest.MonkeyPatch, right: str, wrong: str) -> None:
    memorandum = await factories.opened(ada_account)
    slugs = await every_situation(memorandum)
    fault = mutated(recipient_queries, right, wrong)["inviting_groups"]
    monkeypatch.setattr(letter_previews, "inviting_groups", fault)
    assert await previewed(memorandum, slugs) != Counter({"en": 1, "ru": 3, "nb": 1})
