"""Ada and Edith take the text along: Word, Markdown, paper; and what changed as tracked changes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from coalition.memoranda.edition_queries import latest_edition
from coalition.memoranda.membership import add_member
from coalition.memoranda.recording_revisions import Content
from coalition.memoranda.tables import Revision
from coalition.text.numbered_lines import WIDTH
from coalition.word_files.writing_files import MEDIA_TYPE
from tests import factories
from tests.desk.conftest import send
from tests.word_files.word_reader import W, part, read, words

if TYPE_CHECKING:
    import httpx

    from coalition.memoranda.tables import Memorandum
    from coalition.people.tables import Coordinator

DRAFT = "/en/desk/memoranda/cooperation/draft"


def header(content: bytes) -> str:
    return "".join(part(content, "word/header1.xml").itertext())


async def save(browser: httpx.AsyncClient, new: str, version: int) -> None:
    title, body = factories.TEXTS["en"]
    answer = await send(browser, DRAFT, {"text": "en", "title": title, "body": body.replace("twice", new), "version": str(version)})
    assert answer.status_code == 303


@pytest.fixture
async def memorandum(ada_account: Coordinator, edith_account: Coordinator) -> Memorandum:
    row = await factories.draft(ada_account, languages=("en", "ru", "ar"))
    await add_member(row, edith_account.email)
    return row


@pytest.mark.sqlite_only
async def test_the_page_of_the_text_offers_its_files(edith: httpx.AsyncClient, memorandum: Memorandum) -> None:
    page = (await edith.get(f"{DRAFT}?text=ru")).text
    for path in ("files/ru.docx", "files/ru.docx?lines=1", "files/ru.md", "print?text=ru", "print?text=ru&amp;lines=1"):
        assert f'href="{DRAFT}/{path}"' in page, memorandum.slug


async def test_the_draft_is_a_word_file_that_says_that_it_is_one(ada: httpx.AsyncClient, memorandum: Memorandum) -> None:
    for language, said in (("en", "revision 1 – not adopted"), ("ru", "версия 1 — не принят"), ("ar", "النسخة 1 – لم يُعتمد")):
        answer = await ada.get(f"{DRAFT}/files/{language}.docx")
        assert (answer.headers["Content-Type"], answer.headers["Cache-Control"]) == (MEDIA_TYPE, "no-store")
        assert answer.headers["Content-Disposition"] == f'attachment; filename="cooperation-{language}-1.docx"'
        assert header(answer.content).endswith(said), memorandum.slug
        assert words(read(answer.content)[0]) == factories.TEXTS[language][0]
        assert (await ada.get(f"{DRAFT}/files/{language}.docx")).content == answer.content
    numbered = (await ada.get(f"{DRAFT}/files/ar.docx?lines=1")).content
    assert part(numbered, "word/document.xml").find(f".//{W}lnNumType") is not None
    title, body = factories.TEXTS["ru"]
    assert (await ada.get(f"{DRAFT}/files/ru.md")).text == f"# {title}\n\n{body}"


async def test_the_difference_to_a_revision_has_the_name_of_whom_it_is_from(
    ada: httpx.AsyncClient, edith: httpx.AsyncClient, memorandum: Memorandum, ada_account: Coordinator
) -> None:
    before = (await ada.get(f"{DRAFT}/files/en.docx")).content
    await save(ada, "three times", 1)
    of_ada = (await ada.get(f"{DRAFT}/files/en.docx?against=1")).content
    await save(edith, "four times", 2)
    of_both = (await edith.get(f"{DRAFT}/files/en.docx?against=1&lines=1")).content
    names = [{each.get(f"{W}author") for each in part(content, "word/document.xml").iter(f"{W}ins")} for content in (of_ada, of_both)]
    assert names == [{ada_account.name}, {"Coalition"}], memorandum.slug
    assert read(of_both, "reject") == read(before)
    assert read(of_both, "accept") == read((await ada.get(f"{DRAFT}/files/en.docx")).content)
    assert header(of_both).endswith("revision 3 – not adopted")


@pytest.mark.sqlite_only
async def test_what_does_not_exist_is_no_file(ada: httpx.AsyncClient, dina: httpx.AsyncClient, memorandum: Memorandum) -> None:
    for path in ("files/de.docx", "files/en.pdf", "files/en", "files/en.docx?against=7", "files/en.docx?against=x", "print?text=de"):
        assert (await ada.get(f"{DRAFT}/{path}")).status_code == 404, memorandum.slug
    for path in ("files/en.docx", "files/en.md", "print"):
        assert (await dina.get(f"{DRAFT}/{path}")).status_code == 404


@pytest.mark.sqlite_only
async def test_a_fixed_text_has_its_digest_above_every_page(ada: httpx.AsyncClient, ada_account: Coordinator) -> None:
    memorandum = await factories.adopted(ada_account)
    digest = (await latest_edition(memorandum.id)).digest
    assert header((await ada.get(f"{DRAFT}/files/en.docx")).content) == f"Digest {digest}"
    assert header((await ada.get(f"{DRAFT}/files/ru.docx")).content) == f"Контрольная сумма {digest}"


@pytest.mark.sqlite_only
async def test_paper_has_the_draft_mark_and_lines_of_its_own(ada: httpx.AsyncClient, memorandum: Memorandum) -> None:
    page = (await ada.get(f"{DRAFT}/print?text=en&lines=1")).text
    assert "revision 1 – not adopted" in page, memorandum.slug
    assert "a line has the same number on every paper" in page
    lines = re.findall(r"<span>([^<]*)</span>", page.partition("numbered-lines")[2])
    assert lines[0] == factories.TEXTS["en"][0]
    assert max(map(len, lines)) <= WIDTH
    plainly = (await ada.get(f"{DRAFT}/print?text=ru")).text
    assert "numbered-lines" not in plainly
    assert factories.TEXTS["ru"][0] in plainly


@pytest.mark.sqlite_only
async def test_a_revision_whose_provisions_were_not_recorded_is_compared_by_its_labels(ada: httpx.AsyncClient, memorandum: Memorandum) -> None:
    before = (await ada.get(f"{DRAFT}/files/en.docx")).content
    await save(ada, "three times", 1)
    first = await Revision.objects().where(Revision.number == 1).order_by(Revision.id).first()
    content = Content.unpacked(first.content)
    await Revision.update({Revision.content: Content(content.title, content.body, []).packed()}).where(Revision.number == 1)
    assert read((await ada.get(f"{DRAFT}/files/en.docx?against=1")).content, "reject") == read(before), memorandum.slug
