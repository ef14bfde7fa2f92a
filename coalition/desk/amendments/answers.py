"""What is answered to an amendment: a recommendation, a reply, a decision, and taking it back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from litestar import Response
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from coalition.amendments.deciding_amendments import decide, recommend, reopen
from coalition.amendments.errors import AmendmentRule, NoSuchAmendment
from coalition.amendments.forms import DecisionForm, RecommendationForm, ReplyForm
from coalition.amendments.proposals import words_of
from coalition.amendments.replying_to_amendments import reply_at_desk
from coalition.amendments.tables import Outcome
from coalition.desk.amendments.amendment_texts import refused, renamed
from coalition.desk.amendments.amendments import amendment_page
from coalition.desk.desk_pages import checked, done, own_memorandum
from coalition.desk.sent_once import sent_once
from coalition.drafting.errors import ProvisionChanged
from coalition.fields import InvalidForm
from coalition.memoranda.errors import MemorandumRule
from coalition.text.word_differences import pieces_of
from coalition.web.address_numbers import number_in
from coalition.web.pages import language_of
from coalition.web.routing import AnyRequest, route

if TYPE_CHECKING:
    from collections.abc import Mapping

    from coalition.errors import CoalitionError
    from coalition.memoranda.tables import Memorandum

# What the page calls the fields of its forms, where two of them would have the same name.
_RECOMMENDED = {"outcome": "recommended", "reason": "recommended_reason"}
_REPLIED = {"text": "reply"}


@route("desk.recommendation.create")
async def create_recommendation(request: AnyRequest, memorandum: FromPath[str], number: FromPath[str]) -> Response[bytes]:
    """Recommend what to do with an amendment."""
    row, given = await own_memorandum(request, memorandum), await checked(request)
    try:
        await recommend(row, number_in(number), RecommendationForm.parse(_by_field(given, _RECOMMENDED)))
    except (InvalidForm, AmendmentRule, MemorandumRule) as problem:
        return await _again(request, row, number, given, renamed(problem, _RECOMMENDED))
    return done(request, "desk.amendment.show", "recommended", memorandum=row.slug, number=number)


@route("desk.amendment_reply.create")
async def create_reply(request: AnyRequest, memorandum: FromPath[str], number: FromPath[str]) -> Response[bytes]:
    """Reply to an amendment."""
    row, given = await own_memorandum(request, memorandum), await checked(request)
    try:
        form = ReplyForm.parse(_by_field(given, {name: name for name in ("disclosure",)} | _REPLIED))
        async with sent_once(request):
            await reply_at_desk(row, form, language_of(request), amendment=number_in(number))
    except (InvalidForm, AmendmentRule, MemorandumRule) as problem:
        return await _again(request, row, number, given, renamed(problem, _REPLIED))
    return done(request, "desk.amendment.show", "replied", memorandum=row.slug, number=number)


@route("desk.amendment_decision.create")
async def create_decision(request: AnyRequest, memorandum: FromPath[str], number: FromPath[str]) -> Response[bytes]:
    """Decide an amendment; what is accepted is written into the draft."""
    row, given = await own_memorandum(request, memorandum), await checked(request)
    try:
        form = DecisionForm.parse(_decision_in(given))
        await decide(row, number_in(number), form)
    except (InvalidForm, AmendmentRule, MemorandumRule) as problem:
        return await _again(request, row, number, given, problem)
    code = "amendment_referred" if form.outcome is Outcome.REFERRED else "amendment_decided"
    return done(request, "desk.amendment.show", code, memorandum=row.slug, number=number)


def _decision_in(given: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields of a decision; of a text that was not asked for, and of a number that is none, nothing is said."""
    typed = {name: given[name] for name in ("outcome", "reason", "text", "base", "merged_into") if given.get(name)}
    if typed.get("outcome") != Outcome.MERGED:
        typed.pop("merged_into", None)
    return typed


@route("desk.amendment_decision.remove")
async def take_back(request: AnyRequest, memorandum: FromPath[str], number: FromPath[str]) -> Response[bytes]:
    """Take a decision back, with its change of the text."""
    row = await own_memorandum(request, memorandum)
    await checked(request)
    try:
        await reopen(row, number_in(number))
    except (AmendmentRule, MemorandumRule) as problem:
        return await _again(request, row, number, {}, problem)
    return done(request, "desk.amendment.show", "decision_taken_back", memorandum=row.slug, number=number)


def _by_field(given: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    """Return the fields of a form from those of the page; an answer that nobody chose is none."""
    return {field: given[name] for field, name in names.items() if given.get(name)}


async def _again(request: AnyRequest, row: Memorandum, number: str, given: Mapping[str, Any], problem: CoalitionError) -> Response[bytes]:
    """Show the amendment with what was typed, and why nothing was done; both texts where somebody else saved the provision."""
    if isinstance(problem, NoSuchAmendment):
        raise NotFoundException from None
    values, typed = dict(given), [str(given.get(name, "")) for name in ("reason", "text", "recommended_reason", "reply")]
    shown: dict[str, Any] = {}
    if isinstance(problem, ProvisionChanged):
        values["base"] = problem.saved.digest
        shown = {"saved": problem.saved, "difference_of_both": pieces_of(words_of(problem.saved), str(given.get("text", "")))}
    return await amendment_page(request, row, number_in(number), values=values, typed=typed, **shown, **refused(request, problem))
