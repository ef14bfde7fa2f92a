"""What a notification says for good: the content that is stored when it is issued, or completed later."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from coalition.announcements.contents import Content, Party, decoded, encoded
from coalition.announcements.notice_kinds import NOTICE_SENTENCES
from coalition.announcements.notice_rows import Subject, histories_of, names_on
from coalition.memoranda import queries as memoranda
from coalition.notices.issuing import ContentWriter, Snapshot, write_contents_with

if TYPE_CHECKING:
    from coalition.notices.issuing import Issue


async def _snapshot(issue: Issue) -> Snapshot:
    """Return the content of a notification, read from the rows of today, and the organisations that it mentions beside its party."""
    memorandum = await memoranda.by_slug(issue.memorandum)
    if memorandum is None:  # pragma: no cover -- a memorandum is never deleted
        raise LookupError(issue.memorandum)
    subject = Subject(issue, memorandum, await memoranda.view(memorandum))
    entry = NOTICE_SENTENCES.get(issue.kind)
    content = await entry.read(subject) if entry else Content()
    content = replace(content, titles=subject.view.titles, languages=subject.view.authentic_languages, adoption_rule=subject.view.adoption_rule)
    content = await _with_parties(content, issue.organisation)
    return Snapshot(encoded(content), [party.slug for party in content.parties if party.slug != issue.organisation])


def _without(text: str, slug: str) -> str:
    """Return the content of a notification, as JSON, without an organisation that it mentions."""
    return encoded(decoded(text).without(slug))


async def _with_parties(content: Content, own: str | None) -> Content:
    """Add the names of all organisations that a content speaks of, on the day of what was done."""
    recorded = {party.slug: party for party in content.parties}
    slugs = [slug for slug in (own, content.successor, *content.depends_on, *(entered.organisation for entered in content.entered)) if slug]
    views = await histories_of(slug for slug in slugs if slug not in recorded)
    days = {entered.organisation: entered.acted for entered in content.entered}
    for slug in dict.fromkeys(slugs):
        if slug in views:
            recorded[slug] = Party(slug, names_on(views[slug], days.get(slug, content.done)))
    return replace(content, parties=tuple(recorded.values()))


write_contents_with(ContentWriter(_snapshot, _without))
