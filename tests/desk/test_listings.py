"""Ada decides which organisations are in the public register, and sees first what everybody will see."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from coalition import clock
from coalition.acts.changing_forums import amend_forum
from coalition.acts.changing_rules import change_rules
from coalition.acts.unlisting import check_unlisting
from coalition.fields import InvalidForm
from coalition.forums.forms import ForumChange
from coalition.forums.queries import by_slug as forum_by_slug
from coalition.forums.queries import parts_at
from coalition.jobs.worker import run_due
from coalition.memoranda.rule_forms import RulesChange
from coalition.organisations.queries import by_slug
from coalition.organisations.tables import Organisation
from coalition.organisations.visible_queries import Viewer
from coalition.trail.tables import TrailEntry
from tests import factories
from tests.acts.test_withheld_numbers import held, sign
from tests.conftest import sign_in
from tests.desk.conftest import follow, send, send_seen
from tests.public.reading import rows, words

if TYPE_CHECKING:
    import httpx

    from coalition.people.tables import Coordinator

HERE = "/en/desk/organisations/bir-duino/listing"
REASON = {"listing_reason": "They asked for it."}


async def listed(slug: str = "bir-duino") -> tuple[bool, str, bool]:
    row = await by_slug(slug)
    assert row
    return row.listed, row.listing_reason, row.listing_confirmed


async def acts_of_the_trail() -> list[str]:
    return await TrailEntry.select(TrailEntry.act).where(TrailEntry.act.like("%list%")).order_by(TrailEntry.id).output(as_list=True)


async def test_an_organisation_is_listed_after_a_look_and_taken_out(ada: httpx.AsyncClient, cleo: httpx.AsyncClient) -> None:
    row = await factories.organisation("bir-duino", "Bir Duino", listed=False, website="https://birduino.kg")
    await factories.forum(organisations=[{"organisation": "bir-duino"}])
    public = "/en/organisations/bir-duino"
    assert (await send(ada, HERE, {"listing_reason": " "})).status_code == 422

    page = await send(ada, HERE, REASON)
    assert "What everybody will see" in page.text
    assert "birduino.kg" in page.text
    assert (await listed(), (await cleo.get(public)).status_code) == ((False, "", True), 404)

    page = await follow(ada, await send_seen(ada, HERE, REASON))
    assert "It is in the public register." in page.text
    assert (await listed(), (await cleo.get(public)).status_code) == ((True, "They asked for it.", True), 200)
    assert "Forum of Central Asian" not in (await cleo.get(public)).text

    await follow(ada, await send(ada, f"{HERE}/removal", {"listing_reason": "It asked to be taken out."}))
    assert (await listed(), (await cleo.get(public)).status_code) == ((False, "It asked to be taken out.", True), 404)
    page = await follow(ada, await send_seen(ada, HERE, REASON | {"forums": "kyiv-2013"}))
    assert "Forum of Central Asian" in (await cleo.get(public)).text
    assert "Bir Duino" in (await cleo.get("/en/forums/kyiv-2013")).text
    await follow(ada, await send(ada, f"{HERE}/removal", REASON))
    assert [part.public for part in await parts_at(1, Viewer.COORDINATOR)] == [False]
    assert await acts_of_the_trail() == ["organisation_listed", "organisation_unlisted"] * 2
    assert row.slug == "bir-duino"


async def test_what_was_seen_and_has_changed_is_shown_again(ada: httpx.AsyncClient) -> None:
    await factories.organisation("bir-duino", "Bir Duino", listed=False)
    page = await send(ada, HERE, REASON)
    digest = page.text.partition('name="seen" value="')[2].partition('"')[0]
    await Organisation.update({Organisation.website: "https://birduino.kg"}).where(Organisation.slug == "bir-duino")
    again = await send(ada, HERE, REASON | {"seen": digest})
    assert (again.status_code, "birduino.kg" in again.text, (await listed())[0]) == (200, True, False)
    assert digest not in again.text


async def test_two_coordinators_list_an_organisation_at_risk(ada: httpx.AsyncClient, dina: httpx.AsyncClient, cleo: httpx.AsyncClient) -> None:
    await factories.organisation("bir-duino", "Bir Duino", at_risk=True)
    page = await follow(ada, await send_seen(ada, HERE, REASON))
    assert "another coordinator has to approve it" in words(page.text)
    assert not (await listed())[0]
    assert "They asked for it." in (await dina.get("/en/desk/approvals/1")).text
    await follow(dina, await send(dina, "/en/desk/approvals/1/approval"))
    assert await listed() == (True, "They asked for it.", True)
    assert (await cleo.get("/en/organisations/bir-duino")).status_code == 200


async def test_a_new_organisation_is_not_listed_and_its_page_is_offered(ada: httpx.AsyncClient, cleo: httpx.AsyncClient) -> None:
    fields = {"slug": "bir-duino", "names-0-language": "en", "names-0-name": "Bir Duino", "primary": "0", "listed": "yes", **REASON}
    page = await follow(ada, await send(ada, "/en/desk/organisations", fields | {"list_it": "yes"}))
    assert "List it: look first" in page.text
    assert (await listed(), (await cleo.get("/en/organisations/bir-duino")).status_code) == ((False, "", True), 404)
    assert "not listed" in (await ada.get("/en/desk/organisations")).text


async def test_what_a_public_act_or_a_rule_names_stays(ada: httpx.AsyncClient, ada_account: Coordinator) -> None:
    organisation = await factories.organisation("bir-duino", listed=False)
    memorandum = await factories.opened(ada_account, publicity="participants")
    await factories.signed(memorandum, organisation)
    assert not (await listed())[0]
    page = await send(ada, "/en/desk/memoranda/cooperation/publication")
    assert "These come into the public register, because they are named" in page.text
    await follow(ada, await send_seen(ada, "/en/desk/memoranda/cooperation/publication"))
    assert await listed() == (True, "named_by_an_act", True)

    page = await send(ada, f"{HERE}/removal", REASON)
    assert (page.status_code, "A public act names it" in page.text) == (422, True)
    await follow(ada, await send(ada, "/en/desk/memoranda/cooperation/signatories/bir-duino/hiding"))
    await follow(ada, await send(ada, f"{HERE}/removal", REASON))
    assert not (await listed())[0]

    party = await factories.organisation("party")
    draft = await factories.draft(ada_account, "draft")
    await change_rules(draft, RulesChange.parse({"effect": {"rule": "named_parties", "parties": ["party"]}}))
    with pytest.raises(InvalidForm):
        await check_unlisting(party)
    with pytest.raises(InvalidForm) as refused:
        await change_rules(draft, RulesChange.parse({"effect": {"rule": "named_parties", "parties": ["party", "bir-duino"]}}))
    assert set(refused.value.problems) == {"effect/parties/1"}


async def test_organisations_on_record_are_confirmed_in_bulk(ada: httpx.AsyncClient) -> None:
    assert "Confirm whether" not in (await ada.get("/en/desk")).text
    for slug in ("alpha", "bravo", "gamma"):
        await factories.organisation(slug, listed=slug == "alpha")
    await Organisation.update({Organisation.listing_confirmed: False, Organisation.listing_reason: "not_named_by_an_act"}).where(Organisation.id > 0)
    assert "Confirm whether 3 organisations are in the public register" in (await ada.get("/en/desk")).text

    page = await ada.get("/en/desk/listings")
    assert [row[1:3] for row in rows(page.text)] == [
        ["listed", "No public act names it."],
        ["not listed", "No public act names it."],
        ["not listed", "No public act names it."],
    ]
    assert page.text.count(" checked") == 0
    assert (await ada.get("/en/desk/listings?ticked=all")).text.count(" checked") == 3
    numbers = {slug: row.id for slug in ("alpha", "bravo") if (row := await by_slug(slug))}
    seen = [f"{numbers['alpha']}-no", f"{numbers['bravo']}-no"]  # alpha was listed meanwhile
    page = await follow(ada, await send(ada, "/en/desk/listings", {"seen": seen}))
    assert "2 organisations are not confirmed." in page.text
    assert ((await listed("alpha"))[2], (await listed("bravo"))[2]) == (False, True)
    assert (await send(ada, "/en/desk/listings", {"seen": ["x-no"]})).status_code == 404


async def test_a_text_is_published_once_it_was_seen(ada: httpx.AsyncClient, ada_account: Coordinator, cleo: httpx.AsyncClient) -> None:
    await factories.forum(place={"city": "Bishkek", "country": "KG", "public": False})
    await factories.adopted(ada_account, forum="kyiv-2013")
    page = await send(ada, "/en/desk/memoranda/cooperation/publication")
    assert ("Bishkek" in page.text.partition('id="preview"')[2].partition("</section>")[0], page.text.count('id="preview"')) == (False, 1)
    assert (await cleo.get("/en/memoranda/cooperation")).status_code == 404
    await follow(ada, await send_seen(ada, "/en/desk/memoranda/cooperation/publication"))
    assert (await cleo.get("/en/memoranda/cooperation")).status_code == 200


async def test_a_part_that_would_single_somebody_out_is_refused_beside_its_forum(ada: httpx.AsyncClient, ada_account: Coordinator) -> None:
    memorandum = await held(ada_account, others=12)
    await factories.organisation("bir-duino", "Bir Duino", listed=False)
    forum = await forum_by_slug("kyiv-2013")
    assert forum
    await amend_forum(forum, ForumChange.parse({"organisations": [{"organisation": "bir-duino", "public": False}]}))
    await sign(memorandum, "alpha", disclosure="counted")
    with clock.shifted(timedelta(days=4)):
        await run_due()
        await sign_in(ada, ada_account)
        page = await send(ada, HERE, REASON | {"forums": "kyiv-2013"})
        assert page.status_code == 422
        assert 'id="forums-error"' in page.text
        assert "work out who is hidden" in page.text
        assert re.search(r'value="kyiv-2013" checked', page.text)
        assert (await listed())[0] is False


async def test_opening_in_a_careful_forum_is_for_the_invited_unless_somebody_chooses(ada: httpx.AsyncClient, ada_account: Coordinator) -> None:
    for profile, chosen in (("open", "public"), ("careful", "participants"), ("high", "participants")):
        await factories.forum(f"forum-{profile}", risk_profile=profile)
        await factories.adopted(ada_account, profile, forum=f"forum-{profile}")
        page = await ada.get(f"/en/desk/memoranda/{profile}")
        assert page.text.partition('name="publicity" value="')[2]
        assert f'value="{chosen}" checked' in page.text


async def test_the_part_of_an_organisation_that_is_not_listed_is_refused(ada: httpx.AsyncClient, cleo: httpx.AsyncClient) -> None:
    await factories.forum(risk_profile="careful")
    await factories.organisation("bir-duino", "Bir Duino", listed=False)
    await factories.organisation("kibhr", "Bureau")
    here = "/en/desk/forums/kyiv-2013/organisations"
    fields = {"organisations-0-organisation": "bir-duino", "organisations-0-role": "convener", "organisations-0-public": "yes",
              "organisations-1-organisation": "kibhr", "organisations-1-role": "participant"}  # fmt: skip
    page = await send(ada, here, fields)
    assert (page.status_code, "List it there first." in page.text) == (422, True)
    page = await follow(ada, await send(ada, here, fields | {"organisations-0-public": ""}))  # nothing changes for the public
    assert "Bureau" not in (await cleo.get("/en/forums/kyiv-2013")).text
    page = await send(ada, here, fields | {"organisations-0-public": "no", "organisations-1-public": "yes"})
    assert "1 part in the forum is on record and not shown." in page.text
    await follow(ada, await send_seen(ada, here, fields | {"organisations-0-public": "no", "organisations-1-public": "yes"}))
    shown = (await cleo.get("/en/forums/kyiv-2013")).text
    assert ("Bureau" in shown, "Bir Duino" in shown) == (True, False)
