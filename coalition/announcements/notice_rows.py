"""The rows that a notification announces, as plain values: one function for each kind."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, cast

from msgspec import Struct
from msgspec.structs import replace

from coalition.acts.act_kinds import KINDS, STANDING_KINDS
from coalition.acts.queries import act_by_id, acts_to_announce, publicly_named
from coalition.acts.tables import ActKind, Channel
from coalition.announcements.contents import Content, CorrectedThen, Entered, Party, StatedThen
from coalition.editions.corrected_text import TITLE
from coalition.memoranda import edition_queries
from coalition.memoranda.label_queries import labels_of
from coalition.notices.tables import NoticeKind
from coalition.organisations.tables import OrganisationEventKind
from coalition.organisations.visible_queries import Viewer, visible_organisations
from coalition.partial_dates import PartialDate
from coalition.statements.queries import own_statements, recorded_statement

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from coalition.memoranda.queries import TextThen
    from coalition.memoranda.tables import Memorandum
    from coalition.notices.issuing import Issue
    from coalition.organisations.views import NameView, OrganisationEventView, OrganisationView
    from coalition.statements.views import Stated

# A row on record was written within this time of its notification.
_TOGETHER = timedelta(hours=1)


class Subject(Struct, frozen=True):
    """What a notification is about: its memorandum now, and what was announced."""

    issue: Issue
    memorandum: Memorandum
    text: TextThen


async def histories_of(slugs: Iterable[str]) -> dict[str, OrganisationView]:
    """Return organisations with their former names, by slug; what nobody may know of is left out when a notification is read."""
    return await visible_organisations(Viewer.COORDINATOR).histories(slugs)


def names_of(view: OrganisationView, day: str | None) -> tuple[NameView, ...]:
    """Return the names of an organisation on a day, a partial date; its present names if the day is not known."""
    return view.at(PartialDate(day)).names if day else view.names


async def nothing(_: Subject) -> Content:
    """Return the content of a kind that says nothing but its sentence."""
    return Content()


async def adoption(subject: Subject) -> Content:
    """Return the day on which the text was adopted."""
    return Content(done=subject.text.adopted)


async def effect(subject: Subject) -> Content:
    """Return the day on which the memorandum took effect."""
    return Content(done=_iso(subject.memorandum.in_effect_on))


async def termination(subject: Subject) -> Content:
    """Return the day on which the memorandum was terminated."""
    return Content(done=_iso(subject.memorandum.terminated_on))


async def act(subject: Subject) -> Content:
    """Return the day on which an act was done, and the day on which it was received."""
    issue = subject.issue
    if issue.rows:
        new = await act_by_id(cast("UUID", issue.rows[0]))
        return Content(done=new.acted, received=_iso(new.received)) if new else Content()
    kinds = {kind.value for kind, rules in KINDS.items() if rules.notice is issue.kind}
    acts = [row for row in await acts_to_announce(issue.memorandum, issue.organisation) if row["kind"] in kinds]
    row = _nearest(acts, issue)
    return Content(done=row["acted"], received=_iso(row["received"])) if row else Content()


async def decision(subject: Subject) -> Content:
    """Return the day of an act that nobody sent in: of a lapse, or of an annulment by the coordinators."""
    return replace(await act(subject), received=None)


def _nearest(rows: list[dict[str, Any]], issue: Issue) -> dict[str, Any] | None:
    """Return the row that was written together with a notification on record, if there is one."""
    near = [row for row in rows if abs(row["recorded_at"] - issue.issued_at) <= _TOGETHER]
    return min(near, key=lambda row: abs(row["recorded_at"] - issue.issued_at), default=None)


async def statement(subject: Subject) -> Content:
    """Return a statement in all its languages, with its provision and number, and whose reservation an objection is to."""
    issue = subject.issue
    parties = await histories_of([str(issue.organisation)])
    withdrawal = issue.kind is NoticeKind.STATEMENT_WITHDRAWN
    kind, _, rest = issue.detail.partition(" ")
    own = [stated for party in parties.values() for stated in await own_statements(subject.memorandum.id, party.id) if stated.kind == kind]
    numbered = [stated for stated in own if rest and str(stated.number) == rest.split()[0]]
    stated = _only(numbered or [stated for stated in own if bool(stated.withdrawn) is withdrawal])
    if stated is None:
        return Content()
    reservation = await recorded_statement(subject.memorandum.id, stated.objects_to) if stated.objects_to else None
    day = _withdrawn(stated) if withdrawal else stated.made
    content = Content(
        done=day.iso if day else None,
        received=_iso(issue.issued_at.date() if withdrawal else stated.received),
        statement=_stated(stated, reservation),
    )
    return replace(content, depends_on=(reservation.organisation.slug,)) if reservation else content


def _withdrawn(stated: Stated) -> PartialDate | None:
    """Return the day of the withdrawal of a statement, or of its last part."""
    return stated.withdrawn or (stated.earlier[-1].until if stated.earlier else None)


def _only(candidates: list[Stated]) -> Stated | None:
    """Return the statement of a notification on record; None if it could be one of several."""
    return candidates[0] if len(candidates) == 1 else None


def _stated(stated: Stated, reservation: Stated | None) -> StatedThen:
    return StatedThen(
        id=str(stated.id),
        kind=stated.kind,
        language=stated.language,
        text=stated.text,
        number=stated.number or 0,
        precludes=stated.precludes,
        provision=stated.provision,
        label=stated.label,
        written_labels=stated.written_labels,
        translations=stated.translations,
        objects_to=reservation.organisation.slug if reservation else "",
        to_number=(reservation.number or 0) if reservation else 0,
    )


async def correction(subject: Subject) -> Content:
    """Return the passage before and after a correction, and the last day for objections."""
    row = await edition_queries.correction(subject.memorandum.id, int(subject.issue.detail.partition(" ")[0]))
    if row is None:
        return Content()
    editions = await edition_queries.fixed_editions(subject.memorandum.id)
    labels = await labels_of([edition.id for edition in editions], [row.language])
    label = "" if row.provision == TITLE else labels.shared.get(row.provision, row.provision)
    before, after = row.before_words, row.after_words
    written = {"label_in_text": labels.in_text(row.provision, row.language)} if label else {}
    sources = {"before_source": row.before, "after_source": row.after} if any("|" in words for words in (row.before, row.after)) else {}
    then = CorrectedThen(row.number, row.language, label, before, after, row.reason, row.objections_until.isoformat(), **sources, **written)
    proposed = subject.issue.kind is NoticeKind.CORRECTION_PROPOSED
    return Content(correction=then, done=_iso(row.proposed_on if proposed else row.decided_on))


async def change_of_organisation(subject: Subject) -> Content:
    """Return the old and the new names of an organisation that was renamed, or its successor."""
    issue = subject.issue
    view = (await histories_of([str(issue.organisation)])).get(str(issue.organisation))
    same = [event for event in view.events if event.kind == issue.detail] if view else []
    event = next((event for event in same if event.id in issue.rows), None) or (same[0] if len(same) == 1 else None)
    if view is None or event is None:
        return Content()
    done = event.happened.iso if event.happened else None
    if event.kind is OrganisationEventKind.RENAMED:
        return Content(done=done, parties=(Party(view.slug, _old_names(view, event)),), new_names=names_of(view, done))
    listed = await visible_organisations(Viewer.EVERYBODY).by_slugs([event.other.slug] if event.other else [])
    return Content(done=done, successor=next(iter(listed), ""))


def _old_names(view: OrganisationView, event: OrganisationEventView) -> tuple[NameView, ...]:
    return next((former.names for former in view.former_names if former.until == event.happened), view.names)


async def historical_entry(subject: Subject) -> Content:
    """Return the acts of the past that were entered and named somebody then."""
    issue = subject.issue
    if not issue.detail:
        return Content()
    acts = await acts_to_announce(issue.memorandum)
    past = [row for row in acts if row["channel"] == Channel.HISTORICAL and row["kind"] in STANDING_KINDS]
    rows = [row for row in past if row["id"] in issue.rows] if issue.rows else await _entered_then(past, issue)
    return Content(entered=tuple(Entered(row["organisation"], ActKind(row["kind"]), row["acted"]) for row in rows))


async def _entered_then(past: list[dict[str, Any]], issue: Issue) -> list[dict[str, Any]]:
    """Return the acts that were entered together with a notification on record, of organisations that are named today."""
    named = await publicly_named([issue.memorandum], [row["organisation"] for row in past])
    near = [row for row in past if abs(row["recorded_at"] - issue.issued_at) <= _TOGETHER]
    return [row for row in near if (issue.memorandum, row["organisation"]) in named]


def _iso(day: Any) -> str | None:
    return day.isoformat() if day else None
