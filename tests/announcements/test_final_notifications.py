"""A notification is final when issued: it keeps the days, names and words of its day, and later it can only show less."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from coalition import clock, database, job_kinds, migrating
from coalition.acts.disclosure_levels import HIDDEN, Level
from coalition.acts.organisation_changes import change_organisation
from coalition.acts.tables import Disclosure
from coalition.acts.unlisting import unlist_organisation
from coalition.announcements import reading
from coalition.database import execute
from coalition.imports import past_signatories
from coalition.invitations import links
from coalition.jobs.queue import enqueue
from coalition.jobs.tables import Job
from coalition.jobs.worker import run_due
from coalition.languages import date_text
from coalition.notices.tables import Notification, NotificationContent, NotificationMention
from coalition.organisations.event_forms import EventForm
from coalition.organisations.queries import by_slug
from coalition.signatures import recording_on_behalf
from coalition.signatures.disclosing import hide
from coalition.signatures.on_behalf_forms import EnteredActForm
from coalition.statements import translating
from coalition.statements.forms import StatementTranslationForm
from tests import factories
from tests.imports.tables import plan_of
from tests.mutants import mutated
from tests.public.reading import words
from tests.upgrades import last_before

if TYPE_CHECKING:
    import httpx

    from coalition.people.tables import Coordinator

pytestmark = pytest.mark.anyio
BEFORE = last_before("2026-11-28T15:20:00:000000")

assert job_kinds.HANDLERS
OUTPUTS = (
    "/en/notifications",
    "/feeds/notifications.atom",
    "/feeds/notifications.json",
    "/feeds/memoranda/cooperation.atom",
    "/api/v1/notifications",
)


async def issued(cleo: httpx.AsyncClient, number: int) -> dict[str, Any]:
    items = (await cleo.get("/api/v1/notifications")).json()["items"]
    line: dict[str, Any] = items[number - 1]
    return line


async def page_of(cleo: httpx.AsyncClient, place: int, language: str = "en") -> str:
    """Return the page of a notification, which has a number of its year."""
    _, number, year = (await issued(cleo, place))["number"].split(".")
    return words((await cleo.get(f"/{language}/notifications/{year}/{number}")).text)


async def everything(cleo: httpx.AsyncClient) -> str:
    """Return every output of notifications as one text."""
    pages = [await cleo.get(address) for address in OUTPUTS]
    pages += [await cleo.get(f"/en/notifications/{row.year}/{row.number}") for row in await Notification.objects()]
    return "\n".join(page.text for page in pages)


async def renamed(slug: str, **more: object) -> None:
    row = await by_slug(slug)
    assert row
    await change_organisation(row, EventForm.parse({"source": "Statute", "happened": clock.today().isoformat()} | more))


async def test_an_act_on_paper_is_announced_with_its_day_and_the_name_of_that_day(cleo: httpx.AsyncClient, ada_account: Coordinator) -> None:
    with clock.shifted(-timedelta(days=20)):
        memorandum = await factories.opened(ada_account, days=60)
    await factories.organisation("zenith", names=[{"language": "en", "name": "Zenith", "primary": True}, {"language": "ru", "name": "Зенит"}])
    done = clock.today() - timedelta(days=4)
    given = {"organisation": "zenith", "kind": "signature", "channel": "paper", "acted": done.isoformat(), "evidence": "A signed sheet."}
    await recording_on_behalf.enter(memorandum, EnteredActForm.parse(given | {"disclosure": "public", "representative_name": "Ben"}), by=ada_account)
    await renamed("zenith", kind="renamed", names=[{"language": "en", "name": "Aurora"}])

    line = await issued(cleo, 3)
    assert (line["happened_on"], line["received_on"], line["issued_on"]) == (done.isoformat(), *[clock.today().isoformat()] * 2)
    assert line["names"] == {"en": "Zenith", "ru": "Зенит"}
    page = await page_of(cleo, 3)
    assert "Zenith signed." in page
    assert "; received and recorded on " in page
    assert "Aurora" not in page
    assert "Зенит" in await page_of(cleo, 3, "ru")
    assert "received and recorded on" in (await cleo.get("/feeds/notifications.atom")).text
    line = await issued(cleo, 4)
    assert (line["sentences"]["en"], line["new_names"]) == ("Zenith changed its name to Aurora.", {"en": "Aurora"})


async def statements(ada: Coordinator) -> tuple[Any, Any, Any]:
    memorandum = await factories.opened(ada)
    alpha = await factories.signed(memorandum, await factories.organisation("alpha", "Alpha"))
    beta = await factories.signed(memorandum, await factories.organisation("beta", "Beta Union"))
    reservation = await factories.stated(memorandum, beta, text="Not bound by it.\n\nSee <our> law.", provision="2.1")
    await factories.stated(memorandum, alpha, kind="objection", text="It defeats the purpose.", objects_to=reservation.id)
    return memorandum, beta, reservation


async def test_a_statement_is_announced_with_its_words_and_hidden_with_its_party(cleo: httpx.AsyncClient, ada_account: Coordinator) -> None:
    memorandum, beta, reservation = await statements(ada_account)
    before = [await issued(cleo, number) for number in (5, 6)]
    assert before[0]["statement"]["text"] == "Not bound by it.\n\nSee <our> law."
    assert (before[0]["statement"]["number"], before[0]["statement"]["label"]) == (1, "2.1")
    assert before[1]["sentences"]["en"] == "Alpha objected to a reservation of Beta Union (objection 2)."
    assert before[1]["statement"]["objects_to"] == "beta"
    assert "Reservation 1 Provision 2.1 Text Not bound by it. See <our> law." in await page_of(cleo, 5)
    for address in OUTPUTS[1:]:
        text = (await cleo.get(address)).text
        assert "It defeats the purpose." in text
        assert "<our>" not in text or address.endswith(("json", "notifications"))

    await translating.translate(memorandum, reservation.id, StatementTranslationForm(language="ru", text="Не связана."))
    assert await issued(cleo, 5) == before[0]  # it stays what was announced

    await factories.disclosed(await links.follow(beta.manage_token), HIDDEN)
    text = await everything(cleo)
    assert not [secret for secret in ("Beta Union", "beta", "Not bound by it", "It defeats the purpose") if secret in text]
    assert text.count("act that is not public any more") >= 3 * len(OUTPUTS)
    await factories.disclosed(await factories.fresh(await links.follow(beta.manage_token)), Level(Disclosure.PUBLIC))
    assert [await issued(cleo, number) for number in (5, 6)] == before


async def test_an_objection_to_a_hidden_reservation_needs_its_rule(
    cleo: httpx.AsyncClient, ada_account: Coordinator, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Mutated build: the other organisation of a notification is named whether or not it is hidden."""
    wrong = mutated(reading, "(notification.memorandum, slug) in self.named else None", "slug else None")
    monkeypatch.setattr(reading, "Known", wrong["Known"])
    _, beta, _ = await statements(ada_account)
    await factories.disclosed(await links.follow(beta.manage_token), HIDDEN)
    assert "Beta Union" in await everything(cleo)


async def test_a_succession_names_a_listed_successor_until_it_is_taken_out(cleo: httpx.AsyncClient, ada_account: Coordinator) -> None:
    memorandum = await factories.opened(ada_account)
    for slug in ("first", "second"):
        await factories.signed(memorandum, await factories.organisation(slug, slug.title()))
    heir = await factories.organisation("heir", "Silent Heir")
    await factories.organisation("unlisted", "Unlisted Heir", listed=False)
    await renamed("first", kind="merged", other="heir")
    await renamed("second", kind="succeeded", other="unlisted")
    assert (await issued(cleo, 5))["sentences"]["en"] == "First merged into Silent Heir."
    assert (await issued(cleo, 6))["sentences"]["en"] == "Second was succeeded by another organisation."

    await unlist_organisation(heir, "It wishes so.")
    assert (await issued(cleo, 5))["sentences"]["en"] == "First merged into another organisation."
    assert "Silent Heir" not in await everything(cleo)
    rows = await NotificationContent.select(NotificationContent.content)
    assert not [row for row in rows if "Silent Heir" in row["content"] or "Unlisted" in row["content"]]
    assert await NotificationMention.count() == 0


async def test_an_entry_of_the_past_tells_who_was_entered(cleo: httpx.AsyncClient, ada_account: Coordinator) -> None:
    memorandum = await factories.opened(ada_account)
    for slug in ("steppe", "ridge", "valley"):
        await factories.organisation(slug, slug.title())
    month, year = f"{clock.today():%Y-%m}", f"{clock.today():%Y}"
    table = f"organisation,kind,date,disclosure,source\nsteppe,signature,{month},public,Minutes\nridge,support,{year},public,Minutes\n"
    plan = await plan_of(memorandum, f"{table}valley,signature,{month},counted,Minutes\n".encode())
    assert plan.refused == []
    await past_signatories.record_signatories(memorandum, plan)
    line = await issued(cleo, 3)
    entered = [(entered["organisation"], entered["act"], entered["date"]) for entered in line["entered"]]
    assert sorted(entered) == [("ridge", "support", year), ("steppe", "signature", month)]
    assert line["sentences"]["en"].startswith("2 acts of the past were entered")
    assert f"Steppe · Signature · {date_text(month, 'en')}" in await page_of(cleo, 3)
    ridge = await by_slug("ridge")
    assert ridge
    await hide(await factories.reloaded(memorandum), ridge.id)
    line = await issued(cleo, 3)
    assert [entered["organisation"] for entered in line["entered"]] == ["steppe"]
    assert not [secret for secret in ("Ridge", "ridge", "Valley", "valley") if secret in await everything(cleo)]


async def test_notifications_on_record_are_completed_once_and_say_so(cleo: httpx.AsyncClient, ada_account: Coordinator) -> None:
    memorandum, beta, _ = await statements(ada_account)
    await factories.correction(memorandum)
    complete = [await issued(cleo, number) for number in range(1, 8)]
    await NotificationMention.delete(force=True)
    await NotificationContent.delete(force=True)
    async with database.transaction():
        await enqueue("complete_notifications", {})

    await run_due()

    day = clock.today().isoformat()
    assert [await issued(cleo, number) for number in range(1, 8)] == [line | {"completed_on": day} for line in complete]
    assert "Completed on " in await page_of(cleo, 5)
    assert "Completed on " in (await cleo.get("/feeds/notifications.json")).text
    await factories.disclosed(await links.follow(beta.manage_token), HIDDEN)
    assert "Beta Union" not in await everything(cleo)


@pytest.mark.parametrize("old_installation", ["sqlite", "postgres"], indirect=True)
async def test_the_upgrade_keeps_the_day_of_issue_and_lets_the_worker_complete_the_rest(old_installation: None) -> None:
    moment = datetime(2026, 5, 24, 9, tzinfo=UTC)
    texts = {"kind": "'declaration'", "signature_rule": "'invited'", "publicity": "'public'", "slug": "'accord'"}
    await execute(
        f"INSERT INTO memorandum ({', '.join(texts)}, created_at, updated_at) VALUES ({', '.join(texts.values())}, {{}}, {{}})", moment, moment
    )
    await execute("INSERT INTO edition (memorandum, number) SELECT id, 1 FROM memorandum")
    columns = "year, number, kind, memorandum, happened_on, issued_at, detail"
    await execute(f"INSERT INTO notification ({columns}) VALUES (2026, 1, 'opened', 'accord', {{}}, {{}}, '')", moment.date(), moment)

    await migrating.migrate()

    [row] = await Notification.objects()
    assert (row.issued_on, row.step) == (moment.date(), 0)
    await run_due()
    [row] = await NotificationContent.objects()
    assert row.completed_on == clock.today()


@pytest.mark.parametrize("old_installation", ["sqlite", "postgres"], indirect=True)
async def test_a_register_without_notifications_has_nothing_to_complete(old_installation: None) -> None:
    await migrating.migrate()
    assert await Job.count().where(Job.kind == "complete_notifications") == 0
