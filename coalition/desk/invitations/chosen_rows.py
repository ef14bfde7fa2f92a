"""What is done with many rows of the list of invitations: a page asks once, with the numbers, then it is done."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Any

from litestar import Response
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from msgspec import structs

from coalition import database, trail
from coalition.acts.errors import WindowClosed
from coalition.desk.desk_pages import checked, done, own_memorandum
from coalition.desk.final_steps import FinalStep, is_sure, refusal_of_tick
from coalition.desk.invitations.invitations import links_page
from coalition.desk.memoranda.workbench import workbench_page
from coalition.desk.refusals import refusal
from coalition.desk.sent_once import sent_once
from coalition.desk.ticks import in_address, only_shows, show_list
from coalition.errors import CoalitionError
from coalition.fields import InvalidForm
from coalition.invitations import chosen_rows
from coalition.invitations.chase_queries import Wanted
from coalition.invitations.chosen_row_queries import MOST_TICKED, Chosen, number_with_saved_answers, numbers_of_rows
from coalition.invitations.chosen_rows import Measure, names_reached, number_reached
from coalition.languages import Message
from coalition.memoranda import queries
from coalition.memoranda.errors import NotAuthenticated, WithdrawnFromPublic
from coalition.organisations import queries as organisations
from coalition.organisations.views import by_name
from coalition.trail import TrailAct
from coalition.web.pages import language_of
from coalition.web.routing import AnyRequest, route

if TYPE_CHECKING:
    from collections.abc import Mapping

    from coalition.memoranda.tables import Memorandum

LONGEST_WORDS = 200
_RULES: dict[type[CoalitionError], Message] = {WindowClosed: Message("It is open neither for signature nor for accession now.")}
_NOBODY = ("",)
_NOTHING = InvalidForm({"chosen": Message("Tick organisations first, or choose all that match.")})


@route("desk.chosen_review.create")
async def create_chosen_review(request: AnyRequest, memorandum: FromPath[str]) -> Response[bytes]:
    """Say how many of the chosen organisations a measure reaches, and why not the others; nothing is changed. Some buttons only show the list."""
    row, given = await own_memorandum(request, memorandum), await checked(request, lists=("chosen",))
    if only_shows(given):
        return show_list(request, "desk.signatories.list", given, await ticked_in(given), memorandum=row.slug)
    chosen = _chosen(given)
    return await _page(request, row, _measure(given), chosen, **({} if _is_any(chosen) else refusal(request, _NOTHING)))


@route("desk.chosen_measure.create")
async def create_chosen_measure(request: AnyRequest, memorandum: FromPath[str]) -> Response[bytes]:
    """Take a measure for the chosen organisations that it reaches."""
    row, given = await own_memorandum(request, memorandum), await checked(request, lists=("chosen",))
    measure, chosen = _measure(given), _chosen(given)
    try:
        if measure is Measure.REVOKE and _is_any(chosen) and not is_sure(given):
            return await _page(request, row, measure, chosen, **refusal_of_tick(request, given))
        async with sent_once(request):
            return await _take(request, row, measure, chosen)
    except (InvalidForm, NotAuthenticated, WindowClosed, WithdrawnFromPublic) as problem:
        return await _page(request, row, measure, chosen, **refusal(request, problem, _RULES))


async def _take(request: AnyRequest, row: Memorandum, measure: Measure, chosen: Chosen) -> Response[bytes]:
    if not _is_any(chosen):
        raise _NOTHING
    if measure is Measure.SHOW_LINKS:
        return await links_page(request, row, await chosen_rows.make_links(row, chosen))
    operation, code = {
        Measure.REMIND: (chosen_rows.remind_chosen, "reminded"),
        Measure.NEW_LINKS: (chosen_rows.send_new_links, "links_sent"),
        Measure.REVOKE: (chosen_rows.revoke_chosen, "taken_back"),
    }[measure]
    return done(request, "desk.signatories.list", code, memorandum=row.slug, n=await operation(row, chosen))


async def ticked_in(given: Mapping[str, Any]) -> list[int]:
    """Return the ids of the organisations whose rows are ticked, in the order of the form."""
    slugs = [str(slug) for slug in given["chosen"]]
    ids = await organisations.ids_by_slug(slugs[: MOST_TICKED + 1])
    return [ids[slug] for slug in dict.fromkeys(slugs) if slug in ids]


def _measure(given: Mapping[str, Any]) -> Measure:
    try:
        return Measure(str(given.get("measure", "")))
    except ValueError:
        raise NotFoundException from None


def _chosen(given: Mapping[str, Any]) -> Chosen:
    """Return the ticked rows, or all that match the filters."""
    words = str(given.get("q", "")).strip()[:LONGEST_WORDS]
    wanted = Wanted(str(given.get("state", "")), str(given.get("country", "")), q=words)
    if given.get("all") == "yes":
        return Chosen((), wanted)
    slugs = tuple(dict.fromkeys(str(slug) for slug in given["chosen"]))[:MOST_TICKED]
    return Chosen(slugs or _NOBODY, wanted)


def _is_any(chosen: Chosen) -> bool:
    return chosen.slugs != _NOBODY


async def _page(request: AnyRequest, row: Memorandum, measure: Measure, chosen: Chosen, *, status: int = 200, **context: Any) -> Response[bytes]:
    """Show what a measure does with the chosen organisations, with their names; that these were read is recorded."""
    if _is_any(chosen):
        await trail.record_reading(TrailAct.NAMES_READ, "page:chosen", row.id)
    async with database.reading():
        view, numbers = await queries.view(row), await numbers_of_rows(row.id, chosen)
        names = await names_reached(row.id, measure, chosen)
        saved = await number_with_saved_answers(row.id, chosen) if measure is Measure.REMIND else 0
        views = await organisations.views_by_id(chain.from_iterable(structs.astuple(names)))
    groups = {group: by_name((views[party] for party in ids), language_of(request)) for group, ids in structs.asdict(names).items()}
    shown = {"part": "signatories", "measure": measure, "chosen": chosen, "numbers": numbers, "reached": number_reached(measure, numbers)}
    shown |= {"ticked": in_address((await organisations.ids_by_slug(chosen.slugs)).values())}
    shown |= {"names": groups, "saved": saved, "step": _revocation(number_reached(measure, numbers)), "typed": _typed(measure, chosen)}
    return workbench_page(request, view, "desk/invitations/chosen.html", status=status, **shown, **context)


def _revocation(number: int) -> FinalStep:
    return FinalStep(
        Message("Take back the invitations"),
        [Message("The links of these invitations open nothing any more. They can be invited again later, with new links.")],
        Message("The links that were sent never work again."),
        Message.plural("Take back {n} invitation", "Take back {n} invitations", number),
    )


def _typed(measure: Measure, chosen: Chosen) -> list[tuple[str, str]]:
    """Return the fields that go along: the ticked rows, or the filters of all that match."""
    wanted = chosen.wanted
    rows = [("chosen", slug) for slug in chosen.slugs] or [("all", "yes"), ("state", wanted.state), ("country", wanted.country), ("q", wanted.q)]
    return [("measure", measure.value), *rows]
