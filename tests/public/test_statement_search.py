"""Readers find statements by their words and the names of parties; a hidden party and what it objected to are never found."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from coalition import clock
from coalition.acts.disclosure_levels import Level
from coalition.acts.tables import Disclosure
from coalition.database import counting_queries
from coalition.invitations import links
from coalition.migrating import is_migrated
from coalition.search.match_marks import Words
from coalition.statements import public_statement_queries, searched_statements
from coalition.statements.forms import StatementTranslationForm
from coalition.statements.public_statement_queries import Part
from coalition.statements.searched_statements import rebuild_statement_search
from coalition.statements.translating import translate
from tests import factories
from tests.mutants import mutated
from tests.public.reading import words
from tests.rows_read import counting_rows

if TYPE_CHECKING:
    import httpx

    from coalition.memoranda.tables import Memorandum
    from coalition.people.tables import Coordinator
    from coalition.signatures.signing import Signed

pytestmark = pytest.mark.anyio
LIST = "/en/memoranda/cooperation/statements"


async def three_statements(ada: Coordinator) -> tuple[Memorandum, list[Signed]]:
    """Let three parties sign; two state something, and the third objects to the first."""
    memorandum = await factories.opened(ada)
    names = ("Ёлка", "Åpen dør", "Gamma")
    recorded = [await factories.signed(memorandum, await factories.organisation(f"party-{at}", name)) for at, name in enumerate(names)]
    first = await factories.stated(memorandum, recorded[0], text="Не признаёт арбитраж.", statement_language="ru")
    await factories.stated(memorandum, recorded[1], "declaration", text="Understands “twice” as once in six months.")
    await factories.stated(memorandum, recorded[2], "objection", text="Nothing may be left out.", objects_to=first.id)
    return memorandum, recorded


async def numbers(memorandum: Memorandum, text: str) -> list[int | None]:
    page = await public_statement_queries.statement_page(memorandum, Part(words=Words(text)))
    return sorted(each.number or 0 for stated in page.shown for each in (stated, *stated.objections))


async def test_statements_are_found_by_their_words_and_their_parties(cleo: httpx.AsyncClient, ada_account: Coordinator) -> None:
    memorandum, recorded = await three_statements(ada_account)
    for text, expected in (
        ("признает арбитраж", [1]),
        ("arbitrazh", [1]),
        ("елка", [1]),
        ("apen – twice", [2]),
        ("nothing", [3]),
        ("zzz", []),
        ("%", []),
    ):
        assert await numbers(memorandum, text) == expected, text
    page = (await cleo.get(f"{LIST}?q=признает")).text
    assert "Не <mark>признаёт</mark> арбитраж." in page
    assert "<mark>Åpen</mark> dør" in (await cleo.get(f"{LIST}?q=apen")).text
    empty = (await cleo.get(f"{LIST}?q=zzz")).text
    assert ("No statement matches" in empty, "All statements" in empty) == (True, True)
    assert 'id="q"' not in (await cleo.get(LIST)).text, "a short list needs no search"
    then = (await cleo.get(f"{LIST}?q=apen&at={clock.today()}")).text
    assert f'href="{LIST}?at={clock.today()}">Show all' in then
    assert 'href="/ru/memoranda/cooperation/statements?q=apen"' in (await cleo.get(f"{LIST}?q=apen")).text

    session = await links.follow(recorded[0].manage_token)
    [first] = (await public_statement_queries.statement_page(session.memorandum, Part(words=Words("арбитраж")))).shown
    await translate(memorandum, first.id, StatementTranslationForm.parse({"language": "en", "text": "Does not accept arbitration."}))
    assert await numbers(memorandum, "arbitration") == [1]
    assert "<mark>arbitration</mark>" in (await cleo.get(f"{LIST}?q=arbitration")).text
    await translate(memorandum, first.id, StatementTranslationForm.parse({"language": "en", "text": "Does not accept it."}))
    assert await numbers(memorandum, "arbitration") == []
    assert (await is_migrated(), await rebuild_statement_search()) == (True, 0)


async def check_hidden(ada: Coordinator) -> None:
    """Check that what a hidden party stated, and the objections to it, are found no more."""
    memorandum, recorded = await three_statements(ada)
    await factories.disclosed(await links.follow(recorded[0].manage_token), Level(Disclosure.COUNTED))
    found = [await numbers(memorandum, text) for text in ("арбитраж", "елка", "nothing", "gamma", "twice")]
    assert found == [[], [], [], [], [2]]


async def test_what_a_hidden_party_stated_is_found_no_more(ada_account: Coordinator) -> None:
    await check_hidden(ada_account)


@pytest.mark.sqlite_only
async def test_a_build_that_shows_whatever_words_find_is_caught(ada_account: Coordinator, monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = mutated(public_statement_queries, "if stated.named and (stated.objects_to is None or stated.against)]", "]")
    monkeypatch.setitem(wrong, "_public", lambda memorandum, _: public_statement_queries.Statement.memorandum == memorandum)
    monkeypatch.setattr(public_statement_queries, "statement_page", wrong["statement_page"])
    with pytest.raises(AssertionError):
        await check_hidden(ada_account)


@pytest.mark.sqlite_only
async def test_a_long_list_is_searched_by_pages(cleo: httpx.AsyncClient, ada_account: Coordinator, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(public_statement_queries, "AT_ONCE", 3)
    memorandum = await factories.opened(ada_account)
    party = await factories.signed(memorandum, await factories.organisation("party", "Party"))

    async def cost() -> tuple[int, int]:
        with counting_queries() as count, counting_rows() as rows:
            page = (await cleo.get(f"{LIST}?q=reason")).text
        assert words(page).count("Reason ") == 3
        return count.count, sum(rows)

    for at in range(5):
        await factories.stated(memorandum, party, text=f"Reason {at}.")
    before = await cost()
    for at in range(5, 12):
        await factories.stated(memorandum, party, text=f"Reason {at}.")
    assert await cost() == before
    page = (await cleo.get(f"{LIST}?q=reason")).text
    read, following = re.findall(r"</mark> (\d+)\.", page), re.findall(r'rel="next" href="([^"]*)"', page)
    while following:
        page = (await cleo.get(following[0].replace("&amp;", "&"))).text
        read += re.findall(r"</mark> (\d+)\.", page)
        following = re.findall(r'rel="next" href="([^"]*)"', page)
    assert read == [str(at) for at in range(12)]
    assert 'id="q"' in (await cleo.get(LIST)).text


@pytest.mark.sqlite_only
async def test_a_build_that_indexes_no_translation_is_caught(
    cleo: httpx.AsyncClient, ada_account: Coordinator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(searched_statements, "words_of_statements", _without_translations)
    with pytest.raises(AssertionError):
        await test_statements_are_found_by_their_words_and_their_parties(cleo, ada_account)


async def _without_translations(ids: list[object]) -> dict[object, list[str]]:
    rows = await public_statement_queries.Statement.objects()
    return {row.id: [row.text] for row in rows if row.id in ids}
