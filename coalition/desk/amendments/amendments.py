"""The amendments of a draft by provision, and one with everything that is known about it."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

from litestar import Response
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from coalition import database, trail
from coalition.amendments.deciding_amendments import CAN_REOPEN
from coalition.amendments.filters import AmendmentFilters
from coalition.amendments.list_queries import numbers_by_provision
from coalition.amendments.listing_amendments import amendments_by_provision
from coalition.amendments.readers import coordinators_of
from coalition.amendments.tables import AmendmentState, Operation, Outcome
from coalition.amendments.text_order import TextOrder
from coalition.amendments.views import amendment_view, amendments_of
from coalition.desk.amendments.amendment_texts import READERS, TONES, options_of
from coalition.desk.amendments.consequences import consequence_of
from coalition.desk.desk_pages import own_memorandum
from coalition.desk.memoranda.workbench import workbench_page
from coalition.desk.paging import asked_in
from coalition.drafting.current_texts import current_texts
from coalition.memoranda import edition_queries, queries
from coalition.memoranda.label_queries import labels_of
from coalition.memoranda.wording import is_editable
from coalition.search.queries import first_matches
from coalition.search.tables import Kind
from coalition.trail import TrailAct
from coalition.web.address_numbers import number_in, number_or_zero
from coalition.web.pages import language_of
from coalition.web.routing import AnyRequest, route
from coalition.words import Word

if TYPE_CHECKING:
    from coalition.amendments.views import AmendmentView
    from coalition.desk.paging import Asked
    from coalition.memoranda.tables import Memorandum

MOST_MATCHES = 100
END = "end"  # stands in addresses for amendments that add a provision at the end
PAGE = 25  # amendments, each of which takes several lines
_FILTERS = ("state", "provision", "operation", "language")
_STATES = [state for state in AmendmentState if state is not AmendmentState.DRAFT]


@route("desk.amendments.list")
async def list_amendments(request: AnyRequest, memorandum: FromPath[str]) -> Response[bytes]:
    """List what was handed in, in the order of the text or of the numbers; that it was read is recorded."""
    row = await own_memorandum(request, memorandum)
    answer = await _list(request, row, asked_in(request, *_FILTERS, sorts=("oldest",)))
    await trail.record_reading(TrailAct.NAMES_READ, "page:amendments", row.id)
    return answer


async def _list(request: AnyRequest, row: Memorandum, asked: Asked) -> Response[bytes]:
    reader, after = coordinators_of(row.id), number_or_zero(asked.after)
    async with database.reading():
        view = await queries.view(row)
        filters = await _wanted(asked)
        read = amendments_of if asked.sort else amendments_by_provision
        page = await read(reader, filters, after=after, limit=PAGE)
        texts = await current_texts(row.id)
        provisions = await numbers_by_provision(reader, AmendmentFilters())
        edition = await edition_queries.edition_worked_on(row.id)
        labels = await labels_of([edition.id])
    groups = [(key, [*lines]) for key, lines in groupby(page.lines, lambda line: line.provision)]
    shown: dict[str, Any] = {"part": "text", "groups": groups, "asked": asked, "after": after, "more": page.after, "labels": labels}
    shown |= {"provisions": sorted(provisions, key=TextOrder.of(texts).place), "languages": [*texts.languages], "states": _STATES}
    shown |= {"operations": Operation, "end": END, "tones": TONES}
    return workbench_page(request, view, "desk/amendments/list.html", **shown)


async def _wanted(asked: Asked) -> AmendmentFilters:
    """Return the filters that an address chooses; a value that there is not chooses nothing."""
    provision = asked.chosen("provision")
    return AmendmentFilters(
        provision=("" if provision == END else provision) if provision else None,
        states=tuple(state for state in _STATES if state == asked.chosen("state")),
        language=asked.chosen("language"),
        operation=_member(Operation, asked.chosen("operation")),
        organisations=await first_matches(Kind.ORGANISATION, asked.q, MOST_MATCHES) if asked.q else None,
    )


def _member(kind: type[Operation], value: str) -> Operation | None:
    return next((member for member in kind if member == value), None)


@route("desk.amendment.show")
async def show_amendment(request: AnyRequest, memorandum: FromPath[str], number: FromPath[str]) -> Response[bytes]:
    """Show an amendment with its texts, and the forms that answer it; that it was read is recorded."""
    row = await own_memorandum(request, memorandum)
    answer = await amendment_page(request, row, number_in(number))
    await trail.record_reading(TrailAct.NAMES_READ, f"amendment:{number}", row.id)
    return answer


async def amendment_page(request: AnyRequest, row: Memorandum, number: int, *, status: int = 200, **context: Any) -> Response[bytes]:
    """Show an amendment; `typed` is what was typed in a form that the page may have no more.

    Raises:
        NotFoundException: there is none with this number.

    """
    async with database.reading():
        view = await queries.view(row)
        shown = await amendment_view(coordinators_of(row.id), number)
        if shown is None:
            raise NotFoundException
        edition = await edition_queries.edition_worked_on(row.id)
        labels = await labels_of([edition.id])
        texts = await current_texts(row.id)
    editable = is_editable(row, edition, shown.line.language)
    typed, language = context.pop("typed", ()), language_of(request)
    page: dict[str, Any] = {"part": "text", "shown": shown, "line": shown.line, "texts": shown.texts, "labels": labels, "saved": None}
    page |= {"consequence": consequence_of(shown, texts), "tones": TONES, "readers": READERS, "difference_of_both": ()}
    page |= {
        "outcomes": options_of(_outcomes(shown), language),
        "recommendations": options_of(Outcome, language),
        "can_be_decided": editable and shown.line.is_open,
    }
    page |= {"editable": editable, "can_be_taken_back": shown.line.state in CAN_REOPEN}
    if not page["can_be_decided"]:
        page["unshown"] = [text for text in typed if text]
    return workbench_page(request, view, "desk/amendments/show.html", status=status, **(page | context))


def _outcomes(shown: AmendmentView) -> list[Word]:
    """Return the decisions in the order of the form; what is certain not to be possible is not among them."""
    collides = shown.line.operation is Operation.REPLACE and shown.texts.result is None
    return [outcome for outcome in Outcome if not (collides and outcome is Outcome.ACCEPTED)]
