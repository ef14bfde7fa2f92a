"""Deleting what was begun by mistake, while nothing rests on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from coalition import migrating
from coalition.forums.forms import ForumForm, ProgrammeForm
from coalition.forums.recording_forums import record_programme
from coalition.forums.tables import Forum, Programme
from coalition.memoranda import queries
from coalition.memoranda.tables import Memorandum
from coalition.organisations.tables import Organisation
from coalition.trail.tables import TrailEntry
from tests import factories
from tests.desk.conftest import follow, send, send_sure

if TYPE_CHECKING:
    import httpx

    from coalition.people.tables import Coordinator

HERE = "/en/desk/memoranda/cooperation"


async def acts() -> list[str]:
    return [row["act"] for row in await TrailEntry.select(TrailEntry.act).order_by(TrailEntry.id)]


async def test_a_draft_is_deleted_and_its_address_name_is_free(ada: httpx.AsyncClient, dina: httpx.AsyncClient, ada_account: Coordinator) -> None:
    await factories.draft(ada_account)
    assert f'action="{HERE}/removal"' in (await ada.get(HERE)).text
    assert (await send(dina, f"{HERE}/removal", {"confirmed": "yes"})).status_code == 404
    unticked = await send(ada, f"{HERE}/removal", {"asked": "yes"})
    assert (unticked.status_code, await Memorandum.count()) == (422, 1)

    page = await follow(ada, await send_sure(ada, f"{HERE}/removal"))
    assert "It is deleted." in page.text
    assert await migrating.is_migrated()
    assert (await ada.get(HERE)).status_code == 404
    assert (await acts())[-1] == "memorandum_deleted"
    assert "memorandum 1" in (await ada.get("/en/desk/trail")).text
    again = await factories.draft(ada_account)
    trail = (await ada.get(f"{HERE}/trail")).text
    assert trail.count("Began the memorandum") == 2, again.id  # once in the filter; SQLite gives the number of the deleted one again


USED = ("replacing", "adopted", "shown")


@pytest.mark.parametrize("use", USED)
async def test_a_memorandum_on_which_something_rests_is_not_deleted(ada: httpx.AsyncClient, ada_account: Coordinator, use: str) -> None:
    memorandum = await (factories.adopted(ada_account) if use == "adopted" else factories.draft(ada_account))
    if use == "replacing":
        await factories.adopted(ada_account, "other")
        await Memorandum.update(successor=memorandum.id).where(Memorandum.slug == "other")
    if use == "shown":
        await Memorandum.update(publicity="participants").where(Memorandum.id == memorandum.id)
    refused = await send(ada, f"{HERE}/removal", {"confirmed": "yes"})
    assert (refused.status_code, "It cannot be deleted" in refused.text, 'name="confirmed"' in refused.text) == (409, True, False)
    assert await queries.by_id(memorandum.id)


async def test_forums_and_programmes_are_deleted_while_nothing_belongs_to_them(ada: httpx.AsyncClient, ada_account: Coordinator) -> None:
    programme = {"slug": "helsinki", "texts": [{"language": "en", "name": "Helsinki"}]}
    await record_programme(ProgrammeForm.parse(programme))
    forum = {"slug": "kyiv", "texts": [{"language": "en", "title": "Kyiv"}], "programme": "helsinki"}
    await factories.record_forum(ForumForm.parse(forum))
    draft = await factories.draft(ada_account)
    await Memorandum.update(forum=(await Forum.select(Forum.id).first())["id"]).where(Memorandum.id == draft.id)

    assert (await send(ada, "/en/desk/forums/kyiv/removal")).status_code == 409
    assert (await send(ada, "/en/desk/programmes/helsinki/removal")).status_code == 409
    await follow(ada, await send_sure(ada, f"{HERE}/removal"))
    await follow(ada, await send_sure(ada, "/en/desk/forums/kyiv/removal"))
    await follow(ada, await send_sure(ada, "/en/desk/programmes/helsinki/removal"))
    assert (await Forum.count(), await Programme.count()) == (0, 0)
    assert await migrating.is_migrated()
    assert (await ada.get("/en/forums/kyiv")).status_code == 404


async def test_an_organisation_is_deleted_while_nothing_refers_to_it(ada: httpx.AsyncClient, ada_account: Coordinator) -> None:
    await factories.organisation("listed", "Copper Lamp")
    mistaken = await factories.organisation("mistaken", "Palm Shade House", listed=False, confirmed=False)
    invited = await factories.organisation("invited", "Saffron Lantern", listed=False, confirmed=False)
    await factories.invitation_link(await factories.opened(ada_account), invited)

    for slug in ("listed", "invited"):
        refused = await send(ada, f"/en/desk/organisations/{slug}/removal")
        assert (refused.status_code, "something refers to it" in refused.text) == (409, True)
    await follow(ada, await send_sure(ada, "/en/desk/organisations/mistaken/removal"))
    assert not await Organisation.exists().where(Organisation.id == mistaken.id)
    assert (await acts())[-1] == "organisation_deleted"
    assert await migrating.is_migrated()
    assert "Palm Shade" not in (await ada.get("/en/desk/organisations?q=palm")).text


async def test_the_page_names_what_is_deleted(ada: httpx.AsyncClient, ada_account: Coordinator) -> None:
    await record_programme(ProgrammeForm.parse({"slug": "helsinki", "texts": [{"language": "en", "name": "Helsinki"}]}))
    await factories.record_forum(ForumForm.parse({"slug": "kyiv", "texts": [{"language": "en", "title": "Meeting in Kyiv"}]}))
    await factories.organisation("mistaken", "Бюро", language="ru", listed=False, confirmed=False)
    await factories.draft(ada_account)
    for path, title, language, name in (
        ("en/desk/memoranda/cooperation", "Delete the memorandum", "en", factories.TEXTS["en"][0]),
        ("ru/desk/memoranda/cooperation", "Удаление меморандума", "ru", factories.TEXTS["ru"][0]),
        ("en/desk/forums/kyiv", "Delete the forum", "en", "Meeting in Kyiv"),
        ("en/desk/programmes/helsinki", "Delete the programme", "en", "Helsinki"),
        ("en/desk/organisations/mistaken", "Delete the organisation", "ru", "Бюро"),
    ):
        page = (await send(ada, f"/{path}/removal")).text
        assert f'<h1><bdi lang="{language}" dir="ltr">{name}</bdi></h1>' in page
        assert f"<h2>{title}</h2>" in page
        assert f"{title}: {name} – " in page.partition("</title>")[0]
    await factories.invitation_link(await factories.opened(ada_account, "other"), await factories.organisation("invited", "Saffron Lantern"))
    refused = (await send(ada, "/en/desk/organisations/invited/removal")).text
    assert ("Saffron Lantern</bdi></h1>" in refused, "<h2>Delete the organisation</h2>" in refused) == (True, True)


async def test_abandoned_drafts_are_listed_apart(ada: httpx.AsyncClient, ada_account: Coordinator) -> None:
    await factories.draft(ada_account)
    await factories.draft(ada_account, "second")
    await send(ada, f"{HERE}/decisions/abandonment", {"reason": "Begun twice."})
    page, archive = (await ada.get("/en/desk/memoranda")).text, (await ada.get("/en/desk/memoranda?text_state=abandoned")).text
    assert (f'href="{HERE}"' in page, "Show abandoned drafts" in page) == (False, True)
    assert (f'href="{HERE}"' in archive, "/memoranda/second" in archive) == (True, False)
