"""The rounds of a memorandum, and the seats of one."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from litestar import Response
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from coalition import database, trail
from coalition.acts.situations import actions_of
from coalition.amendments.list_queries import numbers_in_round
from coalition.amendments.readers import coordinators_of
from coalition.desk.desk_pages import own_memorandum, person_of
from coalition.desk.memoranda.workbench import workbench_page
from coalition.desk.paging import PAGE
from coalition.jobs.work_queries import work_on
from coalition.memoranda import queries
from coalition.memoranda.recording_revisions import Content
from coalition.organisations import queries as organisations
from coalition.rounds import queries as rounds
from coalition.rounds.frozen_texts import blocks_in
from coalition.rounds.result_sentences import RULES, sentence_of
from coalition.rounds.round_results import Outcome, result_of, results_of
from coalition.rounds.seat_scenes import FrozenText, first_comments
from coalition.rounds.seats import tone_of, views_of
from coalition.rounds.tables import RoundKind, RoundState, SeatState
from coalition.trail import TrailAct
from coalition.web.address_numbers import number_or_zero
from coalition.web.pages import language_of
from coalition.web.routing import AnyRequest, route

if TYPE_CHECKING:
    from coalition.memoranda.tables import Memorandum
    from coalition.rounds.seats import SeatView
    from coalition.rounds.tables import ConsultationRound


@route("desk.rounds.list")
async def list_rounds(request: AnyRequest, memorandum: FromPath[str]) -> Response[bytes]:
    """List the rounds with their results, newest first."""
    row = await own_memorandum(request, memorandum)
    before = number_or_zero(request.query_params.get("before", ""))
    async with database.reading():
        view = await queries.view(row)
        shown = await rounds.rounds_of(row.id, before=before, limit=PAGE + 1)
        results = await results_of(shown[:PAGE])
        actions = await actions_of(view, person_of(request))
    entries = [(each, RoundKind(each.kind), sentence_of(results[each.id]), results[each.id].is_open) for each in shown[:PAGE]]
    more = shown[PAGE - 1].number if len(shown) > PAGE else 0
    is_open = any(each.state == RoundState.OPEN for each in shown)
    context: dict[str, Any] = {"part": "text", "entries": entries, "more": more, "before": before, "actions": actions, "is_open": is_open}
    return workbench_page(request, view, "desk/rounds/list.html", **context)


@route("desk.round.show")
async def show_round(request: AnyRequest, memorandum: FromPath[str], number: FromPath[str]) -> Response[bytes]:
    """Show the result in words, the seats by their states, and a page of them; that names and answers were read is recorded."""
    row = await own_memorandum(request, memorandum)
    answer = await round_page(request, row, await own_round(row, number))
    await trail.record_reading(TrailAct.NAMES_READ, "page:rounds", row.id)
    return answer


async def own_round(row: Memorandum, number: str) -> ConsultationRound:
    """Return a round of a memorandum by the number in an address.

    Raises:
        NotFoundException: there is none.

    """
    sent = await rounds.round_called(row.id, number_or_zero(number))
    if sent is None:
        raise NotFoundException
    return sent


async def round_page(request: AnyRequest, row: Memorandum, shown_round: ConsultationRound, *, status: int = 200, **context: Any) -> Response[bytes]:
    """Show a round; the page of seats begins after the one in the address."""
    after = number_or_zero(request.query_params.get("after", ""))
    async with database.reading():
        view = await queries.view(row)
        views = (await views_of([shown_round]))[shown_round.id]
        page = [seat for seat in views if seat.id > after][: PAGE + 1]
        named = await organisations.views_by_id(seat.organisation for seat in page[:PAGE])
        comments = await first_comments(seat.answer.row.id for seat in page[:PAGE] if seat.answer)
        extensions, works = await rounds.extensions_of(shown_round.id), await work_on(row.id)
        labels = await _labels(shown_round, language_of(request))
        amendments = await numbers_in_round(coordinators_of(row.id), shown_round.id)
    result = result_of(shown_round, views)
    shown: dict[str, Any] = {"part": "text", "round": shown_round, "round_kind": RoundKind(shown_round.kind), "result": result}
    shown |= {"sentence": sentence_of(result), "rule": RULES[result.kind], "numbers": _numbers(views), "named": named, "comments": comments}
    shown |= {"seats": page[:PAGE], "more": page[PAGE - 1].id if len(page) > PAGE else 0, "after": after, "labels": labels}
    shown |= {"amendments": amendments, "extensions": extensions, "works": works, "is_open": shown_round.state == RoundState.OPEN}
    shown["to_adopt"] = result.outcome is Outcome.AGREED and result.kind is RoundKind.SILENCE
    return workbench_page(request, view, "desk/rounds/show.html", status=status, **{"values": {"closes": ""}} | shown | context)


def _numbers(views: list[SeatView]) -> list[tuple[SeatState, int, str]]:
    """Return how many seats have each state, with its tone."""
    numbers = Counter(view.state for view in views)
    return [(state, numbers[state], tone_of(state)) for state in SeatState if numbers[state]]


async def _labels(shown_round: ConsultationRound, language: str) -> dict[str, str]:
    """Return what the provisions of the frozen text are called, for comments about them."""
    if shown_round.kind != RoundKind.COMMENTS:
        return {}
    texts = [FrozenText(text.language, text.status, Content.unpacked(bytes(text.content))) for text in await rounds.texts_of(shown_round.id)]
    chosen = next((text for text in texts if text.language == language), texts[0])
    return {passage.key: passage.name for passage in blocks_in(chosen)}
