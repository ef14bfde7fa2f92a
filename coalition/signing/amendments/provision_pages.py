"""One provision on the page of a seat: its text, what others handed in, and what the own organisation writes beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from litestar import Response
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromPath, FromQuery
from msgspec import Struct

from coalition import database
from coalition.amendments.errors import ChangedByColleague
from coalition.amendments.forms import NoteForm
from coalition.amendments.noting import save_note
from coalition.amendments.proposals import words_of
from coalition.amendments.seat_provisions import SeatProvision, Wanted, seat_provision
from coalition.fields import InvalidForm
from coalition.languages import Message
from coalition.memoranda.errors import TextFrozen, WasAbandoned
from coalition.signing.rounds.seat_visits import SeatVisit, enter_seat
from coalition.signing.signing_pages import language_switch, problem_context, signing_page, text_inputs
from coalition.text.html import RenderedText, render
from coalition.web.address_numbers import number_or_zero
from coalition.web.forms import posted
from coalition.web.pages import redirect
from coalition.web.routing import AnyRequest, route

if TYPE_CHECKING:
    from collections.abc import Mapping

NOT_WORKED_ON = Message("Nobody works on this draft any more: nothing can be proposed.")
COLLEAGUE = Message(
    "A colleague of yours saved, handed in or deleted this meanwhile. Nothing of yours is saved yet: read what is here now, then save again."
)


class Again(Struct, frozen=True):
    """A form that is shown again: what was typed, and why it was refused.

    `is_meanwhile`: a colleague saved meanwhile; then fields that are `untouched` show what is saved now.
    """

    given: Mapping[str, Any]
    problems: InvalidForm
    is_meanwhile: bool = False
    untouched: frozenset[str] = frozenset()


@route("signing.drafting_provision.show")
async def show_provision(
    request: AnyRequest, language: NamedDependency[str], provision: FromPath[str], text: FromQuery[str | None] = None
) -> Response[bytes]:
    """Show a provision as it was sent; `after` and `comments` say where the lists of what organisations handed in begin."""
    asked = request.query_params
    wanted = Wanted(provision, [text or language, language], number_or_zero(asked.get("after")), number_or_zero(asked.get("comments")))
    async with database.reading():
        visit = await enter_seat(request)
        return await _page(request, visit, wanted)


@route("signing.drafting_note.create")
async def create_note(request: AnyRequest, language: NamedDependency[str], provision: FromPath[str]) -> Response[bytes]:
    """Save what was written beside a provision, privately; go on to the next one if that was asked for."""
    given = await posted(request)
    visit = await enter_seat(request)
    visit.check_form(given)
    try:
        await save_note(visit.session, provision, NoteForm.parse(given | {"apart": given.get("step") == "apart"}, ignore_unknown=True), language)
    except (InvalidForm, ChangedByColleague, TextFrozen, WasAbandoned) as refused:
        wanted = Wanted(provision, [str(given.get("language", "")), language])
        async with database.reading():
            return await _page(request, visit, wanted, _again(given, refused))
    onward = str(given.get("onward", "")) if given.get("step") == "next" else ""
    return redirect("signing.drafting_provision.show", lang=language, provision=onward or provision, text=given.get("language"))


def _again(given: Mapping[str, Any], refused: Exception) -> Again:
    if isinstance(refused, ChangedByColleague):
        return Again(given, problems_of(refused), is_meanwhile=True, untouched=refused.untouched)
    return Again(given, problems_of(refused))


def problems_of(refused: Exception) -> InvalidForm:
    """Return what a form says of a refusal."""
    if isinstance(refused, InvalidForm):
        return refused
    return InvalidForm({"": NOT_WORKED_ON if isinstance(refused, (TextFrozen, WasAbandoned)) else COLLEAGUE})


async def _page(request: AnyRequest, visit: SeatVisit, wanted: Wanted, again: Again | None = None) -> Response[bytes]:
    scene = await seat_provision(visit.opened, wanted)
    if scene is None:
        raise NotFoundException
    shown: dict[str, Any] = {"scene": scene, "place": scene.place, "rendered": _rendered(scene), "form_token": visit.form_token}
    shown |= {"values": _values(scene), "is_meanwhile": False, "is_first": not wanted.after, "is_first_comment": not wanted.after_comment}
    shown["alternates"] = language_switch("signing.drafting_provision.show", provision=wanted.key, text=scene.language)
    if again:
        fresh = {"key", "base", "comment_base", *again.untouched} if again.is_meanwhile else set[str]()
        kept = {name: shown["values"][name] for name in fresh}
        shown["values"] |= text_inputs(again.given) | kept
        shown |= problem_context(request, again.problems) | {"status": 422, "is_meanwhile": again.is_meanwhile}
    return signing_page(request, "amendments/provision", **shown)


def _rendered(scene: SeatProvision) -> RenderedText | None:
    """Return the provision as HTML; None for the title, which is a line."""
    block = scene.text.block
    return render([block], [scene.key], scene.language, heading_level=3) if block else None


def _values(scene: SeatProvision) -> dict[str, str]:
    """Return what the form begins with: what was noted, else the text as it was sent."""
    note = scene.note
    text = note.amendment.texts.proposed if note.amendment else words_of(scene.text)
    values = {"text": text, "reason": note.amendment.reason if note.amendment else "", "comment": note.comment}
    return values | {"key": note.key, "base": note.digest, "comment_base": note.comment_digest}
