"""What is left of a memorandum that was withdrawn from the public: status 410 and a sentence that names nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coalition.languages import Message
from coalition.public.loading import Gone
from coalition.web.pages import PRIVATE, file, language_of, page
from coalition.web.routing import AnyRequest

if TYPE_CHECKING:
    from litestar import Response
    from litestar.types import ExceptionHandlersMap

    from coalition.memoranda.decision_queries import Withdrawn

GONE = 410
TITLE = Message("Withdrawn from the public")
STANDARD = Message("What was here was withdrawn from the public.")
_FILES = "/memoranda/"


def tombstone(request: AnyRequest, error: Gone) -> Response[bytes]:
    """Return the tombstone: a page, or a line of text in the place of a file."""
    language = language_of(request)
    since = Message("Since {date} it is not shown.", date=error.withdrawn.since).text(language)
    text = f"{sentence(error.withdrawn, language)} {since}"
    if request.url.path.startswith(_FILES):
        answer = file(f"{text}\n".encode(), "text/plain", cache=PRIVATE, status=GONE)
        answer.headers["Content-Language"] = language
        return answer
    return page(request, "errors/error.html", status=GONE, title=TITLE.text(language), text=text, link=None, fresh="")


def sentence(withdrawn: Withdrawn, language: str) -> str:
    """Return the sentence that the coordinators wrote in a language, else the standard sentence."""
    return withdrawn.sentences.get(language) or STANDARD.text(language)


TOMBSTONES: ExceptionHandlersMap = {Gone: tombstone}
