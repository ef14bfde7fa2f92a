"""The draft as a Word file, and a Word file as the text of one language, with the report of what became of it."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from litestar import Response
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from coalition import database
from coalition.addresses import url_for
from coalition.api.answering import created
from coalition.api.bearer_tokens import own_memorandum
from coalition.api.bodies import body_of, queried
from coalition.api.drafting import models
from coalition.api.drafting.provision_changes import checked_language
from coalition.api.forms import BringingIn, WordFileOptions
from coalition.api.idempotency import once
from coalition.drafting.draft_files import draft_text, draft_word_file, earlier_text
from coalition.drafting.draft_views import working_wording
from coalition.fields import InvalidForm
from coalition.memoranda.forms import WordingForm
from coalition.memoranda.recording_revisions import changing
from coalition.memoranda.tables import RevisionKind
from coalition.memoranda.wording import save_wording
from coalition.text.apart import apart_if_long
from coalition.web import pages
from coalition.web.pages import language_of
from coalition.web.routing import AnyRequest, route
from coalition.word_files.reading_markdown import WordText, markdown_of
from coalition.word_files.reading_packages import UnreadableWordFile
from coalition.word_files.reading_word_files import read_word_file
from coalition.word_files.writing_files import MEDIA_TYPE

if TYPE_CHECKING:
    from coalition.memoranda.tables import Memorandum
    from coalition.word_files.reading_document import Tracked

LARGEST_WORD_FILE = 3 * 1024 * 1024


@route("api.word_file.show")
async def show_word_file(request: AnyRequest, slug: FromPath[str], language: FromPath[str]) -> Response[bytes]:
    """Send the draft in one language as a Word file."""
    asked, code = queried(request, WordFileOptions), checked_language(language)
    async with database.reading():
        draft = await draft_text(await own_memorandum(request, slug), code)
        earlier = await earlier_text(draft, asked.against) if draft and asked.against else None
    if draft is None or (asked.against and earlier is None):
        raise NotFoundException
    content = await apart_if_long(draft.wording.body, draft_word_file, draft, earlier, has_line_numbers=asked.lines)
    return pages.file(content, MEDIA_TYPE, cache=pages.PRIVATE, name=f"{slug}-{code}-{draft.wording.version}.docx")


@route("api.word_file.create", status=201, largest_body=LARGEST_WORD_FILE)
async def create_word_file(request: AnyRequest, slug: FromPath[str], language: FromPath[str]) -> Response[bytes]:
    """Bring a Word file in as the text of one language, or only report what would become of it."""
    asked, code = queried(request, BringingIn), checked_language(language)
    await own_memorandum(request, slug)  # nobody else's file is read
    brought = await _read(request, asked.tracked)

    async def act() -> Response[bytes]:
        memorandum = await own_memorandum(request, slug)
        answer = await _brought_in(request, memorandum, code, asked, brought)
        return created(answer, url_for("api.wording.show", slug=slug, language=code))

    return await once(request, act)


async def _read(request: AnyRequest, tracked: Tracked) -> WordText:
    """Return the text of the file that is the body.

    Raises:
        Refused: the body cannot be read.
        InvalidForm: it is no Word file that can be read.

    """
    content = await body_of(request)
    try:
        return await asyncio.to_thread(lambda: markdown_of(read_word_file(content, tracked)))
    except UnreadableWordFile as unreadable:
        raise InvalidForm({"": unreadable.message}) from None


async def _brought_in(request: AnyRequest, memorandum: Memorandum, language: str, asked: BringingIn, brought: WordText) -> models.WordFileReport:
    """Save the text of a file if that is asked for, under the title that is saved where the file has none, and return the report."""
    saved = await working_wording(memorandum, language)
    title, version = brought.title or (saved.title if saved else ""), saved.version if saved else 0
    if asked.save:
        given = {"title": title, "body": brought.body, "version": asked.version} | ({"status": saved.status} if saved else {})
        with changing(RevisionKind.READ_FROM_FILE):
            version = (await save_wording(memorandum, language, WordingForm.parse(given))).version
    return _report(brought, language_of(request), language=language, title=title, version=version, saved=asked.save)


def _report(brought: WordText, shown: str, **text: Any) -> models.WordFileReport:
    """Return the report with its sentences in the language `shown`."""
    rows = [
        models.ReportOfPart(outcome=row.outcome.value, sentence=row.message.text(shown), count=row.count, places=[*row.places])
        for row in brought.report
    ]
    changes = [
        models.ChangeInFile(kind=change.kind.value, author=change.author, day=change.day, passage=change.passage, words=change.words)
        for change in brought.changes
    ]
    comments = [
        models.CommentInFile(author=comment.author, day=comment.day, passage=comment.passage, words=comment.words, text=comment.text)
        for comment in brought.comments
    ]
    return models.WordFileReport(**text, body=brought.body, report=rows, changes=changes, comments=comments)
