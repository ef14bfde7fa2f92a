"""Ada invites all of a choice: who took part in a forum, organisations of some countries, with words in a name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from coalition.database import counting_queries
from coalition.duplicates.merging import merge
from coalition.forums.organisation_choice_queries import Choice
from coalition.invitations.choice_queries import ChoiceNumbers, next_of_choice, numbers_of_choice
from coalition.invitations.tables import Invitation
from coalition.jobs.tables import LongWork
from coalition.jobs.worker import run_due
from tests import factories
from tests.desk.conftest import send

if TYPE_CHECKING:
    import httpx

    from coalition.people.tables import Coordinator

pytestmark = pytest.mark.anyio
HERE = "/en/desk/memoranda/cooperation/invitations"


async def test_all_who_took_part_in_another_forum_are_counted_and_invited(
    ada: httpx.AsyncClient, ada_account: Coordinator, monkeypatch: pytest.MonkeyPatch
) -> None:
    memorandum = await factories.opened(ada_account)
    parties = [await factories.organisation(f"party-{at}", email="" if at == 1 else f"b@party-{at}.example.org") for at in range(7)]
    roles = [{"organisation": party.slug, "role": "observer" if at == 6 else "participant"} for at, party in enumerate(parties)]
    await factories.forum("other", organisations=roles)
    await factories.invitation_link(memorandum, parties[0])
    monkeypatch.setattr("coalition.desk.invitations.choices_of_invited.PAGE", 2)
    counted = await ada.get(f"{HERE}/choice?way=forum&forum=other")
    assert "6 organisations are chosen." in counted.text
    assert "1 was invited or answered before and is left out." in counted.text
    assert "1 of those to be invited has no contact" in counted.text
    assert "Invite 5 organisations" in counted.text
    assert len(re.findall("<li>Party", counted.text.replace("<bdi>", "").replace("\n", ""))) <= 2
    monkeypatch.setattr("coalition.jobs.long_work.AT_ONCE", 2)
    monkeypatch.setattr("coalition.invitations.inviting_many.STEP", 2)
    made = await send(ada, f"{HERE}/choice", {"way": "forum", "value": "other", "send": "yes"})
    assert "Invitations: 2 of 5" in made.text
    while await LongWork.exists():
        await run_due()
    assert await Invitation.count().where(Invitation.memorandum == memorandum.id) == 6
    again = await send(ada, f"{HERE}/choice", {"way": "forum", "value": "other", "send": "yes"})
    assert (again.status_code, "Nobody is left to invite" in again.text) == (422, True)


async def test_countries_and_words_choose_few_with_ticks(ada: httpx.AsyncClient, ada_account: Coordinator) -> None:
    await factories.opened(ada_account)
    for slug, country in (("osh-desk", "KG"), ("talas-desk", "KG"), ("aktau-watch", "KZ"), ("oslo-desk", "NO")):
        await factories.organisation(slug, country=country)
    offered = await ada.get(HERE)
    assert re.findall(r'name="country" value="(\w+)"', offered.text) == ["KZ", "KG", "NO"]
    for query, slugs in (
        ("way=countries&country=KG&country=KZ", ["aktau-watch", "osh-desk", "talas-desk"]),
        ("way=words&value=desk", ["osh-desk", "oslo-desk", "talas-desk"]),
        ("way=words&value=%20", []),
        ("way=forum&forum=nowhere", []),
        ("way=countries&country=ZZZ", []),
    ):
        page = await ada.get(f"{HERE}/choice?{query}")
        assert re.findall(r'name="organisations" value="([\w-]+)" checked', page.text) == slugs, query
    shown = await send(ada, f"{HERE}/choice", {"way": "countries", "value": ["KG"]})
    assert len(re.findall(r'<input class="link" readonly value="http', shown.text)) == 2


async def test_an_entry_is_asked_if_one_that_was_merged_into_it_was(store: None, ada_account: Coordinator) -> None:
    memorandum = await factories.opened(ada_account)
    osh, old, talas = [await factories.organisation(slug, country="KG") for slug in ("osh-desk", "osh-bureau", "talas-desk")]
    await factories.invitation_link(memorandum, old)
    await merge(old, osh, ada_account.id)
    choice = Choice("countries", ("KG",))
    with counting_queries() as queries:
        numbers = await numbers_of_choice(memorandum, choice)
    assert queries.count == 1
    assert numbers == ChoiceNumbers(chosen=2, answered=1, may_not=0, invited=1, without_contact=0)
    assert await next_of_choice(memorandum, choice, 0, 9) == [talas.id]


async def test_links_that_are_shown_are_few_and_only_participants_are_invited_where_they_alone_sign(
    ada: httpx.AsyncClient, ada_account: Coordinator, monkeypatch: pytest.MonkeyPatch
) -> None:
    parties = [await factories.organisation(f"party-{at}") for at in range(3)]
    await factories.forum("kyiv-2013", organisations=[{"organisation": parties[0].slug}, {"organisation": parties[1].slug}])
    await factories.opened(ada_account, forum="kyiv-2013", signature_rule="participants")
    monkeypatch.setattr("coalition.invitations.inviting_many.MOST_SHOWN", 1)
    page = await ada.get(f"{HERE}/choice?way=words&value=party")
    assert "1 did not take part in the forum and may not sign today." in page.text
    many = await send(ada, f"{HERE}/choice", {"way": "words", "value": "party"})
    assert (many.status_code, "At most 1 links are shown at once." in many.text) == (422, True)
    assert await Invitation.count() == 0
    monkeypatch.setattr("coalition.invitations.inviting_many.MOST_SHOWN", 2)
    assert "2 private links" in (await send(ada, f"{HERE}/choice", {"way": "words", "value": "party"})).text
    assert (await ada.get(f"{HERE}/choice?way=stars")).status_code == 404
