"""Saying that something is wrong with a public record: the form, the page that checks it, and what follows.

All of it is made of what the public page of the organisation shows, and of whether a memorandum is public: an organisation that signed
without its name and one that did not sign are answered alike.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from litestar import Response
from litestar.params import FromPath, FromQuery
from msgspec import Struct

from coalition import database
from coalition.fields import InvalidForm
from coalition.memoranda.queries import views_of
from coalition.public.loading import existing
from coalition.published.organisation_record import public_organisation
from coalition.reported_mistakes import reporting
from coalition.reported_mistakes.forms import FOR_READERS, MistakeForm
from coalition.reported_mistakes.replying import answer_behind
from coalition.reported_mistakes.reporting import ANSWERED_LASTS
from coalition.web.forms import posted, said
from coalition.web.limits import TOO_MANY, Limit, network_of, status_of
from coalition.web.pages import language_of, page
from coalition.web.routing import AnyRequest, route

if TYPE_CHECKING:
    from collections.abc import Mapping

    from coalition.memoranda.queries import MemorandumView
    from coalition.organisations.views import OrganisationView

attempts = Limit(30, 600)
_SLUG = re.compile(r"[a-z0-9-]{1,80}", re.ASCII)


class About(Struct, frozen=True):
    """What a report may be about: a listed organisation, and public memoranda by slug; `chosen` is the one that was asked for."""

    organisation: OrganisationView
    memoranda: Mapping[str, MemorandumView]
    chosen: str

    @property
    def memorandum(self) -> MemorandumView | None:
        """The memorandum that was asked for; None for the entry of the organisation itself."""
        return self.memoranda.get(self.chosen)


@route("public.mistake.new")
async def new_mistake(request: AnyRequest, organisation: FromPath[str], memorandum: FromQuery[str] = "") -> Response[bytes]:
    """Show the form."""
    return _ask(request, await _about(organisation, memorandum), {"memorandum": memorandum})


@route("public.mistake.create")
async def create_mistake(request: AnyRequest, organisation: FromPath[str]) -> Response[bytes]:
    """Show what would be sent; send it once that was looked at."""
    given = await posted(request)
    about, step = await _about(organisation, str(given.get("memorandum", ""))), given.get("step")
    try:
        form = MistakeForm.parse(given, ignore_unknown=True)
    except InvalidForm as problems:
        return _ask(request, about, given, problems)
    if step == "change":
        return _ask(request, about, given)
    if step != "send":
        return _page(request, "review", about, form=form)
    if not attempts.allows(network_of(request)):
        return _ask(request, about, given, TOO_MANY)
    await reporting.report(about.organisation.id, about.memorandum.id if about.memorandum else None, form, language_of(request))
    return _page(request, "sent", about, form=form)


@route("public.mistake_answer.show")
async def show_answer(request: AnyRequest, token: FromPath[str]) -> Response[bytes]:
    """Show the answer that a letter did not contain."""
    row = await answer_behind(token)
    return page(request, "public/mistake/answer.html", section="organisations", answered=row, until=row.answered_at + ANSWERED_LASTS)


async def _about(slug: str, chosen: str) -> About:
    """Return what a report may be about: the memoranda that the public page of the organisation shows, and the public one that was asked for."""
    existing(None if chosen and not _SLUG.fullmatch(chosen) else slug)
    async with database.reading():
        shown = existing(await public_organisation(slug))
        asked_for = await views_of([chosen]) if chosen else {}
        existing(asked_for if asked_for or not chosen else None)
    return About(shown.record, {**shown.memoranda, **asked_for}, chosen)


def _ask(request: AnyRequest, about: About, values: Mapping[str, Any], problems: InvalidForm | None = None) -> Response[bytes]:
    language = language_of(request)
    errors, summary = said(problems, language) if problems else ({}, [])
    texts = [(slug, memorandum.title(language)[1]) for slug, memorandum in about.memoranda.items()]
    shown: dict[str, Any] = {"values": values, "errors": errors, "summary": summary, "has_errors": bool(problems), "texts": texts}
    shown["mistakes"] = [(mistake.value, mistake.word.text(language), "") for mistake in FOR_READERS]
    return _page(request, "new", about, status=status_of(problems), **shown)


def _page(request: AnyRequest, template: str, about: About, *, status: int = 200, **context: Any) -> Response[bytes]:
    if request.method == "POST":
        context["alternates"] = []
    return page(request, f"public/mistake/{template}.html", status=status, section="organisations", about=about, **context)
