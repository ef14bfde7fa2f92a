"""Reads of consents: only coordinators read them; the rules read whether they count."""

from __future__ import annotations

from typing import NamedTuple

from coalition import clock
from coalition.articles.tables import CONSENT_LABEL, CONSENT_MEANS, CONSENT_PURPOSE, Article, ArticleState, Consent
from coalition.articles.views import ConsentView
from coalition.consent_terms import consent_counts
from coalition.database import one_row
from coalition.partial_dates import cached_date


async def consents_of(article_id: int) -> list[ConsentView]:
    """Return the consents of an article in the order in which they were entered (for coordinators)."""
    rows = await Consent.objects().where(Consent.article == article_id).order_by(Consent.id)
    return [consent_view(row) for row in rows]


def consent_view(row: Consent) -> ConsentView:
    """Return a consent as coordinators read it."""
    return ConsentView(
        id=row.id,
        label=CONSENT_LABEL.decrypt(row.label, row.key),
        means=CONSENT_MEANS.decrypt(row.means, row.key),
        purpose=CONSENT_PURPOSE.decrypt(row.purpose, row.key),
        agreed=cached_date(row.agreed),
        until=row.until,
        taken_back_on=row.taken_back_on,
        counts=consent_counts(row.until, row.taken_back_on),
        pictures=row.pictures,
    )


async def consent_by_id(article_id: int, number: int) -> Consent | None:
    """Return a consent of an article (for coordinators)."""
    return await one_row(Consent, (Consent.article == article_id) & (Consent.id == number))


class Counting(NamedTuple):
    """Whether a consent counts, and whether it covers pictures."""

    counts: bool
    pictures: bool


async def counting(article_id: int) -> list[Counting]:
    """Return of each consent of an article whether it counts and what it covers (for rules)."""
    rows = await Consent.select(Consent.until, Consent.taken_back_on, Consent.pictures).where(Consent.article == article_id)
    return [Counting(consent_counts(row["until"], row["taken_back_on"]), row["pictures"]) for row in rows]


async def published_with_ended_consent() -> list[int]:
    """Return the ids of published articles in which the time of a consent is over (for what withdraws them)."""
    ended = Consent.select(Consent.article).where(Consent.until < clock.today())
    these = (Article.state == ArticleState.PUBLISHED.value) & Article.id.is_in(ended)
    return await Article.select(Article.id).where(these).output(as_list=True)
