"""A Word file that is brought in as the text of one language: the form that asks for it, and what is read from it."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from litestar.datastructures import UploadFile

from coalition.desk.memoranda.workbench import workbench_page
from coalition.languages import Message
from coalition.web.forms import stopped
from coalition.web.pages import language_of
from coalition.word_files.reading_document import Tracked
from coalition.word_files.reading_markdown import WordText, markdown_of
from coalition.word_files.reading_packages import UnreadableWordFile
from coalition.word_files.reading_word_files import read_word_file

if TYPE_CHECKING:
    from collections.abc import Mapping

    from litestar import Response

    from coalition.web.routing import AnyRequest

LARGEST_UPLOAD = 3 * 1024 * 1024
_TEMPLATE = "desk/word_files/new.html"
TOO_LARGE = Message("The Word file is larger than 3 MiB. Take pictures out of it, save it again, and choose it once more.")


def upload_page(
    request: AnyRequest, scene: Mapping[str, Any], values: Mapping[str, Any], problem: UnreadableWordFile | None = None
) -> Response[bytes]:
    """Ask for a Word file; `values` has what was chosen, and the texts that were typed and are not saved."""
    shown: dict[str, Any] = {"code": scene["code"], "part": "text"}
    shown["tracked_choices"] = [(tracked.value, tracked.word.text(language_of(request)), "") for tracked in Tracked]
    shown["values"] = {"tracked": Tracked.ACCEPT.value} | {name: values[name] for name in ("tracked", "others") if values.get(name)}
    if problem is None:
        return workbench_page(request, scene["view"], _TEMPLATE, **shown)
    errors, summary = stopped("file", problem.message, language_of(request))
    return workbench_page(request, scene["view"], _TEMPLATE, status=422, errors=errors, summary=summary, has_errors=True, **shown)


async def text_in(given: Mapping[str, Any]) -> WordText:
    """Return the text of the Word file of a form.

    Raises:
        UnreadableWordFile: there is none, or it cannot be read.

    """
    upload, tracked = given.get("file"), str(given.get("tracked", ""))
    if not isinstance(upload, UploadFile) or not upload.filename:
        raise UnreadableWordFile(Message("Choose a file."))
    content = await upload.read(LARGEST_UPLOAD + 1)
    if len(content) > LARGEST_UPLOAD:
        raise UnreadableWordFile(TOO_LARGE)
    return await asyncio.to_thread(_read, content, Tracked(tracked) if tracked in {*Tracked} else Tracked.ACCEPT)


def _read(content: bytes, tracked: Tracked) -> WordText:
    return markdown_of(read_word_file(content, tracked))
