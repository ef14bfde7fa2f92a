"""A summary above a text: read with the text, never signed with it, changed at any time, and every change is in the trail."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from coalition.imports.markdown_wordings import import_wording
from coalition.memoranda import summaries
from coalition.memoranda.edition_queries import latest_digest
from coalition.memoranda.forms import SummaryForm
from coalition.memoranda.summary_queries import summaries_of
from coalition.memoranda.tables import Memorandum, Publicity
from coalition.trail.tables import TrailAct, TrailEntry
from tests import factories
from tests.desk.conftest import send
from tests.mutants import mutated
from tests.public.reading import words
from tests.signing.walking import a_case, enter

if TYPE_CHECKING:
    import httpx

    from coalition.people.tables import Coordinator

pytestmark = pytest.mark.anyio

TEXT = "/en/memoranda/cooperation"
DESK = "/en/desk/memoranda/cooperation/summary"
HEADING = "Summary – not part of the text that is signed"
ENGLISH, RUSSIAN = "The parties consult each other twice a year.", "Стороны советуются дважды в год."
# Everything that is signed, compared with the digest, or filled in on paper.
WITHOUT = (
    *("/memoranda/cooperation.txt", "/memoranda/cooperation.md", "/memoranda/cooperation.csv"),
    *(f"{TEXT}/paper", f"{TEXT}/verify", f"{TEXT}/editions/1"),
)


async def written(browser: httpx.AsyncClient, text: str, language: str = "en") -> int:
    return (await send(browser, DESK, {"text": language, "summary": text})).status_code


async def test_readers_read_it_above_the_text_and_nobody_signs_it(cleo, ada, ben, ada_account):
    case = await a_case(ada_account)
    before = [(await cleo.get(path)).content for path in WITHOUT]
    assert await written(ada, f"{ENGLISH}\n\nNothing <else>.") == 303
    page = words((await cleo.get(TEXT)).text)
    assert page.index(HEADING) < page.index(ENGLISH) < page.index("The organisations assembled")
    assert "Nothing &lt;else&gt;." in (await cleo.get(TEXT)).text
    assert [(await cleo.get(path)).content for path in WITHOUT] == before
    assert await latest_digest(case.memorandum.id) == case.digest

    arabic = (await cleo.get(TEXT.replace("/en/", "/ar/"))).text
    assert re.search(rf'<div lang="en" dir="ltr"><p>{ENGLISH}', arabic)
    await written(ada, RUSSIAN, "ru")
    assert RUSSIAN in (await cleo.get(f"{TEXT.replace('/en/', '/ru/')}?text=en")).text
    for path in ("/memoranda/cooperation.json", "/api/v1/memoranda/cooperation"):
        assert (await cleo.get(path)).json()["summaries"]["ru"] == RUSSIAN

    await enter(ben, case)
    signing = words((await ben.get("/en/signing")).text)
    assert signing.index(HEADING) < signing.index(ENGLISH) < signing.index("The organisations assembled")
    await ben.post("/en/signing/signature", data=case.signature)
    assert ENGLISH not in (await ben.get("/en/signing/receipt")).text + (await ben.get("/en/signing/receipt.html")).text


async def test_every_change_is_in_the_trail(cleo, ada, ada_account):
    memorandum = await factories.opened(ada_account)
    for text in (ENGLISH, "Anew.", ""):
        assert await written(ada, text) == 303
        await summaries.save_summary(memorandum, "en", SummaryForm(summary=text))  # the same words change nothing
        assert (text or HEADING) in (await cleo.get(TEXT)).text or not text
    assert HEADING not in (await cleo.get(TEXT)).text
    rows = await TrailEntry.select(TrailEntry.act).where(TrailEntry.about == "language:en", TrailEntry.act.like("summary%")).order_by(TrailEntry.id)
    assert [row["act"] for row in rows] == [TrailAct.SUMMARY_SAVED.value, TrailAct.SUMMARY_SAVED.value, TrailAct.SUMMARY_REMOVED.value]
    assert await summaries_of(memorandum.id) == {}


async def nobody_reads_what_they_may_not(cleo: httpx.AsyncClient, ada: httpx.AsyncClient, ada_account: Coordinator) -> None:
    """A draft, and a text that was withdrawn: no page, file or answer has the summary; a cached page is not served any more."""
    memorandum = await factories.draft(ada_account)
    await written(ada, ENGLISH)
    paths = (TEXT, "/memoranda/cooperation.json", "/api/v1/memoranda/cooperation", DESK)
    assert [ENGLISH in (await cleo.get(path)).text for path in paths] == [False] * 4
    await factories.adopted(ada_account, "other")
    await Memorandum.update({Memorandum.publicity: Publicity.PUBLIC.value}).where(Memorandum.id == memorandum.id)
    await summaries.save_summary(await factories.reloaded(memorandum), "en", SummaryForm(summary="Secret by mistake."))
    assert "Secret by mistake." in (await cleo.get(TEXT)).text
    await summaries.save_summary(await factories.reloaded(memorandum), "en", SummaryForm(summary=ENGLISH))
    assert "Secret by mistake." not in (await cleo.get(TEXT)).text


async def test_nobody_reads_what_they_may_not(cleo, ada, ada_account):
    await nobody_reads_what_they_may_not(cleo, ada, ada_account)


@pytest.mark.sqlite_only
async def test_the_story_fails_on_a_build_that_keeps_pages(cleo, ada, ada_account, monkeypatch):
    mutant = mutated(summaries, "        await less_is_shown(row)\n", "")
    monkeypatch.setattr(summaries, "save_summary", mutant["save_summary"])
    with pytest.raises(AssertionError):
        await nobody_reads_what_they_may_not(cleo, ada, ada_account)


async def test_what_a_colleague_saved_meanwhile_is_not_overwritten(ada, ada_account):
    memorandum = await factories.opened(ada_account)
    mark = re.search(r'name="mark" value="(\w+)"', (await ada.get(DESK)).text)[1]
    await summaries.save_summary(memorandum, "en", SummaryForm(summary="Of a colleague."))
    answer = await send(ada, DESK, {"text": "en", "summary": ENGLISH, "mark": mark})
    assert (answer.status_code, "Of a colleague." in answer.text, ENGLISH in answer.text) == (409, True, True)
    assert await summaries_of(memorandum.id) == {"en": "Of a colleague."}
    too_long = await send(ada, DESK, {"text": "en", "summary": "x" * 1001})
    assert (too_long.status_code, "At most 1000 characters fit here." in too_long.text, "x" * 1001 in too_long.text) == (422, True, True)
    assert [(await ada.get(f"{DESK}?text={code}")).status_code for code in ("kk", "zz", "<")] == [200, 404, 404]


async def test_it_comes_with_a_text_that_is_imported(ada_account):
    given = {"slug": "cooperation", "language": "en", "forum": None, "email": "ada@example.org"}
    wording = await import_wording("# Title\n\n1. The body.\n", **given, summary=f"{ENGLISH}\n")
    [memorandum] = await Memorandum.objects()
    assert (await summaries_of(memorandum.id), wording.title) == ({"en": ENGLISH}, "Title")
    await import_wording("# Title\n\n1. Another body.\n", **given)
    assert await summaries_of(memorandum.id) == {"en": ENGLISH}
