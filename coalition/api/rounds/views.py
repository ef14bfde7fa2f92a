"""Builds the response models of rounds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coalition.api.rounds import models
from coalition.organisations.visible_queries import Viewer, visible_organisations
from coalition.rounds import queries
from coalition.rounds.result_sentences import sentence_of
from coalition.rounds.round_results import result_of
from coalition.rounds.seat_scenes import comments_by_answer
from coalition.rounds.seats import views_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from coalition.rounds.round_results import Result
    from coalition.rounds.seats import SeatView
    from coalition.rounds.sending_rounds import SentRound
    from coalition.rounds.tables import ConsultationRound


def of_result(result: Result) -> models.RoundResult:
    """Return a result as numbers, and in words."""
    same = {name: getattr(result, name) for name in ("agree", "can_live", "silent", "bounced", "not_sent", "late")}
    return models.RoundResult(
        **same, object=result.objections, outcome=result.outcome.value if result.outcome else None, sentence=str(sentence_of(result))
    )


def summary(row: ConsultationRound, result: Result) -> models.RoundSummary:
    """Return a round for a list."""
    return models.RoundSummary(
        number=row.number,
        kind=row.kind,
        state=row.state,
        edition=row.edition,
        opens=row.opened_at.date(),
        closes=row.closes_on,
        result=of_result(result),
    )


async def in_full(row: ConsultationRound) -> models.Round:
    """Return a round with its seats (for those who work on the memorandum)."""
    views = (await views_of([row]))[row.id]
    seated = await visible_organisations(Viewer.COORDINATOR).by_ids(view.organisation for view in views)
    slugs = {number: organisation.slug for number, organisation in seated.items()}
    comments = await comments_by_answer(view.answer.row.id for view in views if view.answer)
    head = summary(row, result_of(row, views)).model_dump()
    revisions = {text.language: text.version for text in await queries.texts_of(row.id)}
    return models.Round(**head, revisions=revisions, seats=[_seat(view, slugs, comments) for view in views])


def _seat(view: SeatView, slugs: Mapping[int, str], comments: Mapping[int, Sequence[tuple[str, str]]]) -> models.RoundSeat:
    answer = view.answer
    return models.RoundSeat(
        organisation=slugs[view.organisation],
        state=view.state.value,
        answer=answer.position.value if answer else None,
        late_answer=view.late.position.value if view.late else None,
        reason=answer.reason if answer else "",
        disclosure=answer.disclosure.value if answer else None,
        name=answer.name if answer else "",
        comments=dict(comments.get(answer.row.id, [])) if answer else {},
    )


def of_new_round(sent: SentRound) -> models.NewRound:
    """Return a new round, with the links that no letter brings."""
    seats = [models.NewSeat(organisation=seat.organisation, link=seat.link or None, mailed=seat.mailed) for seat in sent.seats]
    return models.NewRound(number=sent.round.number, seats=seats)
