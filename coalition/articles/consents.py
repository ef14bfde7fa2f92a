"""The consent of people in articles: recorded, taken back, over. An article is withdrawn with the first consent that does not count any more."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any

from coalition import clock, trail
from coalition.articles import queries
from coalition.articles.consent_queries import consent_by_id, consent_view, published_with_ended_consent
from coalition.articles.publication_rules import check_people
from coalition.articles.publishing_articles import withdraw_if_published
from coalition.articles.tables import CONSENT_LABEL, CONSENT_MEANS, CONSENT_PURPOSE, ArticleState, Consent
from coalition.consent_terms import over_at
from coalition.database import put, transaction
from coalition.jobs.queue import enqueue
from coalition.jobs.worker import handles
from coalition.trail import TrailAct

if TYPE_CHECKING:
    from collections.abc import Mapping

    from coalition.articles.forms import ConsentForm
    from coalition.articles.tables import Article
    from coalition.articles.views import ConsentView


async def record_consent(article: Article, form: ConsentForm) -> ConsentView:
    """Record that a person in an article agreed to be in it."""
    key = secrets.token_hex(16)
    async with transaction():
        row = await put(
            Consent,
            article=article.id,
            key=key,
            label=CONSENT_LABEL.encrypt(form.label, key),
            means=CONSENT_MEANS.encrypt(form.means, key),
            purpose=CONSENT_PURPOSE.encrypt(form.purpose, key),
            agreed=form.agreed,
            pictures=form.pictures,
            until=form.until,
        )
        if form.until:
            await enqueue("end_consents", {}, run_at=over_at(form.until), dedupe_key=f"end_consents:{form.until}")
        await trail.record(TrailAct.CONSENT_RECORDED, f"article:{article.id}")
    return consent_view(row)


async def take_consent_back(article: Article, number: int) -> ConsentView | None:
    """Record that a person took their consent back, and withdraw the article at once, whoever published it; None if there is no such consent."""
    async with transaction():
        await queries.locked(article.id)
        row = await consent_by_id(article.id, number)
        if row is None:
            return None
        if row.taken_back_on is None:
            await Consent.update({Consent.taken_back_on: clock.today()}).where(Consent.id == row.id)
            await trail.record(TrailAct.CONSENT_TAKEN_BACK, f"article:{article.id}")
        await withdraw_if_published(article.id)
        stored = await consent_by_id(article.id, number)
    return consent_view(stored) if stored else None


async def remove_consent(article: Article, number: int) -> bool:
    """Remove the record of a person whom the article does not tell of any more; return whether there was one.

    Raises:
        ConsentMissing: the article is a published story of people, and this is the last consent.
        PictureConsentMissing: the article is published with a picture, and this is the last consent that covers pictures.

    """
    async with transaction():
        row = await queries.locked(article.id)
        if await consent_by_id(row.id, number) is None:
            return False
        await Consent.delete().where((Consent.article == row.id) & (Consent.id == number))
        if row.state == ArticleState.PUBLISHED:
            await check_people(row)
        await trail.record(TrailAct.CONSENT_REMOVED, f"article:{row.id}")
    return True


@handles("end_consents")
async def withdraw_when_consents_end(_: Mapping[str, Any]) -> None:
    """Withdraw the articles in which the time is over for which somebody agreed."""
    for number in await published_with_ended_consent():
        async with transaction():
            await withdraw_if_published(number)
