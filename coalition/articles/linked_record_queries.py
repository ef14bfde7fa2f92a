"""What articles are about: an organisation that is not in the public register, or a memorandum that is not public, is shown to nobody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coalition.articles.queries import view_of
from coalition.articles.tables import ArticleForum, ArticleMemorandum, ArticleOrganisation
from coalition.articles.views import LinkedRecords, LinkedSlugs, ShownArticle, base_of_article
from coalition.database import among, in_parts
from coalition.forums import queries as forums
from coalition.forums.tables import Forum, RiskProfile
from coalition.memoranda.queries import public_by_ids
from coalition.memoranda.tables import Memorandum, Publicity
from coalition.notices import page_subjects
from coalition.notices.page_subjects import MEMORANDA, REGISTER, Subject, depends_on
from coalition.organisations.queries import all_entries_of
from coalition.organisations.tables import Organisation
from coalition.organisations.visible_queries import Viewer, visible_organisations

if TYPE_CHECKING:
    from collections.abc import Sequence

    from coalition.articles.tables import Article


async def public_article(row: Article) -> ShownArticle:
    """Return an article as everybody reads it, or will read it."""
    return ShownArticle(await view_of(row), await public_links(row.id))


async def public_links(article_id: int) -> LinkedRecords:
    """Return what an article is about, as far as everybody may know of it; organisations in the order of slugs."""
    organisation_ids, forum_ids, memorandum_ids = await _ids(article_id)
    depends_on(*([REGISTER] if organisation_ids else []), *([MEMORANDA] if memorandum_ids else []))
    views = await visible_organisations(Viewer.EVERYBODY).entries_by_ids(organisation_ids)
    organisations = {view.id: view for view in views.values()}
    meetings, memoranda = await forums.views_of(forum_ids), await public_by_ids(memorandum_ids)
    return LinkedRecords(
        organisations=sorted(organisations.values(), key=lambda view: view.slug),
        forums=[meetings[number] for number in forum_ids if number in meetings],
        memoranda=[memoranda[number] for number in memorandum_ids if number in memoranda],
    )


async def linked_slugs(article_id: int) -> LinkedSlugs:
    """Return the slugs of all that an article is about (for coordinators)."""
    organisation_ids, forum_ids, memorandum_ids = await _ids(article_id)
    return LinkedSlugs(
        await Organisation.select(Organisation.slug).where(among(Organisation.id, organisation_ids)).order_by(Organisation.slug).output(as_list=True),
        await Forum.select(Forum.slug).where(among(Forum.id, forum_ids)).order_by(Forum.slug).output(as_list=True),
        await Memorandum.select(Memorandum.slug).where(among(Memorandum.id, memorandum_ids)).order_by(Memorandum.slug).output(as_list=True),
    )


async def forum_ids(slugs: Sequence[str]) -> dict[str, int]:
    """Return the ids of forums by slug; slugs that no forum has are left out (for rules)."""
    ids: dict[str, int] = {}
    for some in in_parts(slugs):
        ids |= {row["slug"]: row["id"] for row in await Forum.select(Forum.id, Forum.slug).where(Forum.slug.is_in(some))}
    return ids


async def memorandum_ids(article_id: int, slugs: Sequence[str]) -> dict[str, int]:
    """Return the ids of memoranda by slug: of those that everybody may read, and of those that the article is about already (for rules)."""
    before = ArticleMemorandum.select(ArticleMemorandum.memorandum).where(ArticleMemorandum.article == article_id)
    known = (Memorandum.publicity == Publicity.PUBLIC.value) | Memorandum.id.is_in(before)
    ids: dict[str, int] = {}
    for some in in_parts(slugs):
        rows = await Memorandum.select(Memorandum.id, Memorandum.slug).where(Memorandum.slug.is_in(some) & known)
        ids |= {row["slug"]: row["id"] for row in rows}
    return ids


async def base_of_row(row: Article) -> str:
    """Return the digest of what can be changed of an article."""
    return base_of_article(await view_of(row), await linked_slugs(row.id))


async def subjects_of(article_id: int) -> list[Subject]:
    """Return the subjects of the pages that list an article under what it is about."""
    organisation_ids, forum_ids, memorandum_ids = await _ids(article_id)
    subjects = [page_subjects.organisation(number) for number in organisation_ids]
    return [*subjects, *map(page_subjects.forum, forum_ids), *map(page_subjects.memorandum, memorandum_ids)]


async def needs_care(article_id: int) -> bool:
    """Return whether an article is about an organisation at risk, or a forum that asks for care (for rules)."""
    organisation_ids, forum_ids, memorandum_ids = await _ids(article_id)
    entries = await all_entries_of(organisation_ids)  # readers are shown the one that remains of an organisation that was entered twice
    at_risk = among(Organisation.id, entries) & Organisation.at_risk.eq(True)  # noqa: FBT003 -- a value of the column
    of_memoranda = Memorandum.select(Memorandum.forum).where(among(Memorandum.id, memorandum_ids) & Memorandum.forum.is_not_null())
    these = among(Forum.id, forum_ids) | Forum.id.is_in(of_memoranda)
    return await Organisation.exists().where(at_risk) or await Forum.exists().where(these & (Forum.risk_profile != RiskProfile.OPEN.value))


async def _ids(article_id: int) -> tuple[Sequence[int], Sequence[int], Sequence[int]]:
    """Return the ids of the organisations, forums and memoranda that an article is about, in the order in which they were entered."""
    organisation, forum, memorandum = ArticleOrganisation, ArticleForum, ArticleMemorandum
    return (
        await organisation.select(organisation.organisation).where(organisation.article == article_id).order_by(organisation.id).output(as_list=True),
        await forum.select(forum.forum).where(forum.article == article_id).order_by(forum.id).output(as_list=True),
        await memorandum.select(memorandum.memorandum).where(memorandum.article == article_id).order_by(memorandum.id).output(as_list=True),
    )
