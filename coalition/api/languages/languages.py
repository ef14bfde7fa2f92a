"""Provisions in all languages, confirming them, who works on a language, and the glossaries of forums."""

from __future__ import annotations

from litestar import Response
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from coalition import database
from coalition.addresses import url_for
from coalition.api.answering import changed, created, link_to_next, ok
from coalition.api.bearer_tokens import checked_slug, holder_of, own_memorandum, readable_memorandum
from coalition.api.bodies import posted, queried
from coalition.api.idempotency import carry_out, once
from coalition.api.languages import models, views
from coalition.drafting.agreement_queries import draft_texts
from coalition.drafting.comparing import confirm_provision
from coalition.drafting.errors import NotOnIt, ProvisionMissing
from coalition.drafting.glossary import TermForm, add_term, change_term, remove_term
from coalition.drafting.glossary_queries import TermView, term_of, terms_page
from coalition.drafting.language_people import LanguagePeopleForm, choose_people
from coalition.fields import InvalidForm
from coalition.forums import queries as forums
from coalition.forums.tables import Forum
from coalition.languages import Message, is_language
from coalition.memoranda import queries
from coalition.memoranda.tables import Memorandum
from coalition.memoranda.wording_agreement import others_of
from coalition.news import named_people  # noqa: F401 -- its step writes to those who are named
from coalition.web.address_numbers import number_or_zero
from coalition.web.routing import AnyRequest, route


@route("api.provisions.list")
async def list_provisions(request: AnyRequest, slug: FromPath[str]) -> Response[bytes]:
    """List the provisions of a text in all languages."""
    holder = holder_of(request)
    async with database.reading():
        memorandum = await readable_memorandum(request, slug)
        works_on_it = holder is not None and await queries.is_member(memorandum.id, holder.coordinator)
        return ok(request, await views.provisions(memorandum, works_on_it=works_on_it))


@route("api.provision_confirmation.create", status=201)
async def create_provision_confirmation(request: AnyRequest, slug: FromPath[str], provision: FromPath[str]) -> Response[bytes]:
    """Confirm that a provision says the same in a language as in the authentic others."""
    form = await posted(request, models.ProvisionConfirmation)

    async def act() -> Response[bytes]:
        memorandum = await own_memorandum(request, slug)
        try:
            await confirm_provision(memorandum, form.language, provision, form.digests or await _digests(memorandum, form.language, provision))
        except ProvisionMissing:
            raise NotFoundException from None
        return created(await views.provisions(memorandum, works_on_it=True), url_for("api.provisions.list", slug=slug))

    return await once(request, act)


async def _digests(memorandum: Memorandum, language: str, key: str) -> dict[str, str]:
    draft = await draft_texts(memorandum)
    wording = draft.wording(language)
    others = others_of(wording, draft.wordings) if wording else []
    return {code: draft.digest(code, key) for code in (language, *(other.language for other in others))}


@route("api.languages.list")
async def list_languages(request: AnyRequest, slug: FromPath[str]) -> Response[bytes]:
    """List the languages of a draft."""
    async with database.reading():
        memorandum = await own_memorandum(request, slug)
        return ok(request, models.LanguagesOfDraft(memorandum=slug, languages=await views.languages(memorandum)))


@route("api.language.update")
async def update_language(request: AnyRequest, slug: FromPath[str], language: FromPath[str]) -> Response[bytes]:
    """Choose who translates and who revises a language."""
    form = await posted(request, LanguagePeopleForm)
    if not is_language(language):
        raise NotFoundException

    async def act() -> Response[bytes]:
        memorandum = await own_memorandum(request, slug)
        try:
            await choose_people(memorandum, language, form)
        except NotOnIt as broken:
            raise InvalidForm({broken.role: Message("Nobody with this address works on this memorandum.")}) from None
        return changed(models.LanguagesOfDraft(memorandum=slug, languages=await views.languages(memorandum)))

    return await carry_out(act)


@route("api.glossary.list")
async def list_terms(request: AnyRequest, slug: FromPath[str]) -> Response[bytes]:
    """List the terms of the glossary of a forum."""
    asked = queried(request, models.PartOfGlossary)
    async with database.reading():
        forum = await _forum(slug)
        page = await terms_page(forum.id, asked.q, after=asked.after or 0, limit=asked.limit)
    after = str(page.after) if page.after else None
    shown = models.GlossaryPage(items=[views.term(term) for term in page.terms], next=after)
    return ok(request, shown, headers=link_to_next("api.glossary.list", after, slug=slug, limit=asked.limit, q=asked.q or None))


@route("api.glossary.create", status=201)
async def create_term(request: AnyRequest, slug: FromPath[str]) -> Response[bytes]:
    """Add a term to the glossary of a forum."""
    form = await posted(request, TermForm)

    async def act() -> Response[bytes]:
        forum = await _forum(slug)
        term = await term_of(forum.id, await add_term(forum, form))
        if term is None:  # pragma: no cover -- it was added in this request
            raise NotFoundException
        return created(views.term(term), url_for("api.glossary.list", slug=slug))

    return await once(request, act)


@route("api.term.update")
async def update_term(request: AnyRequest, slug: FromPath[str], number: FromPath[str]) -> Response[bytes]:
    """Change a term of the glossary of a forum."""
    form = await posted(request, TermForm)

    async def act() -> Response[bytes]:
        forum, term = await _forum_and_term(slug, number)
        await change_term(forum, term.id, form)
        return changed(views.term((await _forum_and_term(slug, number))[1]))

    return await carry_out(act)


@route("api.term.remove")
async def delete_term(slug: FromPath[str], number: FromPath[str]) -> Response[bytes]:
    """Remove a term from the glossary of a forum."""

    async def act() -> Response[bytes]:
        forum, term = await _forum_and_term(slug, number)
        await remove_term(forum, term.id)
        return changed(views.term(term))

    return await carry_out(act)


async def _forum_and_term(slug: str, number: str) -> tuple[Forum, TermView]:
    forum = await _forum(slug)
    term = await term_of(forum.id, number_or_zero(number))
    if term is None:
        raise NotFoundException
    return forum, term


async def _forum(slug: str) -> Forum:
    row = await forums.by_slug(checked_slug(slug))
    if row is None:
        raise NotFoundException
    return row
