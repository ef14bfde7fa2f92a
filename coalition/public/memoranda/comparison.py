"""Two wordings of a memorandum side by side."""

from typing import Any

from litestar import Request, Response
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from coalition import database
from coalition.memoranda.tables import Wording, WordingStatus
from coalition.public.loading import existing, public_memorandum
from coalition.public.memoranda.particulars import particulars
from coalition.public.memoranda.texts import side_by_side
from coalition.published.memorandum import Published, published
from coalition.web.pages import public_page
from coalition.web.routing import route


@route("public.comparison.show")
async def show_comparison(
    request: Request[Any, Any, Any],
    language: NamedDependency[str],
    memorandum: FromPath[str],
    left: FromQuery[str] = "",
    right: FromQuery[str] = "",
) -> Response[bytes]:
    """Show two languages, provision beside provision; without a choice the first authentic one and the reader's own."""
    async with database.reading():
        text = await published(await public_memorandum(memorandum))
        left_wording = existing(_left(text, left))
        right_wording = existing(_right(text, right, left_wording, language))
        texts = await side_by_side(left_wording, right_wording, language)
    facts = particulars(text, language) | {"statuses": {wording.id: WordingStatus(wording.status) for wording in text.wordings}}
    return public_page(request, "public/comparison/show.html", left=left_wording, right=right_wording, texts=texts, **facts)


def _left(text: Published, wanted: str) -> Wording | None:
    return text.wording(wanted) if wanted else next(iter(text.wordings), None)


def _right(text: Published, wanted: str, left: Wording, language: str) -> Wording | None:
    """Return the wording to show beside the left one; the left one again when there is no other."""
    if wanted:
        return text.wording(wanted)
    others = [wording for wording in text.wordings if wording.id != left.id]
    return next((wording for wording in others if wording.language == language), next(iter(others), left))
