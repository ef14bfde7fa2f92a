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
        found = await published(await public_memorandum(memorandum))
        one = existing(_one(found, left))
        other = existing(_other(found, right, one, language))
        pairs = await side_by_side(one, other, language)
    facts = particulars(found, language) | {"statuses": {wording.id: WordingStatus(wording.status) for wording in found.wordings}}
    return public_page(request, "public/comparison/show.html", left=one, right=other, pairs=pairs, **facts)


def _one(found: Published, wanted: str) -> Wording | None:
    return found.wording(wanted) if wanted else next(iter(found.wordings), None)


def _other(found: Published, wanted: str, one: Wording, language: str) -> Wording | None:
    if wanted:
        return found.wording(wanted)
    others = [wording for wording in found.wordings if wording.id != one.id]
    return next((wording for wording in others if wording.language == language), next(iter(others), one))
