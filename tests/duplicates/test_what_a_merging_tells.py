"""Ada merges two entries that take part in texts of Dora: she learns nothing of that, and Dora is told."""

from __future__ import annotations

import re
import sys
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from coalition import clock
from coalition.acts import standing_queries
from coalition.approvals.changing import Made, merge_entries
from coalition.approvals.deciding import approve
from coalition.approvals.errors import CannotBeDone
from coalition.approvals.tables import Approval
from coalition.database import counting_queries
from coalition.duplicates import double_entries, engagements, merging
from coalition.duplicates import queries as duplicates
from coalition.duplicates.double_entries import double_entries_on
from coalition.duplicates.engagements import Engagement
from coalition.duplicates.errors import BothActed, BothInvited, BothSeated
from coalition.duplicates.merging import merge, undo_merging
from coalition.invitations.forms import InvitingForm
from coalition.invitations.inviting import invite
from coalition.jobs.worker import run_due
from coalition.mail.tables import Letter
from coalition.memoranda import queries as memoranda
from coalition.memoranda.membership import add_member
from coalition.organisations import queries as organisations
from coalition.organisations.forms import OrganisationChange
from coalition.organisations.registering import amend
from coalition.people.tables import Role, Scope
from coalition.rounds.closing_rounds import close_round
from coalition.signatures.annulling import annul
from coalition.signatures.on_behalf_forms import AnnulmentForm
from coalition.trail import Actor, ActorKind, acting
from tests import factories
from tests.api.conftest import program
from tests.conftest import sign_in, visitor
from tests.desk.conftest import send
from tests.letters import letters_in_tray
from tests.mutants import mutated
from tests.rounds import seated

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

    import httpx
    from litestar.types import ASGIApp

    from coalition.memoranda.tables import Memorandum
    from coalition.organisations.tables import Organisation
    from coalition.people.tables import Coordinator

    Seen = list[tuple[str, int, str]]

pytestmark = pytest.mark.anyio
_TIME = re.compile(r"\d\d:\d\d(:\d\d(\.\d+)?)?")
READ = (
    "/en/desk",
    "/en/desk/organisations",
    "/en/desk/organisations/duplicates",
    "/en/desk/organisations/biuro",
    "/en/desk/organisations/biuro/merging",
    "/en/desk/organisations/biuro/merging?remaining=bureau",
    "/en/desk/organisations/bureau",
    "/en/desk/approvals",
    "/en/organisations/bureau",
    "/en/organisations/biuro",
    "/en/memoranda/cooperation",
    "/en/memoranda/cooperation/signatories",
    "/api/v1/organisations/bureau",
    "/api/v1/memoranda/cooperation/status",
)


@pytest.fixture
async def dora(ada_account: Coordinator) -> Coordinator:
    assert ada_account
    return await factories.coordinator("dora@coalition.example", "Dora")


@pytest.fixture
async def dora_at_the_desk(app: ASGIApp, dora: Coordinator) -> AsyncIterator[httpx.AsyncClient]:
    async with visitor(app) as browser:
        await sign_in(browser, dora)
        yield browser


@pytest.fixture
async def adas_program(app: ASGIApp, ada_account: Coordinator) -> AsyncIterator[httpx.AsyncClient]:
    async with program(app, ada_account.email, Scope.WRITE) as client:
        yield client


@pytest.fixture
async def cooperation(dora: Coordinator) -> Memorandum:
    """Dora's text, which the bureau has signed by name; it stands in the register a second time."""
    for slug, name in (("bureau", "Steppe Bureau"), ("biuro", "Lawyers"), ("third", "Third")):
        await factories.organisation(slug, name, country="KG", confirmed_new=False)
    for slug in ("bureau", "biuro"):
        await amend(await by(slug), OrganisationChange.parse({"website": "https://steppe.example"}))
    memorandum = await factories.opened(dora)
    await factories.signed(memorandum, await by("bureau"))
    return memorandum


async def by(slug: str) -> Organisation:
    row = await organisations.by_slug(slug)
    assert row
    return row


async def seen(ada: httpx.AsyncClient, adas_program: httpx.AsyncClient) -> Seen:
    """Return everything that Ada sees before, while and after she merges two entries, at the desk and with a program."""
    read: Seen = []

    async def look() -> None:
        for path in READ:
            answer = await ada.get(path)
            read.append((path, answer.status_code, _TIME.sub("", answer.text) + answer.headers.get("location", "")))
        answer = await adas_program.get("/api/v1/duplicates")
        read.append(("/api/v1/duplicates", answer.status_code, answer.text))

    async def change(answer: httpx.Response) -> None:
        read.append((str(answer.request.url), answer.status_code, answer.text + answer.headers.get("location", "")))
        await look()

    await look()
    page = "/en/desk/organisations/biuro/merging"
    await change(await send(ada, page, {"remaining": "bureau"}))
    await change(await send(ada, f"{page}/removal"))
    program = "/api/v1/organisations/biuro/merging"
    await change(await adas_program.post(program, json={"remaining": "bureau"}))
    await change(await adas_program.delete(program))
    return read


async def hidden_on_a_public_text(dora: Coordinator, cooperation: Memorandum) -> None:
    assert dora
    await factories.signed(cooperation, await by("biuro"), disclosure="counted")


async def both_on_a_private_text(dora: Coordinator, cooperation: Memorandum) -> None:
    assert cooperation
    private = await factories.opened(dora, "private", publicity="participants")
    for slug in ("bureau", "biuro"):
        await factories.signed(private, await by(slug))


async def both_invited(dora: Coordinator, cooperation: Memorandum) -> None:
    assert cooperation
    asking = await factories.opened(dora, "asking", publicity="participants")
    await invite(asking, InvitingForm(organisations=["bureau", "biuro"], send=False))


async def one_invited_where_the_other_signed(dora: Coordinator, cooperation: Memorandum) -> None:
    assert dora
    await invite(cooperation, InvitingForm(organisations=["biuro"], send=False))


async def both_seated(dora: Coordinator, cooperation: Memorandum) -> None:
    assert cooperation
    await seated.sent(await factories.draft(dora, "sent"), "bureau", "biuro", kind="comments", send=False)


_TWICE = AnnulmentForm.parse({"ground": "duplicate"})
SITUATIONS = (hidden_on_a_public_text, both_on_a_private_text, both_invited, one_invited_where_the_other_signed, both_seated)


async def told(ada: httpx.AsyncClient, adas_program: httpx.AsyncClient, dora: Coordinator, cooperation: Memorandum, situation: object) -> set[str]:
    """Return the paths at which Ada sees something else once two entries take part in a text of Dora."""
    await seen(ada, adas_program)  # what is remembered of pages is there before
    before = await seen(ada, adas_program)
    assert [status for path, status, _ in before if path not in READ] == [200, 303, 200, 303, 200, 201, 200, 200, 200]
    await situation(dora, cooperation)  # type: ignore[operator]
    return {f"{was[0]} {was[1]} {now[1]}" for was, now in zip(before, await seen(ada, adas_program), strict=True) if was != now}


@pytest.mark.parametrize("situation", SITUATIONS, ids=lambda situation: situation.__name__)
async def test_ada_learns_nothing(
    ada: httpx.AsyncClient,
    adas_program: httpx.AsyncClient,
    dora: Coordinator,
    cooperation: Memorandum,
    situation: Callable[[Coordinator, Memorandum], Awaitable[None]],
) -> None:
    assert await told(ada, adas_program, dora, cooperation, situation) == set()


_SERVED = " & memorandum.is_in(served_by(by))"
MUTATED = {
    "a merging is refused for an act": (both_on_a_private_text, merging, "_check_texts", _SERVED, "", merging),
    "a merging is refused for an invitation": (both_invited, merging, "_check_texts", _SERVED, "", merging),
    "a merging is refused for a seat": (both_seated, merging, "_check_texts", _SERVED, "", merging),
    "a merging is refused for a hidden act": (
        hidden_on_a_public_text,
        standing_queries,
        "publicly_named",
        "line = (Standing.shown == Shown.NAMED.value) & Standing.line.eq(_YES) & one_of",
        "line = one_of",
        merging,
    ),
    "a merging is refused for an act on a private text": (
        both_on_a_private_text,
        standing_queries,
        "publicly_named",
        "public = line & (Standing.memorandum.publicity == Publicity.PUBLIC.value) & among",
        "public = line & among",
        merging,
    ),
    "hidden acts are counted": (
        hidden_on_a_public_text,
        duplicates,
        "numbers_of",
        "organisation_ids) & text.is_in(own)),",
        "organisation_ids)),",
        None,
    ),
    "invitations of others are counted": (
        both_invited,
        duplicates,
        "numbers_of",
        "organisation_ids) & Invitation.memorandum.is_in(own))",
        "organisation_ids))",
        None,
    ),
}


@pytest.mark.sqlite_only
@pytest.mark.parametrize("name", MUTATED)
async def test_a_build_that_tells_is_found(
    ada: httpx.AsyncClient,
    adas_program: httpx.AsyncClient,
    dora: Coordinator,
    cooperation: Memorandum,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
) -> None:
    situation, module, attribute, right, wrong, used_in = MUTATED[name]
    fault = mutated(module, right, wrong)[attribute]
    places = [used_in] if used_in else [sys.modules[f"coalition.duplicates.{part}"] for part in ("candidates", "other_entries")]
    for place in places:
        monkeypatch.setattr(place, attribute, fault)
    assert await told(ada, adas_program, dora, cooperation, situation)


async def test_whoever_works_on_a_text_is_refused(ada_account: Coordinator, dora: Coordinator, cooperation: Memorandum) -> None:
    await hidden_on_a_public_text(dora, cooperation)
    biuro, bureau = await by("biuro"), await by("bureau")
    with pytest.raises(BothActed):
        await merge(biuro, bureau, dora.id)
    await annul(cooperation, biuro.id, _TWICE, by=dora)
    await both_invited(dora, cooperation)
    with pytest.raises(BothInvited):
        await merge(biuro, bureau, dora.id)
    await both_seated(dora, cooperation)
    await add_member_of("sent", ada_account)
    with pytest.raises(BothSeated):  # she works on one of the texts
        await merge(biuro, bureau, ada_account.id)


async def add_member_of(slug: str, person: Coordinator) -> None:
    memorandum = await memoranda.by_slug(slug)
    assert memorandum
    await add_member(memorandum, person.email)


async def test_two_lines_that_everybody_reads_are_refused(ada_account: Coordinator, cooperation: Memorandum) -> None:
    await factories.signed(cooperation, await by("biuro"))
    with pytest.raises(BothActed):
        await merge(await by("biuro"), await by("bureau"), ada_account.id)


async def test_a_second_coordinator_decides_with_what_they_know(ada_account: Coordinator, dora: Coordinator, cooperation: Memorandum) -> None:
    eve = await factories.coordinator("eve@coalition.example", "Eve")
    await hidden_on_a_public_text(dora, cooperation)
    await factories.organisation("risky", "Risky", at_risk=True)
    await merge(await by("biuro"), await by("third"), ada_account.id)
    await factories.signed(cooperation, await by("risky"), disclosure="counted")
    assert await merge_entries(await by("risky"), await by("third"), ada_account) is Made.ASKED
    [asked] = await Approval.objects()
    with acting(Actor(ActorKind.DESK, dora.id, session="of dora")), pytest.raises(CannotBeDone):
        await approve(asked.id, dora)
    with acting(Actor(ActorKind.DESK, eve.id, session="of eve")):
        await approve(asked.id, eve)
    assert (await by("risky")).merged_into == (await by("third")).id


async def doubles(memorandum: Memorandum) -> list[tuple[Engagement, list[str]]]:
    return [(double.clash, [entry.slug for entry in double.entries]) for double in await double_entries_on(memorandum.id)]


async def test_dora_sees_it_until_it_is_over(
    dora_at_the_desk: httpx.AsyncClient, ada_account: Coordinator, dora: Coordinator, cooperation: Memorandum
) -> None:
    overview, listed = "/en/desk/memoranda/cooperation", "/en/desk/memoranda/cooperation/signatories"
    await hidden_on_a_public_text(dora, cooperation)
    assert await doubles(cooperation) == []
    await merge(await by("biuro"), await by("bureau"), ada_account.id)
    assert await doubles(cooperation) == [(Engagement.ACT, ["bureau", "biuro"])]
    page = (await dora_at_the_desk.get(overview)).text
    assert "1 organisation takes part under two entries that were merged." in page
    assert "Lawyers" not in page  # hidden names are read where the reading is recorded
    part = (await dora_at_the_desk.get(listed)).text.partition('id="double-entries"')[2].partition("</section>")[0]
    assert all(text in part for text in ("Steppe Bureau", "Lawyers", "An act of each stands.", "/en/desk/organisations/biuro/merging"))
    await undo_merging(await by("biuro"), dora.id)
    assert "double-entries" not in (await dora_at_the_desk.get(listed)).text
    await merge(await by("biuro"), await by("bureau"), ada_account.id)
    await annul(cooperation, (await by("biuro")).id, _TWICE, by=dora)
    assert await doubles(cooperation) == []
    assert "double-entries" not in (await dora_at_the_desk.get(overview)).text


async def test_dora_sees_invitations_and_seats(
    dora_at_the_desk: httpx.AsyncClient, ada_account: Coordinator, dora: Coordinator, cooperation: Memorandum
) -> None:
    await one_invited_where_the_other_signed(dora, cooperation)
    draft = await factories.draft(dora, "sent")
    sent = await seated.sent(draft, "bureau", "biuro", kind="comments", send=False)
    await merge(await by("biuro"), await by("bureau"), ada_account.id)
    assert await doubles(cooperation) == [(Engagement.INVITATION, ["bureau", "biuro"])]
    assert await doubles(draft) == [(Engagement.SEAT, ["bureau", "biuro"])]
    page = (await dora_at_the_desk.get("/en/desk/memoranda/sent/signatories")).text
    assert "Each has a seat in the open round." in page
    assert "/en/desk/memoranda/sent/rounds" in page
    await close_round(sent.id)
    assert await doubles(draft) == []


async def test_three_entries_of_one_organisation(ada_account: Coordinator, dora: Coordinator, cooperation: Memorandum) -> None:
    await hidden_on_a_public_text(dora, cooperation)
    for slug in ("bureau", "biuro"):
        await merge(await by(slug), await by("third"), ada_account.id)
    assert await doubles(cooperation) == [(Engagement.ACT, ["bureau", "biuro"])]
    await undo_merging(await by("biuro"), ada_account.id)
    assert await doubles(cooperation) == []


async def news(wait: timedelta) -> dict[str, str]:
    with clock.shifted(wait):
        await run_due()
    letters = await letters_in_tray(Letter.about.like("news:%"))
    return {letter.address.partition("@")[0]: " ".join(letter.text.split()) for letter in letters}


async def news_of_a_merging(ada: Coordinator, dora: Coordinator, cooperation: Memorandum, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """Return the letters about what happened on the day on which Ada merged two entries."""
    monkeypatch.setenv("COALITION_SMTP_URL", "smtp://127.0.0.1:1")
    editor = await factories.coordinator("edda@coalition.example", "Edda", role=Role.EDITOR.value)
    await add_member(cooperation, editor.email)
    await hidden_on_a_public_text(dora, cooperation)
    with clock.shifted(timedelta(days=2)):
        await run_due()
    await Letter.delete(force=True)
    with clock.shifted(timedelta(days=3)):
        await merge(await by("biuro"), await by("bureau"), ada.id)
    return await news(timedelta(days=4, minutes=2))


async def test_letters_give_the_number_to_those_who_work_on_the_text(
    ada_account: Coordinator, dora: Coordinator, cooperation: Memorandum, monkeypatch: pytest.MonkeyPatch
) -> None:
    letters = await news_of_a_merging(ada_account, dora, cooperation, monkeypatch)
    assert letters.keys() == {"dora"}
    assert "1 organisation takes part under two entries of the register that were merged." in letters["dora"]
    assert not re.search("(?i)steppe|lawyers|bureau|biuro", letters["dora"])


@pytest.mark.sqlite_only
async def test_a_build_that_writes_to_others_is_found(
    ada_account: Coordinator, dora: Coordinator, cooperation: Memorandum, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrong = mutated(double_entries, "memorandum.is_in(served_by(coordinator_id)) & among", "among")["texts_with_new_doubles"]
    monkeypatch.setattr("coalition.news.queries.texts_with_new_doubles", wrong)
    assert "ada" in await news_of_a_merging(ada_account, dora, cooperation, monkeypatch)


@pytest.mark.sqlite_only
async def test_a_build_that_tells_nobody_is_found(
    dora_at_the_desk: httpx.AsyncClient, ada_account: Coordinator, dora: Coordinator, cooperation: Memorandum, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(double_entries, "clashes", mutated(engagements, "if len(acts) > 1:", "if len(acts) > 2:")["clashes"])
    with pytest.raises(AssertionError):
        await test_dora_sees_it_until_it_is_over(dora_at_the_desk, ada_account, dora, cooperation)


async def test_the_number_of_queries_does_not_grow(ada_account: Coordinator, dora: Coordinator, cooperation: Memorandum) -> None:
    numbers = []
    for at in range(3):
        for slug in (f"kept-{at}", f"again-{at}"):
            await factories.signed(cooperation, await factories.organisation(slug, slug.title()), disclosure="counted")
        await merge(await by(f"again-{at}"), await by(f"kept-{at}"), ada_account.id)
        with counting_queries() as sent:
            assert len(await double_entries_on(cooperation.id)) == at + 1
        numbers.append(sent.count)
    assert len(set(numbers)) == 1
    assert dora
