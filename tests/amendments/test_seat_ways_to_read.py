"""Ben reads the draft that he was sent with all proposals that he may read, and beside the round before."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from coalition.amendments import queries
from coalition.amendments.proposing import save_amendment
from coalition.database import counting_queries
from coalition.rounds.closing_rounds import close_round
from coalition.rounds.queries import open_round
from coalition.rounds.seat_sessions import begin_seat_session
from tests.amendments import proposed
from tests.amendments.test_amendment_queries import hand_in
from tests.amendments.test_seat_pages import enter, links
from tests.desk.test_ways_to_read import pages_of
from tests.mutants import mutated

if TYPE_CHECKING:
    import httpx

    from coalition.memoranda.tables import Memorandum

pytestmark = pytest.mark.anyio
HERE = "/en/drafting/proposals?view={}"


async def _read(browser: httpx.AsyncClient, view: str, more: str = "") -> str:
    """Return the words of a page, with marks of what was inserted and deleted."""
    answer = await browser.get(HERE.format(view) + more)
    assert answer.status_code == 200
    main = answer.text.partition("<main")[2].partition("</main>")[0]
    marked = main.replace("<ins>", "[+").replace("</ins>", "+]").replace("<del>", "[-").replace("</del>", "-]")
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", "", marked))


async def _proposed(memorandum: Memorandum) -> dict[str, str]:
    """Let three organisations hand something in with three disclosures, and two write something that they do not hand in; return the links."""
    tokens = await links(memorandum)
    sessions = {slug: await begin_seat_session(token) for slug, token in tokens.items()}
    for slug, disclosure in (("ben", "named"), ("cleo", "unnamed"), ("far", "coordinators")):
        form = await proposed.replacing(memorandum, "1", f"The parties meet as {slug} says.")
        await proposed.handed_in(sessions[slug], form, disclosure=disclosure)
    for slug in ("ben", "far"):
        await save_amendment(sessions[slug], await proposed.replacing(memorandum, "3", f"The parties hide what {slug} notes."), "en")
    await save_amendment(sessions["ben"], proposed.form("4. The parties part.", operation="new"), "en")
    return tokens


async def _check_proposals(ben: httpx.AsyncClient) -> None:
    """Check that Ben reads all that he may read with its difference, and nothing else."""
    page = await _read(ben, "proposals")
    assert page.index("Amendment No. 1: change the text · of your organisation") < page.index("[+ as ben says+]")
    assert page.index("Amendment No. 2: change the text · An organisation without its name") < page.index("[+ as cleo says+]")
    own = page.index("Of your organisation, not handed in: change the text")
    assert page.index("3. The parties publish.") < own < page.index("[+hide what ben notes+]")
    assert page.index("At the end of the text") < page.index("[+The parties part.+]")
    for hidden in ("Party cleo", "Party far", "far says", "far notes", "@example.org", "Amendment No. 3"):
        assert hidden not in page, hidden


async def test_a_seat_reads_its_draft_in_five_ways(ben: httpx.AsyncClient, cleo: httpx.AsyncClient, consulted: Memorandum) -> None:
    tokens = await _proposed(consulted)
    await enter(ben, tokens["ben"])
    await _check_proposals(ben)
    assert "nothing can be compared" in await _read(ben, "difference")
    assert "say nothing" not in await _read(ben, "result")
    await enter(cleo, tokens["cleo"])
    assert "ben notes" not in await _read(cleo, "proposals")
    assert "Стороны встречаются." in await _read(ben, "proposals", "&language=ru")
    row = await open_round(consulted.id)
    assert row
    await close_round(row.id)
    await proposed.decided(consulted, 1)
    assert "as ben says" not in await _read(ben, "result")
    assert "Amendment No. 1" not in await _read(ben, "proposals")
    await enter(ben, (await links(consulted))["ben"])
    original = await _read(ben, "original")
    assert "As it was in round 1" in original
    assert "The parties meet." in original
    assert "The parties meet[+ as ben says+]." in await _read(ben, "difference")
    assert "The parties meet as ben says." in await _read(ben, "result")
    both = await _read(ben, "side-by-side")
    assert both.index("The parties meet.") < both.index("The parties meet[+ as ben says+].")


async def test_the_draft_and_its_provisions_lead_there(ben: httpx.AsyncClient, consulted: Memorandum) -> None:
    await enter(ben, (await links(consulted))["ben"])
    assert 'href="/en/drafting/proposals?language=en"' in (await ben.get("/en/drafting")).text
    [link] = re.findall(r'href="(/en/drafting/proposals\?language=en&amp;at=title)#title"', (await ben.get("/en/drafting/provisions/title")).text)
    assert (await ben.get(link.replace("&amp;", "&"))).status_code == 200


@pytest.mark.sqlite_only
@pytest.mark.parametrize(
    ("name", "right", "wrong"),
    [
        ("readable_by", "disclosed = Amendment.disclosure.is_in(_DISCLOSED) & ", "disclosed = "),
        ("private_of", "(Amendment.seat == seat_id) & (Amendment.number == 0)\n    return [made_of", "Amendment.number == 0\n    return [made_of"),
    ],
)
async def test_builds_that_show_too_much_are_found(
    ben: httpx.AsyncClient, consulted: Memorandum, monkeypatch: pytest.MonkeyPatch, name: str, right: str, wrong: str
) -> None:
    await enter(ben, (await _proposed(consulted))["ben"])
    await _check_proposals(ben)
    monkeypatch.setattr(queries, name, mutated(queries, right, wrong)[name])
    with pytest.raises(AssertionError):
        await _check_proposals(ben)


async def test_a_page_of_a_seat_takes_as_many_queries_for_many_proposals(ben: httpx.AsyncClient, consulted: Memorandum) -> None:
    await enter(ben, (await links(consulted))["ben"])
    counts, begin = [], 1
    for end in (4, 301):
        await hand_in(consulted, begin, end)
        begin = end
        await _read(ben, "proposals")  # what a process remembers
        with counting_queries() as counted:
            await _read(ben, "proposals")
        counts.append(counted.count)
    assert counts[0] == counts[1], counts
    pages = await pages_of(ben, HERE.format("proposals"))
    assert sorted(int(number) for page in pages for number in re.findall(r">Amendment No. (\d+)</a>", page)) == [*range(1, 301)]
