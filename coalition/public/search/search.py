"""The search over everything that everybody may read."""

from litestar import Response
from litestar.di import NamedDependency
from litestar.params import FromQuery

from coalition import database
from coalition.languages import own_language_name
from coalition.public.list_filters import asked_in, choice_in, language_in, words_in
from coalition.public.loading import existing
from coalition.published.list_heights import LINE, ROOM, SMALL, height_of_entry
from coalition.results.result import Result, ResultKind
from coalition.results.results import Asked, Group, grouped, place_in
from coalition.settings import SUPPORTED_LANGUAGES
from coalition.web.pages import PLACES, alternates, public_page
from coalition.web.routing import AnyRequest, route

OF_EACH_KIND = 10
OF_ONE_KIND = 30


@route("public.search.show")
async def show_search(request: AnyRequest, language: NamedDependency[str], after: FromQuery[str] = "") -> Response[bytes]:
    """Show what words find among all kinds, or more of one kind, in texts and names of all languages or of one."""
    query = request.query_params
    words, kind, place = words_in(query).query, choice_in(query, "kind", ResultKind), existing(place_in(after))
    asked = Asked(words, kind, language_in(query), place)
    async with database.reading():
        groups = await _grouped(asked, language, OF_ONE_KIND if kind else OF_EACH_KIND)
    languages = [(code, own_language_name(code)) for code in dict.fromkeys([*SUPPORTED_LANGUAGES, *filter(None, [asked.readable_in])])]
    facts = {"languages": languages} | {
        "groups": groups,
        "asked": asked,
        "asked_again": asked_in(query, "q", "kind", "language"),
        "after": after,
        "kinds": list(ResultKind),
    }
    return public_page(request, "public/search/show.html", section="search", **facts, alternates=alternates(request, but=PLACES))


async def _grouped(asked: Asked, language: str, limit: int) -> list[Group]:
    """Return at most so many results of each kind, or fewer where all of them together would be too high for a phone."""
    groups = await grouped(asked, language, limit)
    heights = [[_height(result) for result in group.results] for group in groups]
    number = next((each for each in range(limit, 1, -1) if sum(sum(of_kind[:each]) for of_kind in heights) <= ROOM), 1)
    return groups if number == limit else await grouped(asked, language, number)


def _height(result: Result) -> int:
    passages = sum(LINE.height("".join(text for text, _ in each.pieces)) + LINE.row for each in result.passages)
    return height_of_entry(result.title) + passages + SMALL.height(result.other[1] if result.other else "")
