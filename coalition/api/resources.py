"""From records to what the API tells of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coalition.api import models
from coalition.exchange import publishing
from coalition.forums import queries as forums
from coalition.memoranda import queries as memoranda
from coalition.memoranda.provisions import parse
from coalition.memoranda.text_html import plain
from coalition.organisations import queries as organisations
from coalition.settings import load

if TYPE_CHECKING:
    from coalition.exchange.announcing import Announcement
    from coalition.forums.queries import ForumView
    from coalition.forums.tables import Forum
    from coalition.memoranda.queries import MemorandumView
    from coalition.memoranda.tables import Memorandum, Wording
    from coalition.organisations.queries import Named
    from coalition.organisations.tables import Organisation
    from coalition.signatures.chase_queries import Chased
    from coalition.signatures.inviting import Invited


def of_organisation(named: Named) -> models.OrganisationInList:
    """Tell of an organisation."""
    return models.OrganisationInList.model_validate(named)


async def organisation(row: Organisation) -> models.Organisation:
    """Read an organisation with its past."""
    found = (await organisations.with_lives([row.id]))[row.id]
    former = [
        models.FormerName(**models.OrganisationName.model_validate(name).model_dump(), until=str(one.until) if one.until else None)
        for one in found.past
        for name in one.names
    ]
    events = [
        models.OrganisationEvent(
            kind=turn.kind,
            happened=str(turn.happened) if turn.happened else None,
            other=turn.other.slug if turn.other else None,
            source=turn.source,
        )
        for turn in found.turns
    ]
    return models.Organisation(**of_organisation(found).model_dump(), former_names=former, events=events)


def of_forum(view: ForumView, *, withhold: bool) -> models.ForumInList:
    """Tell of a forum; `withhold` keeps a place that is not public, and the risk, from the reader."""
    hidden = withhold and not view.place_public
    texts = [
        models.ForumText(language=one.language, title=one.title, summary=one.summary, city="" if hidden else one.city) for one in view.texts.values()
    ]
    return models.ForumInList.model_validate(
        {
            "slug": view.slug,
            "starts": view.starts,
            "ends": view.ends,
            "place": models.ForumPlace(city=view.city, country=view.place_country, public=view.place_public),
            "countries": list(view.countries),
            "risk_profile": None if withhold else view.risk_profile,
            "texts": texts,
        }
    )


async def forum(row: Forum, *, withhold: bool) -> models.Forum:
    """Read a forum."""
    view = await forums.view(row, withhold=withhold)
    programme = await forums.programme_view(view.programme)
    parts = await (forums.publicly_at(view) if withhold else forums.organisations_at(row.id))
    return models.Forum(
        **dict(of_forum(view, withhold=withhold)),
        programme=programme.slug if programme else None,
        organisations=[models.ForumPart.model_validate({"organisation": one.slug, "role": role}) for role, one in parts],
    )


def of_memorandum(view: MemorandumView, forum_slug: str | None) -> models.MemorandumInList:
    """Tell of a memorandum in a list."""
    state = {"text": view.text_state, "signing": view.signing_state, "effect": view.effect_state, "publicity": view.publicity}
    return models.MemorandumInList.model_validate(
        {
            "slug": view.slug,
            "kind": view.kind,
            "symbol": view.symbol,
            "forum": forum_slug,
            "titles": view.titles,
            "authentic_languages": list(view.authentic_languages),
            "state": state,
            "edition": view.edition,
            "digest": view.digest,
            "window": {"opens": view.opens_on, "closes": view.closes_on},
            "historical": view.historical,
        }
    )


async def memorandum(row: Memorandum) -> models.Memorandum:
    """Read a memorandum."""
    return models.Memorandum.model_validate(publishing.memorandum_json(await publishing.published(row)))


async def wording(row: Memorandum, found: Wording) -> models.Wording:
    """Read a wording with its provisions."""
    keys = await memoranda.keys_of(found.id)
    provisions = [
        models.WordingProvision.model_validate({"key": key, "label": block.label, "kind": block.kind, "number": block.number, "text": plain([block])})
        for key, block in zip(keys, parse(found.body), strict=True)
    ]
    return models.Wording.model_validate(
        {
            "memorandum": row.slug,
            "edition": await memoranda.number_of_edition(found.edition),
            "language": found.language,
            "status": found.status,
            "title": found.title,
            "body": found.body,
            "version": found.version,
            "provisions": provisions,
        }
    )


def of_notification(announcement: Announcement) -> models.NotificationLine:
    """Tell of a notification what may be known of it now; what is not public any more leaves a tombstone."""
    notification = announcement.notification
    memorandum = announcement.memorandum if announcement.told else None
    return models.NotificationLine.model_validate(
        {
            "number": announcement.number,
            "removed": memorandum is None,
            "kind": notification.kind if memorandum else None,
            "memorandum": announcement.memorandum.slug if announcement.memorandum else None,
            "organisation": announcement.organisation.slug if memorandum and announcement.organisation else None,
            "happened_on": notification.happened_on,
            "sentences": {language: announcement.sentence.text(language) for language in load().languages},
        }
    )


def of_invitation(row: Chased) -> models.Invitation:
    """Tell the coordinators of an invitation; links are kept nowhere."""
    columns = ("state", "invited_at", "visited_at", "answered_at", "reminded_on", "reminders", "has_contact")
    return models.Invitation(organisation=row.organisation.slug, **{name: getattr(row, name) for name in columns})


def of_new_invitation(made: Invited) -> models.NewInvitation:
    """Tell of an invitation just made, with its link."""
    return models.NewInvitation(organisation=made.organisation, link=made.link, expires=made.expires_at, mailed=made.mailed)
