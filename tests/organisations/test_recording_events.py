"""Organisations change their names, merge, end and go into exile; the record keeps what they were called when they acted."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from coalition import clock
from coalition.acts.organisation_changes import change_organisation
from coalition.fields import InvalidForm
from coalition.languages import date_text
from coalition.notices.tables import Notification
from coalition.organisations.event_forms import EventForm
from coalition.organisations.event_queries import views_with_events
from coalition.organisations.forms import OrganisationChange
from coalition.organisations.queries import by_slug, some_matches
from coalition.organisations.recording_events import NamesRecorded, NoSuccessor
from coalition.organisations.registering import amend
from coalition.partial_dates import PartialDate
from coalition.saved_states import SavedMeanwhile
from tests import factories
from tests.desk.conftest import follow, hidden_in, send, send_sure
from tests.overtaking import overtaking
from tests.public.reading import links, rows, words

if TYPE_CHECKING:
    import httpx

    from coalition.organisations.tables import Organisation
    from coalition.people.tables import Coordinator

pytestmark = pytest.mark.anyio

TABLE = "/en/memoranda/cooperation/signatories"
SOURCE = "Statute of the organisation"


def ago(days: int) -> str:
    return (clock.today() - timedelta(days=days)).isoformat()


async def record_event(organisation: Organisation, kind: str, **more: object) -> None:
    row = await by_slug(organisation.slug)
    assert row
    await change_organisation(row, EventForm.parse({"kind": kind, "source": SOURCE} | more))


async def notifications() -> list[tuple[str, str, str]]:
    rows = await Notification.select().where(Notification.kind == "organisation_changed").order_by(Notification.id)
    return [(row["memorandum"], row["organisation"], row["detail"]) for row in rows]


async def test_the_table_shows_the_name_at_the_date_of_the_act_and_a_footnote_the_present_one(
    cleo: httpx.AsyncClient, ada_account: Coordinator
) -> None:
    with clock.shifted(-timedelta(days=60)):
        memorandum = await factories.opened(ada_account, days=90)
        zenith = await factories.organisation("zenith", "Zenith Foundation")
        await factories.signed(memorandum, zenith)
    await factories.signed(memorandum, await factories.organisation("middle", "Middle"))
    await record_event(
        zenith, "renamed", happened=ago(30), names=[{"language": "en", "name": "Aurora Foundation"}, {"language": "ru", "name": "Фонд «Аврора»"}]
    )
    page = (await cleo.get(TABLE)).text
    assert [row[0] for row in rows(page)] == ["Middle represented by Ben", "Zenith Foundation represented by Ben"]
    assert rows(page)[1][2] == "Signature 1"
    assert f"1 Renamed: {date_text(clock.today() - timedelta(days=30), 'en')}. Present name: Aurora Foundation." in words(page)
    assert {"#line-note-1", "#line-mark-1"} <= set(links(page))
    assert "Фонд «Аврора»." in words((await cleo.get("/ru/memoranda/cooperation")).text)
    line = next(row for row in (await cleo.get("/memoranda/cooperation.json")).json()["signatories"] if row["organisation"] == "zenith")
    assert (line["name"], line["present_name"]) == ("Zenith Foundation", "Aurora Foundation")
    assert await notifications() == [("cooperation", "zenith", "renamed")]
    notice = (await cleo.get("/en/notifications")).text
    assert "Zenith Foundation changed its name to Aurora Foundation." in words(notice)


DAYS = [("2018-12", "Old"), ("2019", "New"), ("2019-05-03", "New"), ("2004", "Oldest"), ("2004-12-31", "Oldest"), (None, "New")]


@pytest.mark.parametrize(("acted", "shown"), DAYS)
async def test_each_day_has_its_whole_set_of_names(store: str, acted: str | None, shown: str) -> None:
    names = [{"language": "en", "name": "Old", "primary": True}, {"language": "ru", "name": "Старое"}]
    organisation = await factories.organisation("one", names=names)
    await record_event(organisation, "renamed", happened="2019", names=[{"language": "en", "name": "New"}])
    await record_event(organisation, "renamed", happened="2005", which="old", names=[{"language": "en", "name": "Oldest"}])
    view = (await views_with_events([organisation.id]))[organisation.id]
    assert view.primary.name == "New"
    then = view.at(PartialDate(acted) if acted else None)
    assert [name.name for name in then.names] == ["Old", "Старое"] if shown == "Old" else [shown]


async def test_former_names_are_found_also_after_the_entry_is_amended(store: str) -> None:
    organisation = await factories.organisation("one", "Zenith")
    await record_event(organisation, "renamed", happened="2019", names=[{"language": "en", "name": "Aurora"}])
    await amend(organisation, OrganisationChange.parse({"names": [{"language": "en", "name": "Aurora House"}]}))
    assert [view.primary.name for view in await some_matches("zenith")] == ["Aurora House"]
    with pytest.raises(NamesRecorded):
        await record_event(organisation, "renamed", happened="2019", which="old", names=[{"language": "en", "name": "Other"}])
    assert len((await views_with_events([organisation.id]))[organisation.id].events) == 1


async def test_successors_are_linked_both_ways_and_never_in_a_circle(cleo: httpx.AsyncClient, store: str) -> None:
    old, middle, new = [await factories.organisation(slug, slug.title()) for slug in ("old", "middle", "newer")]
    await record_event(old, "merged", happened="2015-06", other="middle")
    await record_event(middle, "succeeded", other="newer")
    for slug in ("old", "middle", "newer", "missing"):
        with pytest.raises(NoSuccessor):
            await record_event(new, "merged", other=slug)
    page = (await cleo.get("/en/organisations/middle")).text
    assert "Historical information is succeeded by another organisation: Newer Date not known" in words(page)
    assert "Old merged into it June 2015 · Source: Statute of the organisation" in words(page)
    assert {"/en/organisations/old", "/en/organisations/newer"} <= set(links(page))
    row = await by_slug("old")
    assert (row.status if row else "") == "merged"
    answer = (await cleo.get("/api/v1/organisations/old")).json()
    assert answer["events"] == [{"kind": "merged", "happened": "2015-06", "other": "middle", "source": SOURCE}]
    assert (await cleo.get("/api/v1/organisations")).json()["items"][0].keys().isdisjoint({"events", "former_names"})


async def test_exile_moves_the_seat_and_liquidation_ends_it(cleo: httpx.AsyncClient, ada_account: Coordinator) -> None:
    organisation = await factories.organisation("tihr", "Turkmen Initiative", country="TM", seat_country="TM")
    await factories.signed(await factories.opened(ada_account), organisation)
    await record_event(organisation, "into_exile", happened="2004", seat_country="AT")
    row = await by_slug("tihr")
    assert row
    assert (row.status, row.seat_country, row.country) == ("in_exile", "AT", "TM")
    assert rows((await cleo.get(TABLE)).text)[0][2] == "Signature"  # it happened before the act
    await record_event(organisation, "liquidated")
    assert "1 Liquidated: date not known." in words((await cleo.get(TABLE)).text)


async def test_nothing_is_told_where_the_name_is_withheld(cleo: httpx.AsyncClient, ada_account: Coordinator) -> None:
    organisation = await factories.organisation("hidden", "Hidden")
    await factories.signed(await factories.opened(ada_account), organisation, disclosure="counted")
    await factories.signed(await factories.opened(ada_account, "open-one"), organisation)
    await factories.signed(await factories.opened(ada_account, "described"), organisation, disclosure="described", description="A group")
    before = (await cleo.get(TABLE)).text
    await record_event(organisation, "renamed", happened=ago(1), names=[{"language": "en", "name": "Unseen"}])
    assert await notifications() == [("open-one", "hidden", "renamed")]
    assert (await cleo.get(TABLE)).text == before


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"kind": "renamed"}, "names"),
        ({"kind": "merged"}, "other"),
        ({"kind": "liquidated", "source": ""}, "source"),
        ({"kind": "liquidated", "happened": "2999"}, "happened"),
        ({"kind": "vanished"}, "kind"),
    ],
)
def test_what_is_missing_is_asked_for(given: dict[str, str], field: str) -> None:
    with pytest.raises(InvalidForm) as refused:
        EventForm.parse({"source": SOURCE} | given)
    assert list(refused.value.problems) == [field]


async def test_ada_records_a_change_of_name_at_the_desk(ada: httpx.AsyncClient, cleo: httpx.AsyncClient) -> None:
    await factories.organisation("zenith", "Zenith")
    here = "/en/desk/organisations/zenith/events"
    assert here in links((await ada.get("/en/desk/organisations/zenith")).text)
    wrong = await send(ada, here, {"kind": "renamed", "happened": "tomorrow", "source": SOURCE, "names-0-language": "en", "names-0-name": "Aurora"})
    assert (wrong.status_code, 'value="Aurora"' in wrong.text) == (422, True)
    assert (await send(ada, here, {"kind": "merged", "other": "zenith", "source": SOURCE})).status_code == 422
    given = {
        "kind": "renamed",
        "happened": "2019",
        "source": SOURCE,
        "which": "new",
        "names-1-language": "en",
        "names-1-name": "Aurora",
        "primary": "1",
    }
    page = await follow(ada, await send_sure(ada, here, given))
    assert "It is on record." in page.text
    assert "took another name 2019 · Source: Statute of the organisation Former names until 2019 Zenith" in words(page.text)
    assert "until 2019 Zenith" in words((await cleo.get("/en/organisations/zenith")).text)


async def test_of_two_who_read_the_same_history_the_second_is_shown_the_event_of_the_first(ada: httpx.AsyncClient) -> None:
    row = await factories.organisation("steppe")
    here = "/en/desk/organisations/steppe/events"
    read = (await views_with_events([row.id]))[row.id].base
    first = {"kind": "liquidated", "happened": "2019", "source": SOURCE}
    late = {"kind": "liquidated", "happened": "2020", "source": "A letter"}
    async with overtaking(None, change_organisation(row, EventForm.parse(late), read), last=True) as second:
        await change_organisation(row, EventForm.parse(first), read)
    with pytest.raises(SavedMeanwhile):
        second.result()
    stale = hidden_in((await ada.get(here)).text)
    await change_organisation(row, EventForm.parse({"kind": "into_exile", "happened": "2021", "source": SOURCE, "seat_country": "NO"}))
    for more in ({}, {"asked": "yes", "confirmed": "yes"}):
        refused = await send(ada, here, late | stale | more)
        assert (refused.status_code, 'value="2020"' in refused.text) == (409, True)
        assert "while you had the page open" in refused.text
    await send_sure(ada, here, late | hidden_in(refused.text))
    assert [str(event.happened) for event in (await views_with_events([row.id]))[row.id].events] == ["2019", "2020", "2021"]
