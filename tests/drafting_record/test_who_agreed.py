"""Whatever the answers, supporters and dangers are: everybody reads the words and names of those alone who all agreed, in every output."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from coalition.amendments import public_queries
from coalition.amendments.entering import enter_for
from coalition.amendments.tables import PublicAnswer
from coalition.database import prepared
from coalition.drafting_record import public_proposals, queries
from coalition.drafting_record.errors import LinesChanged
from coalition.drafting_record.tables import ProposalAuthor, PublishedProposal
from coalition.organisations.tables import Organisation
from tests import factories
from tests.amendments import proposed
from tests.budget import RECORDS
from tests.drafting_record import recorded_lines
from tests.mutants import mutated

if TYPE_CHECKING:
    import httpx

    from coalition.memoranda.tables import Memorandum

pytestmark = pytest.mark.anyio
NAMES = ("aster", "birch", "cedar", "daisy", "ebony", "fennel")
DANGERS = ("", "", "", "", "at_risk", "unlisted")
CONDITION = "ids_readable_by_everybody"


class Told(NamedTuple):
    """What a proposal comes from: the word that only it has, whether everybody may read it, and the names that everybody may read with it."""

    word: str
    readable: bool
    names: frozenset[str]


async def tell(memorandum: Memorandum, chance: random.Random) -> tuple[Memorandum, list[Told]]:
    """Let organisations propose and support with random answers, and decide, adopt and publish; some become at risk or unlisted afterwards."""
    for slug in NAMES:
        await factories.organisation(slug, f"The {slug} people", email=f"{slug}@example.org")
    await Organisation.update({Organisation.listed: True}, force=True)
    seats = await proposed.sessions(memorandum, *NAMES)
    answers: dict[str, dict[str, str]] = {}
    for number, slug in enumerate(NAMES, start=1):
        answers[slug] = {slug: chance.choice([*PublicAnswer]).value}
        form = await proposed.replacing(memorandum, chance.choice(["1", "3"]), f"The parties agree on word{slug}.")
        assert await recorded_lines.handed_in(seats[slug], form, answers[slug][slug]) == number
        for other in chance.sample([each for each in NAMES if each != slug], chance.choice([0, 0, 1, 2])):
            answers[slug][other] = chance.choice([*PublicAnswer]).value
            await recorded_lines.supported(seats[other], number, answers[slug][other])
    for number in range(1, len(NAMES) + 1):
        await proposed.decided(memorandum, number, "rejected")
    row = await recorded_lines.adopted(memorandum)
    dangers = {slug: chance.choice(DANGERS) for slug in NAMES}
    agreed = {slug: "no" not in given.values() for slug, given in answers.items()}
    await recorded_lines.publish(row, *(number for number, slug in enumerate(NAMES, start=1) if agreed[slug]))
    for slug, danger in dangers.items():
        values = {"at_risk": {Organisation.at_risk: True}, "unlisted": {Organisation.listed: False}}.get(danger)
        if values:
            await Organisation.update(values).where(Organisation.slug == slug)
    told = []
    for slug, given in answers.items():
        readable = agreed[slug] and not any(dangers[each] for each in given)
        named = readable and set(given.values()) == {"named"}
        told.append(Told(f"word{slug}", readable, frozenset(given) if named else frozenset()))
    return row, told


async def outputs(browser: httpx.AsyncClient) -> dict[str, str]:
    """Return what everybody reads of a record: the page, its search by every word and name, the API, and the memorandum."""
    page, api = "/en/memoranda/cooperation/drafting", "/api/v1/memoranda/cooperation/drafting"
    asked = [
        page,
        api,
        "/en/memoranda/cooperation",
        "/memoranda/cooperation.json",
        "/en/search?q=parties",
        *(f"{page}?q=word{slug}" for slug in NAMES),
    ]
    asked += [each for slug in NAMES for each in (f"{page}?q=The+{slug}+people", f"{api}?q=The+{slug}+people", f"/en/search?q=word{slug}")]
    return {address: (await browser.get(address)).text for address in asked}


def wrong_in(contents: dict[str, str], told: list[Told]) -> set[str]:
    """Return the words and names that an output must not show, and does; an output repeats the words that it was asked for."""
    names = {name for each in told for name in each.names}
    secret = {each.word for each in told if not each.readable} | {f"The {slug} people" for slug in NAMES if slug not in names}
    return {word for address, text in contents.items() for word in secret if word in text and word not in address.replace("+", " ")}


async def found(browser: httpx.AsyncClient, words: str = "") -> list[dict[str, Any]]:
    """Return the lines that words find in the record."""
    answer = await browser.get("/api/v1/memoranda/cooperation/drafting", params={"q": words})
    return list(answer.json().get("items", []))


def authors(item: dict[str, Any]) -> set[str]:
    return {item["organisation"], *item["co_sponsors"]} - {None}


@pytest.mark.parametrize("seed", range(RECORDS))
async def test_everybody_reads_what_all_agreed_to(seed: int, cleo: httpx.AsyncClient, draft: Memorandum) -> None:
    chance = random.Random(seed)
    _, told = await tell(draft, chance)
    contents = await outputs(cleo)
    assert wrong_in(contents, told) == set()
    items = await found(cleo)
    for each, slug in zip(told, NAMES, strict=True):
        assert len(await found(cleo, each.word)) == each.readable
        assert {item["text"] for item in await found(cleo, f"The {slug} people")} == {item["text"] for item in items if slug in authors(item)}
    read = {item["text"].split()[-1].strip("."): authors(item) for item in items}
    assert read == {each.word: each.names for each in told if each.readable}


async def _supported(draft: Memorandum) -> Memorandum:
    """Publish a line by name that another organisation supports by name."""
    for slug in ("aster", "birch"):
        await factories.organisation(slug, f"The {slug} people", email=f"{slug}@example.org")
    await Organisation.update({Organisation.listed: True}, force=True)
    seats = await proposed.sessions(draft, "aster", "birch")
    number = await recorded_lines.handed_in(seats["aster"], await proposed.replacing(draft, "1", "The parties agree on wordaster."), "named")
    await recorded_lines.supported(seats["birch"], number, "named")
    await proposed.decided(draft, number, "rejected")
    memorandum = await recorded_lines.adopted(draft)
    await recorded_lines.publish(memorandum, number)
    return memorandum


@pytest.mark.sqlite_only
@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("{alias}.published <> 'no'", "1 = 1"),
        ("NOT EXISTS ({_supporters(alias)} AND c.published = 'no')", "1 = 1"),
        ('unlisted = "NOT COALESCE(r.listed, o.listed)"', 'unlisted = "1 = 0"'),
        ('at_risk = "(o.at_risk OR COALESCE(r.at_risk, o.at_risk))"', 'at_risk = "1 = 0"'),
    ],
)
async def test_a_build_that_leaves_a_check_out_is_found(
    right: str, wrong: str, cleo: httpx.AsyncClient, draft: Memorandum, monkeypatch: pytest.MonkeyPatch
) -> None:
    await _supported(draft)
    by_mistake = {
        "{alias}": "UPDATE amendment SET published = 'no'",
        "NOT EX": "UPDATE co_sponsor SET published = 'no'",
        "unliste": "UPDATE organisation SET listed = FALSE",
        "at_risk": "UPDATE organisation SET at_risk = TRUE",
    }
    await PublishedProposal.raw(next(fault for part, fault in by_mistake.items() if right.startswith(part)))
    assert (await cleo.get("/api/v1/memoranda/cooperation/drafting")).status_code == 404
    monkeypatch.setattr(queries, CONDITION, mutated(public_queries, right, wrong)[CONDITION])
    monkeypatch.setattr(queries, "_first_line", prepared(queries._first_line.__wrapped__))  # its statement has the condition
    items = (await cleo.get("/api/v1/memoranda/cooperation/drafting")).json()["items"]
    assert "wordaster" in items[0]["text"]
    assert await ProposalAuthor.count() == 2


@pytest.mark.sqlite_only
@pytest.mark.parametrize(
    ("table", "right", "wrong"),
    [
        ("amendment", "amendment.published = 'named' AND", ""),
        ("co_sponsor", "AND c.published <> 'named')", "AND 1 = 0)"),
    ],
)
async def test_a_build_that_names_too_many_is_found(table: str, right: str, wrong: str, draft: Memorandum, monkeypatch: pytest.MonkeyPatch) -> None:
    memorandum = await _supported(draft)
    await PublishedProposal.raw(f"UPDATE {table} SET published = 'unnamed'")
    assert await recorded_lines.shown(memorandum) == [("The parties agree on wordaster.", "")]
    monkeypatch.setattr(public_proposals, "named_among", mutated(public_queries, right, wrong)["named_among"])
    assert await recorded_lines.shown(memorandum) == [("The parties agree on wordaster.", "aster")]


@pytest.mark.sqlite_only
async def test_a_build_that_forgets_quoted_words_is_found(draft: Memorandum, monkeypatch: pytest.MonkeyPatch) -> None:
    for slug in ("aster", "birch"):
        await factories.organisation(slug, f"The {slug} people", email=f"{slug}@example.org")
    await Organisation.update({Organisation.listed: True}, force=True)
    for slug, answer, outcome in (("aster", "no", "accepted"), ("birch", "named", "rejected")):
        form = await proposed.replacing(await factories.reloaded(draft), "1", f"The parties agree on word{slug}.")
        number = await enter_for(await factories.reloaded(draft), proposed.entered(slug, form, published=answer))
        await proposed.decided(await factories.reloaded(draft), number, outcome)
    memorandum = await recorded_lines.adopted(await factories.reloaded(draft))
    with pytest.raises(LinesChanged):
        await recorded_lines.publish(memorandum, 2)
    wrong = mutated(public_queries, "f\"NOT EXISTS ({_QUOTED} AND NOT ({_agreed('b')}))\"", '"1 = 1"')
    for name in ("readable_by_everybody", CONDITION):
        monkeypatch.setattr(queries, name, wrong[name])
    await recorded_lines.publish(memorandum, 2)
    [line] = await recorded_lines.lines(memorandum)
    assert "wordaster" in line.original
