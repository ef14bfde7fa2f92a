"""A Word file with tracked changes as amendments of an organisation."""

from __future__ import annotations

import asyncio
from itertools import zip_longest
from typing import TYPE_CHECKING

from litestar import Response
from litestar.params import FromPath

from coalition import database
from coalition.addresses import url_for
from coalition.amendments.entering_several import draft_in, enter_several
from coalition.amendments.word_proposals import WordChanges, changes_in
from coalition.api.amendments import models
from coalition.api.answering import created
from coalition.api.bearer_tokens import own_memorandum
from coalition.api.bodies import body_of, queried
from coalition.api.drafting.word_files import LARGEST_WORD_FILE
from coalition.api.forms import AmendmentFileOptions
from coalition.api.idempotency import once
from coalition.fields import InvalidForm
from coalition.web.pages import language_of
from coalition.web.routing import AnyRequest, route

if TYPE_CHECKING:
    from collections.abc import Sequence

    from coalition.memoranda.tables import Memorandum


@route("api.amendment_file.create", status=201, largest_body=LARGEST_WORD_FILE)
async def create_amendments_from_file(request: AnyRequest, slug: FromPath[str]) -> Response[bytes]:
    """Enter the tracked changes of a Word file as amendments, or only report what they propose."""
    here = await own_memorandum(request, slug)  # nobody else's file is read
    asked = queried(request, AmendmentFileOptions)
    changes = await _read(request, here, asked.language)

    async def act() -> Response[bytes]:
        memorandum, numbers = await own_memorandum(request, slug), list[int]()
        if asked.save and changes.proposals:
            numbers = await enter_several(memorandum, asked.form, changes.proposals, language_of(request))
        return created(_report(changes, numbers, language_of(request)), url_for("api.amendments.list", slug=slug))

    return await once(request, act)


async def _read(request: AnyRequest, memorandum: Memorandum, language: str) -> WordChanges:
    """Return what the file that is the body proposes.

    Raises:
        Refused: the body cannot be read.
        InvalidForm: it is no Word file that can be read, or has no tracked changes of the text; there is no draft in this language.

    """
    content = await body_of(request)
    async with database.reading():
        draft = await draft_in(memorandum, language)
    try:
        return await asyncio.to_thread(changes_in, content, draft)
    except InvalidForm as problem:
        raise InvalidForm({"": next(iter(problem.problems.values()))}) from None


def _report(changes: WordChanges, numbers: Sequence[int], shown: str) -> models.WordAmendments:
    """Return what was proposed, with the numbers of the amendments if they were entered; sentences are in the language `shown`."""
    proposals = [
        models.ProposalInFile(number=number, operation=each.operation, provision=each.provision, text=each.text)
        for each, number in zip_longest(changes.proposals, numbers)
    ]
    left_out = [
        models.ChangeLeftOut(passage=each.passage, provision=each.provision, reason=each.reason, sentence=each.reason.word.text(shown))
        for each in changes.left_out
    ]
    return models.WordAmendments(
        language=changes.language, saved=bool(numbers), proposals=proposals, left_out=left_out, comment_count=changes.comments
    )
