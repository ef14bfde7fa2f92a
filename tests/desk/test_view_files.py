"""Ada takes a draft along as a file in each of the five ways to read it, and brings what was tracked in it back."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from coalition.database import counting_queries
from coalition.drafting.arranging_provisions import remove_provision
from tests.amendments import proposed
from tests.amendments.conftest import consulted, draft  # noqa: F401 -- fixtures
from tests.amendments.test_amendment_queries import hand_in
from tests.amendments.view_file_reader import markdown, word
from tests.desk.conftest import follow, send
from tests.desk.test_word_amendments import bring, entered, form_of
from tests.drafting.conftest import key_of

if TYPE_CHECKING:
    import httpx

    from coalition.memoranda.tables import Memorandum

pytestmark = pytest.mark.anyio
HERE = "/en/desk/memoranda/cooperation/draft/proposals"
WAYS = ("proposals", "original", "difference", "result", "side-by-side")


async def _proposed(memorandum: Memorandum) -> None:
    """Let two organisations propose changes, accept one, and remove a provision."""
    links = await proposed.sessions(memorandum, "ben", "cleo")
    await proposed.handed_in(links["ben"], await proposed.replacing(memorandum, "1", "The parties meet twice."))
    publish = await proposed.replacing(memorandum, "3", "The parties publish *much*.", reason="They publish <nothing>.\nSo far.")
    await proposed.handed_in(links["cleo"], publish, disclosure="coordinators")
    await proposed.handed_in(links["cleo"], proposed.form("4. The parties part.", operation="new"), disclosure="unnamed")
    await proposed.handed_in(links["ben"], await proposed.replacing(memorandum, "2(a)", "each month;"))
    await proposed.handed_in(links["cleo"], await proposed.replacing(memorandum, "2(a)", "each day;"))
    await proposed.decided(memorandum, 1)


async def test_a_word_file_of_each_way_to_read(ada: httpx.AsyncClient, consulted: Memorandum) -> None:  # noqa: F811 -- the fixture
    await _proposed(consulted)
    original, result = await word(ada, HERE, "original"), await word(ada, HERE, "result")
    assert ("The parties meet." in original.words, "The parties meet twice." in result.words) == (True, True)
    assert "As it was sent in round 1" in original.everything
    proposals = await word(ada, HERE, "proposals")
    assert proposals.changes == [("ins", "Party cleo", " "), ("ins", "Party cleo", "much"), ("ins", "Party cleo", "The parties part.")]
    assert proposals.comments == [
        ("Party ben", "each year;", ["Amendment 4: change the text", "each month;"]),
        ("Party cleo", "each year;", ["Amendment 5: change the text", "each day;"]),
        (
            "Party cleo",
            "The parties publish much.",
            ["Amendment 2: change the text", "The parties publish much.", "Reason: They publish <nothing>.So far."],
        ),
        ("Party cleo", "The parties part.", ["Amendment 3: add a provision at the end", "The parties part."]),
    ]
    await remove_provision(consulted, await key_of(consulted, "2"))
    difference = await word(ada, HERE, "difference")
    assert {whose for _, whose, _ in difference.changes} == {"Coalition"}
    assert [said for kind, _, said in difference.changes if kind == "ins"] == [" twice"]
    assert "The parties report:" in [said for kind, _, said in difference.changes if kind == "del"]
    both = (await word(ada, HERE, "side-by-side")).words
    assert both.index("As it was sent in round 1") < both.index("As it is now") < both.index("1. The parties meet.")
    assert "1. The parties meet[_ twice_]." in both
    for way in WAYS:
        (await word(ada, HERE, way)).check_metadata("Memorandum", "en")


async def test_a_markdown_file_of_each_way_to_read(ada: httpx.AsyncClient, consulted: Memorandum) -> None:  # noqa: F811 -- the fixture
    await _proposed(consulted)
    assert "1. The parties meet.\n" in await markdown(ada, HERE, "original")
    assert (await markdown(ada, HERE, "result")).startswith(
        "# Memorandum\n\nThe parties, meeting in Kyiv[^1],\n\n# Aims\n\n1. The parties meet twice.\n"
    )
    proposals = await markdown(ada, HERE, "proposals")
    expected = """3. The parties publish.

> **Amendment 2: change the text · Party cleo**
>
> The parties publish<ins> much</ins>.
>
> Reason: They publish \\<nothing\\>.
>
> So far.

*At the end of the text*

> **Amendment 3: add a provision at the end · Party cleo**
>
> <ins>The parties part.</ins>
"""
    assert proposals.endswith(expected), proposals
    await remove_provision(consulted, await key_of(consulted, "2"))
    difference = await markdown(ada, HERE, "difference")
    assert "\n\n1. The parties meet<ins> twice</ins>.\n\n<del>2. The parties report:</del>\n\n" in difference
    assert "\n\nThe parties, meeting in Kyiv[^1],\n\n[^1]: In 2013.\n\n# Aims\n\n" in difference
    both = await markdown(ada, HERE, "side-by-side")
    assert "<tr><td>\n\n1. The parties meet.\n\n</td><td>\n\n1. The parties meet<ins> twice</ins>.\n\n</td></tr>" in both
    assert "<tr><td>\n\n2. The parties report:\n\n</td><td>\n\n*It is not there any more.*\n\n</td></tr>" in both


async def test_the_page_leads_to_the_files_of_what_it_shows(ada: httpx.AsyncClient, consulted: Memorandum) -> None:  # noqa: F811 -- the fixture
    await proposed.sessions(consulted)
    page = (await ada.get(f"{HERE}?view=difference&language=ru")).text
    links = [link.replace("&amp;", "&") for link in re.findall(rf'href="({HERE}\.[^"]+)"', page)]
    assert [link.partition("?")[0] for link in links] == [f"{HERE}.docx", f"{HERE}.md"]
    names = [(await ada.get(link)).headers["content-disposition"] for link in links]
    assert names == [f'attachment; filename="cooperation-ru-difference.{ending}"' for ending in ("docx", "md")]


async def test_what_was_tracked_comes_in_as_the_amendments_that_it_was(ada: httpx.AsyncClient, consulted: Memorandum) -> None:  # noqa: F811
    links = await proposed.sessions(consulted, "ben")
    forms = [
        await proposed.replacing(consulted, "1", "The parties meet twice."),
        await proposed.replacing(consulted, "2(a)", "", operation="delete"),
        await proposed.replacing(consulted, "3", "They fund it.", operation="insert_after"),
        proposed.form("Agreement", provision="title"),
    ]
    await proposed.handed_in(links["ben"], *forms)
    before = await entered(consulted)
    content = (await word(ada, HERE, "proposals")).content
    form = form_of(await bring(ada, content))
    await follow(ada, await send(ada, HERE.replace("proposals", "amendments/word-file"), form))
    after = await entered(consulted)
    assert (len(before), sorted(after)) == (4, sorted([*before, *before]))


async def test_arabic_runs_from_right_to_left(ada: httpx.AsyncClient, consulted: Memorandum) -> None:  # noqa: F811 -- the fixture
    from coalition.memoranda.forms import WordingForm
    from coalition.memoranda.wording import save_wording

    await save_wording(consulted, "ar", WordingForm(title="مذكرة", body="1. تجتمع الأطراف.\n", status="unofficial"))
    links = await proposed.sessions(consulted, "ben")
    await proposed.handed_in(links["ben"], await proposed.replacing(consulted, "1", "تجتمع الأطراف مرتين.", language="ar"))
    file = await word(ada, HERE, "proposals", language="ar")
    assert [comment[2][0] for comment in file.comments] == ["التعديل 1: تغيير النص"]
    assert 'w:bidi="ar-SA"' in file.everything
    assert "<w:bidi" in file.everything
    assert '<table lang="ar" dir="rtl">' in await markdown(ada, HERE, "side-by-side", language="ar")


async def test_a_file_takes_as_many_queries_for_many_proposals(ada: httpx.AsyncClient, consulted: Memorandum) -> None:  # noqa: F811 -- the fixture
    await proposed.sessions(consulted)
    counts, begin = [], 1
    for end in (4, 301):
        await hand_in(consulted, begin, end)
        begin = end
        await word(ada, HERE, "proposals")  # what a process remembers
        with counting_queries() as counted:
            file = await word(ada, HERE, "proposals")
        counts.append(counted.count)
    assert counts[0] == counts[1], counts
    assert len(file.comments) == 300


async def test_a_draft_without_a_text_has_no_file(ada: httpx.AsyncClient, ada_account) -> None:
    from coalition.memoranda import beginning
    from coalition.memoranda.forms import MemorandumForm

    await beginning.begin(MemorandumForm.parse({"slug": "empty", "authentic_languages": ["en"]}), ada_account.id)
    assert [(await ada.get(f"/en/desk/memoranda/empty/draft/proposals.{ending}")).status_code for ending in ("docx", "md")] == [404, 404]
