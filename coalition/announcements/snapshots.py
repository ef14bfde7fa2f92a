"""What a notification says for good: the content that is stored when it is issued, or completed later."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from coalition.announcements.contents import Content, Party, decoded, encoded
from coalition.announcements.notice_kinds import NOTICE_SENTENCES
from coalition.announcements.notice_rows import Subject, histories_of, names_of
from coalition.memoranda import queries as memoranda
from coalition.notices.issuing import ContentWriter, Snapshot, write_contents_with
from coalition.organisations.visible_queries import names_on
from coalition.partial_dates import PartialDate

if TYPE_CHECKING:
    from coalition.notices.issuing import Issue


async def _snapshot(issue: Issue) -> Snapshot:
    """Return the content of a notification, read from the rows of today, and the organisations that it mentions beside its party."""
    memorandum = await memoranda.by_slug(issue.memorandum)
    if memorandum is None:  # pragma: no cover -- a memorandum is never deleted
        raise LookupError(issue.memorandum)
    subject = Subject(issue, memorandum, await memoranda.text_on_record(memorandum.id))
    entry = NOTICE_SENTENCES.get(issue.kind)
    content = await entry.read(subject) if entry else Content()
    languages = tuple(memorandum.authentic_languages.split(","))
    content = replace(content, titles=subject.text.titles, languages=languages, adoption_rule=subject.text.adoption_rule)
    content = await _with_parties(content, issue.organisation)
    return Snapshot(encoded(content), [party.slug for party in content.parties if party.slug != issue.organisation])


def _without(text: str, slug: str) -> str:
    """Return the content of a notification, as JSON, without an organisation that it mentions."""
    return encoded(decoded(text).without(slug))


async def _with_parties(content: Content, own: str | None) -> Content:
    """Add the names of all organisations that a content speaks of, on the day of what was done."""
    recorded = {party.slug: party for party in content.parties}
    slugs = [slug for slug in (own, content.successor, *content.depends_on, *(entered.organisation for entered in content.entered)) if slug]
    if own and slugs == [own] and own not in recorded:
        return replace(content, parties=(Party(own, await names_on(own, PartialDate(content.done) if content.done else None)),))
    views = await histories_of(slug for slug in slugs if slug not in recorded)
    days = {entered.organisation: entered.acted for entered in content.entered}
    for slug in dict.fromkeys(slugs):
        if slug in views:
            recorded[slug] = Party(slug, names_of(views[slug], days.get(slug, content.done)))
    return replace(content, parties=tuple(recorded.values()))


write_contents_with(ContentWriter(_snapshot, _without))
