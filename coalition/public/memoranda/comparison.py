"""The text of a memorandum in two languages side by side."""

from litestar import Response
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from coalition import database
from coalition.public.loading import existing, public_memorandum
from coalition.public.memoranda.particulars import particulars
from coalition.public.memoranda.texts import side_by_side
from coalition.published.memorandum import PublicMemorandum, PublicText, public_view
from coalition.web.pages import public_page
from coalition.web.routing import AnyRequest, route


@route("public.comparison.show")
async def show_comparison(
    request: AnyRequest,
    language: NamedDependency[str],
    memorandum: FromPath[str],
    left: FromQuery[str] = "",
    right: FromQuery[str] = "",
) -> Response[bytes]:
    """Show two languages side by side; by default the first authentic language and the reader's own."""
    async with database.reading():
        public = await public_view(await public_memorandum(memorandum))
        left_text = existing(_left(public, left))
        right_text = existing(_right(public, right, left_text, language))
        texts = await side_by_side(left_text, right_text, language)
    return public_page(request, "public/comparison/show.html", left=left_text, right=right_text, texts=texts, **particulars(public, language))


def _left(public: PublicMemorandum, wanted: str) -> PublicText | None:
    return public.text(wanted) if wanted else next(iter(public.texts), None)


def _right(public: PublicMemorandum, wanted: str, left: PublicText, language: str) -> PublicText | None:
    if wanted:
        return public.text(wanted)
    others = [text for text in public.texts if text.id != left.id]
    return next((text for text in others if text.language == language), next(iter(others), left))
