"""The consent of the people in an article: recording it, that it was taken back, and removing the record of who is not in it any more."""

from __future__ import annotations

from typing import Any

from litestar import Response
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from coalition import database, trail
from coalition.addresses import url_for
from coalition.articles import queries
from coalition.articles.consent_queries import consent_by_id, consents_of
from coalition.articles.consents import record_consent, remove_consent, take_consent_back
from coalition.articles.errors import ConsentMissing
from coalition.articles.forms import ConsentForm
from coalition.articles.tables import Article
from coalition.desk.articles.article_refusals import REFUSALS
from coalition.desk.articles.articles import known_article
from coalition.desk.articles.publications import subject_of
from coalition.desk.desk_pages import checked, desk_page, done, invalid_page
from coalition.desk.final_steps import FinalStep, Subject, is_sure, record_page, try_out
from coalition.desk.refusals import refusal
from coalition.fields import InvalidForm
from coalition.languages import Message
from coalition.trail import TrailAct
from coalition.web.address_numbers import number_in
from coalition.web.pages import language_of
from coalition.web.routing import AnyRequest, route

_LIST = "desk/articles/consents.html"
_TAKING_BACK = FinalStep(
    Message("The person took their consent back"),
    [Message("The article is withdrawn from the public at once, whoever published it. It can be published again without this person.")],
    Message("That the consent was taken back, and when, stays on record."),
    Message("Record it and withdraw the article"),
)
_REMOVAL = FinalStep(
    Message("Remove the record of a consent"),
    [Message("Do this when the article does not tell of this person any more.")],
    Message("What is written of the consent is deleted. That it was removed, by whom and when, stays on record."),
    Message("Remove it"),
)


@route("desk.consents.list")
async def list_consents(request: AnyRequest, article: FromPath[str]) -> Response[bytes]:
    """List who agreed to be in an article; that this was read is recorded."""
    row = await known_article(article)
    answer = desk_page(request, _LIST, **await _context(row))
    await trail.record_reading(TrailAct.CONSENTS_READ, f"article:{row.id}")
    return answer


@route("desk.consent.create")
async def create_consent(request: AnyRequest, article: FromPath[str]) -> Response[bytes]:
    """Record that a person agreed."""
    row, given = await known_article(article), await checked(request)
    try:
        await record_consent(row, ConsentForm.parse(given, ignore_unknown=True))
    except InvalidForm as problems:
        return invalid_page(request, _LIST, problems, **await _context(row), values=given)
    return done(request, "desk.consents.list", "consent_recorded", article=row.slug)


@route("desk.consent_end.create")
async def create_consent_end(request: AnyRequest, article: FromPath[str], number: FromPath[str]) -> Response[bytes]:
    """Record that a person took their consent back, and withdraw the article; a page asks first."""
    row, given = await known_article(article), await checked(request)
    place = await _known(row, number)
    if not is_sure(given):
        return record_page(request, await _subject(request, row), _TAKING_BACK, given)
    await take_consent_back(row, place)
    return done(request, "desk.consents.list", "consent_taken_back", article=row.slug)


@route("desk.consent.remove")
async def remove_consent_record(request: AnyRequest, article: FromPath[str], number: FromPath[str]) -> Response[bytes]:
    """Remove the record of a person whom the article does not tell of any more; a page asks first."""
    row, given = await known_article(article), await checked(request)
    place = await _known(row, number)
    try:
        if not is_sure(given):
            await try_out(lambda: remove_consent(row, place))
            return record_page(request, await _subject(request, row), _REMOVAL, given)
        await remove_consent(row, place)
    except ConsentMissing as problem:
        return desk_page(request, _LIST, **await _context(row), **refusal(request, problem, REFUSALS))
    return done(request, "desk.consents.list", "removed", article=row.slug)


async def _known(row: Article, number: str) -> int:
    consent = await consent_by_id(row.id, number_in(number))
    if consent is None:
        raise NotFoundException
    return int(consent.id)


async def _subject(request: AnyRequest, row: Article) -> Subject:
    subject = await subject_of(request, row)
    return Subject(subject.language, subject.name, subject.section, url_for("desk.consents.list", lang=language_of(request), article=row.slug))


async def _context(row: Article) -> dict[str, Any]:
    async with database.reading():
        return {"section": "articles", "article": await queries.view_of(row), "consents": await consents_of(row.id)}
